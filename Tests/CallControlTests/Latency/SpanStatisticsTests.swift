import CallControl
import Testing
import TestSupport

@Suite struct SpanStatisticsTests {
    @Test(arguments: 0..<8, [0.5, 0.9, 0.99])
    func percentilesAreWithinAFactorOfRootTwo(_ seed: Int, _ fraction: Double) {
        var random = SeededGenerator(seed: UInt64(seed))
        var statistics = SpanStatistics()
        let spans = (0..<1_000).map { _ in Int64.random(in: 1_000...(Int64(1) << Int.random(in: 11...33, using: &random)), using: &random) }
        for span in spans { statistics.record(nanoseconds: span) }
        let exact = Double(spans.sorted()[Int((1_000 * fraction).rounded(.up)) - 1])
        let told = Double(statistics.percentile(fraction).inNanoseconds)
        #expect(told >= exact * 0.999 && told <= exact * 1.4150)
    }

    @Test func meanAndMaximumAreExact() {
        var statistics = SpanStatistics()
        for milliseconds in [1, 2, 9] { statistics.record(nanoseconds: Int64(milliseconds) * 1_000_000) }
        #expect(statistics.mean == .milliseconds(4) && statistics.maximum == .milliseconds(9) && statistics.count == 3)
    }

    @Test(arguments: [-5, 0, 1, 1_000, 1_001, 741_000_000, 1_048_577_000, 2_000_000_000, 60_000_000_000, Int64.max / 2] as [Int64])
    func everySpanFindsABucket(_ nanoseconds: Int64) {
        var statistics = SpanStatistics()
        statistics.record(nanoseconds: nanoseconds)
        #expect(statistics.percentile(1) == .nanoseconds(max(0, nanoseconds)))
    }

    @Test func isZeroWhenEmpty() {
        #expect(SpanStatistics().percentile(0.5) == .zero && SpanStatistics().mean == .zero)
    }
}
