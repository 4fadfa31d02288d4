import Testing

@testable import Comparison

@Suite struct TieTests {
    private func framed(_ arm: String, _ shift: Double) -> [MeasuredCall] {
        (0..<80).map { index in Samples.call("\(arm)\(index)", arm, [((500 + Double(index * 7 % 80) + shift) / 20).rounded() * 20]) }
    }

    @Test func theGridIsFound() {
        #expect(SpanSample.tieGap(SpanSample(framed("a", 0), .voiceToVoice), SpanSample(framed("b", 0), .voiceToVoice)) == 20)
    }

    @Test func valuesWithoutTiesHaveNone() {
        let calls = (0..<50).map { Samples.call("\($0)", "a", [500 + Double($0) * 1.37]) }
        #expect(SpanSample.tieGap(SpanSample(calls, .voiceToVoice)) == 0)
        #expect(SpanSample.tieGap(SpanSample([Samples.call("1", "a", [5, 5, 5])], .voiceToVoice)) == 0)
        #expect(SpanSample.tieGap(SpanSample([], .voiceToVoice)) == 0)
    }

    @Test func scriptedDelaysAreLeftAlone() throws {
        let calls = { (arm: String, shift: Double) in (0..<40).map { Samples.call("\(arm)\($0)", arm, [400 + shift, 900 + shift, 1_500 + shift]) } }
        var generator = Xoshiro256(seed: 2)
        let comparison = SpanComparison(base: calls("a", 0), other: calls("b", 30), span: .voiceToVoice, using: &generator)
        for difference in comparison.differences(resamples: 100, using: &generator) {
            #expect(difference.estimate == 30 && difference.interval == Interval(lower: 30, upper: 30) && difference.isClaimed, "\(difference)")
        }
    }

    /// Rounded to 20 ms frames, a shift of 10 ms is half a frame: without spreading, medians could only differ by 0 or 20.
    @Test func aShiftWithinAFrameIsEstimated() throws {
        var generator = Xoshiro256(seed: 2)
        let comparison = SpanComparison(base: framed("a", 0), other: framed("b", 10), span: .voiceToVoice, using: &generator)
        let shift = try #require(comparison.differences([.shift], resamples: 200, using: &generator).first)
        #expect(abs(shift.estimate - 10) < 4, "\(shift)")
        #expect(shift.interval.contains(10))
    }
}
