import Audio
import CallControl
import Testing

@testable import Gateway

/// What becomes a file, and which files are played.
@Suite final class PhraseBufferTests {
    private var buffer = PhraseBuffer(rate: .hz8000)

    private func at(_ milliseconds: Int) -> Instant { Instant(nanoseconds: 0) + .milliseconds(milliseconds) }

    private func append(milliseconds: Int, at time: Int) {
        let samples = [Int16](repeating: 1, count: milliseconds * 8)
        buffer.append(samples.span, at: at(time))
    }

    private func lengths(at time: Int, isOver: Bool = false) -> [Int] {
        var lengths: [Int] = []
        while let phrase = buffer.take(at: at(time), isOver: isOver) { lengths.append(phrase.count / 8) }
        return lengths
    }

    private func isPlayed(at time: Int) -> Bool { buffer.saved(at: at(time)) }

    @Test func theFirstPhraseIsShortAndTheNextAreLong() {
        append(milliseconds: 380, at: 0)
        #expect(lengths(at: 0) == [])
        append(milliseconds: 40, at: 20)
        #expect(lengths(at: 20) == [420])
        append(milliseconds: 1_900, at: 40)
        #expect(lengths(at: 40) == [])
        append(milliseconds: 2_300, at: 60)
        #expect(lengths(at: 60) == [2_000, 2_000])
        #expect(lengths(at: 359) == [])
        #expect(lengths(at: 360) == [200], "nothing more comes")
        append(milliseconds: 400, at: 400)
        #expect(lengths(at: 400) == [400], "the next answer begins short again")
    }

    /// Each file is a seam: a provider that sends every 200 ms must not make one of each piece.
    @Test func aProviderThatSendsAtItsOwnPaceMakesFewFiles() {
        var files: [Int] = []
        for piece in 0..<20 {
            append(milliseconds: 200, at: piece * 200)
            for moment in stride(from: 0, to: 200, by: 20) { files += lengths(at: piece * 200 + moment) }
        }
        files += lengths(at: 4_000, isOver: true)
        #expect(files == [400, 2_000, 1_600])
    }

    @Test func theEndOfAnAnswerWaitsForNothing() {
        append(milliseconds: 100, at: 0)
        #expect(lengths(at: 10) == [] && lengths(at: 20, isOver: true) == [100])
    }

    @Test func aNewStreamOwesNothingToTheOld() {
        append(milliseconds: 400, at: 0)
        #expect(lengths(at: 0) == [400])
        buffer.flush()
        buffer.restart()
        append(milliseconds: 400, at: 100)
        #expect(lengths(at: 100) == [400] && isPlayed(at: 110))
    }

    @Test func filesOfWhatWasFlushedAreNotPlayed() {
        append(milliseconds: 4_100, at: 0)
        #expect(lengths(at: 100, isOver: true) == [2_000, 2_000, 100])
        #expect(isPlayed(at: 110))
        append(milliseconds: 100, at: 120)
        buffer.flush()
        #expect(lengths(at: 500) == [], "it was not sent")
        #expect(!isPlayed(at: 140) && !isPlayed(at: 150))
        append(milliseconds: 500, at: 600)
        #expect(lengths(at: 600) == [500])
        #expect(isPlayed(at: 610))
    }

    /// A file that FreeSWITCH never told of must not silence the answers that follow.
    @Test func aFileThatWasNeverAnnouncedDoesNotShiftTheOthers() {
        append(milliseconds: 400, at: 0)
        #expect(lengths(at: 0) == [400])
        buffer.flush()
        append(milliseconds: 400, at: 1_000)
        #expect(lengths(at: 1_000) == [400])
        #expect(isPlayed(at: 1_010))
        #expect(isPlayed(at: 1_020))
    }
}

/// One press, told twice.
@Suite final class KeyPressesTests {
    private var keys = KeyPresses()

    private func at(_ milliseconds: Int) -> Instant { Instant(nanoseconds: 0) + .milliseconds(milliseconds) }

    private func isNew(_ digit: String, _ source: KeyPresses.Source, at time: Int) -> Bool { keys.isNew(digit, from: source, at: at(time)) }

    @Test func whatBothTellOfIsOnePress() {
        #expect(isNew("5", .stream, at: 0))
        #expect(!isNew("5", .eventSocket, at: 30))
        #expect(isNew("0", .eventSocket, at: 100))
        #expect(!isNew("0", .stream, at: 130))
    }

    @Test func twoPressesStayTwo() {
        #expect(isNew("5", .stream, at: 0))
        #expect(isNew("5", .stream, at: 200))
        #expect(!isNew("5", .eventSocket, at: 210))
        #expect(!isNew("5", .eventSocket, at: 220))
        #expect(isNew("5", .eventSocket, at: 230))
        #expect(isNew("5", .stream, at: 2_000), "long after: another press")
    }
}
