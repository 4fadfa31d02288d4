import Testing

@testable import Comparison

@Suite struct TurnPairsTests {
    private func pairs(_ base: [MeasuredCall], _ other: [MeasuredCall]) -> TurnPairs {
        TurnPairs(SpanSample(base, .voiceToVoice), SpanSample(other, .voiceToVoice))
    }

    private func shift(_ base: [MeasuredCall], _ other: [MeasuredCall]) -> Double? {
        pairs(base, other).shift(CallDraws(count: base.count).draws, CallDraws(count: other.count).draws)
    }

    @Test func onlyTurnsOfTheSameScenarioAndNumberAreCompared() {
        let base = [Samples.call("1", "a", scenario: "short", [100, 900]), Samples.call("2", "a", scenario: "long", [2_000])]
        let other = [Samples.call("3", "b", scenario: "short", [110, 910, 5_000]), Samples.call("4", "b", scenario: "third", [9_000])]
        #expect(shift(base, other) == 10)
        #expect(pairs(base, other).turns == (2, 2))
    }

    @Test func withoutACommonCellThereIsNone() {
        let (base, other) = ([Samples.call("1", "a", scenario: "short", [100])], [Samples.call("2", "b", scenario: "long", [100])])
        #expect(pairs(base, other).isEmpty)
        #expect(shift(base, other) == nil)
    }

    /// Hodges and Lehmann's example size by hand: differences 3−1, 3−2, 8−1, 8−2 → 1, 2, 6, 7; the lower middle.
    @Test func itIsTheMedianOfAllDifferences() {
        let base = [1.0, 2].map { Samples.call("\($0)", "a", [$0]) }
        let other = [3.0, 8].map { Samples.call("\($0)", "b", [$0]) }
        #expect(shift(base, other) == 2)
    }

    @Test func whatWasAskedDoesNotAddToTheSpread() {
        // b gets the slow scenario more often, and is 20 ms faster in each.
        func calls(_ arm: String, slow: Int, _ shift: Double) -> [MeasuredCall] {
            (0..<60).map { index in
                let isSlow = index < slow
                return Samples.call("\(arm)\(index)", arm, scenario: isSlow ? "slow" : "quick", [(isSlow ? 1_500 : 500) + Double(index % 10) + shift])
            }
        }
        #expect(shift(calls("a", slow: 20, 0), calls("b", slow: 40, -20)) == -20)
    }

    @Test func driftDoesNotAddToTheSpread() throws {
        // Interleaved, while everything becomes slower by a second.
        func calls(_ arm: String, _ shift: Double) -> [MeasuredCall] {
            (0..<160).map { Samples.call("\(arm)\($0)", arm, started: Double($0), [500 + Double($0) * 6 + shift]) }
        }
        var generator = Xoshiro256(seed: 1)
        let comparison = SpanComparison(base: calls("a", 0), other: calls("b", 40), span: .voiceToVoice, using: &generator)
        let found = comparison.differences([.shift, .median], resamples: 300, using: &generator)
        #expect(found[0].isClaimed)
        #expect(!found[1].isClaimed)
    }

    @Test func aCallThatIsNotDrawnDoesNotCount() {
        let base = [Samples.call("1", "a", [100])]
        let other = [Samples.call("2", "b", [110]), Samples.call("3", "b", [500])]
        #expect(pairs(base, other).shift([1], [2, 0]) == 10)
        #expect(pairs(base, other).shift([1], [0, 2]) == 400)
        #expect(pairs(base, other).shift([0], [1, 1]) == nil)
    }

    @Test func liveTrafficOfOneCellStaysSmall() {
        let many = { (arm: String) in (0..<4_000).map { Samples.call("\(arm)\($0)", arm, started: Double($0), [500 + Double($0 % 97)]) } }
        // 16 partners each: 64,000 pairs, not 16 million.
        #expect(pairs(many("a"), many("b")).turns == (4_000, 4_000))
        #expect(pairs(many("a"), many("b")).count == 64_000)
    }
}
