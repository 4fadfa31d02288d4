import Testing

@testable import Comparison

@Suite struct SpanComparisonTests {
    private func differences(_ base: [MeasuredCall], _ other: [MeasuredCall], resamples: Int = 200) -> [Difference] {
        var generator = Xoshiro256(seed: 3)
        return SpanComparison(base: base, other: other, span: .voiceToVoice, using: &generator).differences(resamples: resamples, using: &generator)
    }

    private func calls(_ shift: Double, count: Int = 60) -> [MeasuredCall] { Samples.run([("a", shift)], calls: count).calls }

    @Test func aConstantShiftIsFoundInEveryMeasure() throws {
        let found = differences(calls(0), calls(30))
        #expect(found.map(\.measure) == Measure.allCases)
        for difference in found {
            // Ties are spread by up to half the gap of 1 ms.
            #expect(abs(difference.estimate - 30) < 1.5, "\(difference)")
            #expect(difference.interval.contains(difference.estimate), "\(difference)")
            #expect(difference.calls == [60, 60])
        }
        #expect(found.prefix(3).allSatisfy { $0.isClaimed })
    }

    @Test func theSameSeedGivesTheSameFigures() { #expect(differences(calls(0), calls(5)) == differences(calls(0), calls(5))) }

    @Test func equalValuesDifferByNothing() {
        let one = (0..<40).map { Samples.call("\($0)", "a", [600, 600]) }
        for difference in differences(one, one) {
            #expect(difference.estimate == 0)
            #expect(difference.interval == Interval(lower: 0, upper: 0))
            #expect(!difference.isClaimed)
        }
    }

    @Test func oneCallIsNotEnoughForAnInterval() {
        #expect(differences([Samples.call("1", "a", [600, 610])], calls(0)).isEmpty)
        #expect(differences([], []).isEmpty)
        #expect(differences([], calls(0)).isEmpty)
    }

    @Test func fewCallsClaimNothing() { #expect(differences(calls(0, count: 29), calls(300, count: 29)).allSatisfy { !$0.isClaimed && !$0.isEnough }) }

    @Test func onlyPlainAnswersCount() {
        let tainted = calls(0).map { call in
            var call = call
            call.turns[0].outcome = .interrupted
            call.turns[1].spans[.voiceToVoice] = call.id == "a-0" ? .nan : call.turns[1].spans[.voiceToVoice]
            return call
        }
        #expect(differences(tainted, tainted).first?.turns == [59, 59])
        #expect(differences(tainted, tainted).first?.calls == [59, 59])
    }

    @Test func hugeValuesStayFinite() {
        let huge = (0..<40).map { Samples.call("\($0)", "a", [1e300 * Double($0 + 1), -1e300]) }
        for difference in differences(huge, calls(0)) { #expect(difference.interval.lower <= difference.interval.upper) }
    }

    @Test func turnsThatClusterInCallsWidenTheInterval() throws {
        // The same values, once dealt out to calls and once held together by them.
        let values = (0..<240).map { 500 + Double($0) }
        let together = (0..<60).map { index in Samples.call("\(index)", "a", (0..<4).map { values[index * 4 + $0] }) }
        let dealt = (0..<60).map { index in Samples.call("\(index)", "a", (0..<4).map { values[$0 * 60 + index] }) }
        let mean = { (calls: [MeasuredCall]) in differences(calls, calls).first { $0.measure == .mean }?.interval.halfWidth }
        let (wide, narrow) = (try #require(mean(together)), try #require(mean(dealt)))
        #expect(wide > 1.5 * narrow)
    }
}
