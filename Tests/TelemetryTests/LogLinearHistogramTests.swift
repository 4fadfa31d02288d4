import Testing

@testable import Telemetry

@Suite struct LogLinearHistogramTests {
    @Test func anEmptyOneKnowsNothing() {
        let histogram = LogLinearHistogram()
        #expect(histogram.count == 0)
        #expect(histogram.mean == nil && histogram.minimum == nil && histogram.maximum == nil && histogram.quantile(0.5) == nil)
    }

    @Test func bucketsFollowEachOtherWithoutGapsAndStayWithinTheirWidth() {
        var last = -1
        let spans = Array(0...10_000) + (14...31).flatMap { [(1 << $0) - 1, 1 << $0, (1 << $0) + 1] } + [LogLinearHistogram.longest]
        for span in spans {
            let index = LogLinearHistogram.index(of: span)
            #expect(index >= last && index < LogLinearHistogram.bucketCount)
            if span <= 10_000 { #expect(index - last <= 1) }
            last = index
            let middle = LogLinearHistogram.middle(of: index)
            #expect(span < 128 ? middle == span : Double(abs(middle - span)) <= Double(span) / 64, "\(span) is shown as \(middle)")
        }
        #expect(last == LogLinearHistogram.bucketCount - 1)
    }

    @Test(arguments: [0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0]) func quantilesAreThoseOfTheSortedSpans(_ share: Double) throws {
        var histogram = LogLinearHistogram()
        // Spread over five decades, in no order.
        let spans = (0..<10_000).map { ($0 * 7_919 % 10_000) * ($0 * 7_919 % 10_000) / 10 + 3 }
        for span in spans { histogram.record(microseconds: span) }
        let exact = spans.sorted()[max(0, Int((share * 10_000).rounded(.up)) - 1)]
        let shown = try #require(histogram.quantile(share))
        #expect(abs(Double(shown - exact)) <= Double(exact) / 64 + 1)
        #expect(histogram.mean == Double(spans.reduce(0, +)) / 10_000)
        #expect(histogram.minimum == spans.min() && histogram.maximum == spans.max())
    }

    @Test func quantilesNeverLeaveTheRangeOfWhatWasRecorded() {
        var histogram = LogLinearHistogram()
        histogram.record(.milliseconds(724))
        for share in [-1.0, 0, 0.5, 1, 2] { #expect(histogram.quantile(share) == 724_000) }
        #expect(histogram.quantile(.nan) == nil)
    }

    @Test func spansOutOfRangeCountAtItsEnds() {
        var histogram = LogLinearHistogram()
        histogram.record(microseconds: -5)
        histogram.record(microseconds: .max)
        histogram.record(.seconds(1 << 40))
        #expect(histogram.minimum == 0)
        #expect(histogram.maximum == LogLinearHistogram.longest)
        #expect(histogram.count == 3)
    }

    @Test func mergedIsAsIfRecordedTogether() {
        var (left, right, both) = (LogLinearHistogram(), LogLinearHistogram(), LogLinearHistogram())
        for span in 0..<2_000 {
            if span % 3 == 0 { left.record(microseconds: span * 17) } else { right.record(microseconds: span * 17) }
            both.record(microseconds: span * 17)
        }
        left.merge(right)
        #expect(left == both)
        left.merge(LogLinearHistogram())
        #expect(left == both)
    }
}
