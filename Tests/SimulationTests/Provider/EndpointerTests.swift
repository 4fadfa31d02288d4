import Testing

@testable import Simulation

@Suite struct EndpointerTests {
    /// Runs a row of stretches, `V` voiced and `.` silent, 20 ms each.
    private func marks(_ row: String, silence: Int = 100) -> [SpeechMark] {
        var endpointer = Endpointer(silence: .milliseconds(silence))
        return row.compactMap { endpointer.take(.milliseconds(20), isVoiced: $0 == "V") }
    }

    @Test func speechBeginsWithItsFirstVoicedStretchAndEndsWithItsLast() {
        #expect(
            marks("..VVVVV......") == [
                .started(at: .milliseconds(40)), .stopped(lastVoiced: .milliseconds(140), decided: .milliseconds(240)),
            ])
    }

    @Test func clicksAreNoSpeech() { #expect(marks("VV..V.VV......").isEmpty) }

    @Test func shorterPausesAreWithinSpeech() {
        #expect(marks("VVV....VVV....VV") == [.started(at: .zero)])
        #expect(marks("VVV.....").last == .stopped(lastVoiced: .milliseconds(60), decided: .milliseconds(160)))
    }

    @Test func theDecisionFallsIntoTheStretchThatCompletesTheSilence() {
        var endpointer = Endpointer(silence: .milliseconds(500))
        for _ in 0..<10 { _ = endpointer.take(.milliseconds(20), isVoiced: true) }
        let decisions = (1...30).filter { _ in endpointer.take(.milliseconds(20), isVoiced: false) != nil }
        #expect(decisions == [25])
    }

    @Test func nothingIsReportedWhereTurnsAreTheClients() {
        var endpointer = Endpointer(silence: nil)
        #expect((0..<50).allSatisfy { _ in endpointer.take(.milliseconds(20), isVoiced: true) == nil })
        #expect(endpointer.position == .seconds(1))
    }
}
