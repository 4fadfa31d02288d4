@testable import CallControl
import Testing

@Suite struct UplinkTimelineTests {
    private let start = Instant(nanoseconds: 0)
    private func ms(_ value: Int) -> Duration { .milliseconds(value) }

    @Test func theEarliestArrivalFixesTheLine() {
        var timeline = UplinkTimeline()
        timeline.observe(end: ms(20), at: start + ms(60))
        #expect(timeline.instant(of: ms(20)) == start + ms(60))
        timeline.observe(end: ms(40), at: start + ms(60))
        #expect(timeline.instant(of: ms(20)) == start + ms(40))
    }

    @Test func aFrameHeldUpMovesNothing() {
        var timeline = UplinkTimeline()
        for frame in 1...50 { timeline.observe(end: ms(20 * frame), at: start + ms(20 * frame)) }
        for frame in 51...70 { timeline.observe(end: ms(20 * frame), at: start + ms(1_420)) }
        for frame in 71...80 { timeline.observe(end: ms(20 * frame), at: start + ms(20 * frame)) }
        #expect(timeline.instant(of: ms(1_000)) == start + ms(1_000))
        #expect(timeline.instant(of: ms(1_600)) == start + ms(1_600))
    }

    @Test func afterAPauseBothPartsKeepTheirMoments() throws {
        var timeline = UplinkTimeline()
        for frame in 1...50 { timeline.observe(end: ms(20 * frame), at: start + ms(20 * frame)) }
        for frame in 51...70 { timeline.observe(end: ms(20 * frame), at: start + ms(20 * frame + 5_000)) }
        #expect(timeline.instant(of: ms(900)) == start + ms(900))
        #expect(timeline.instant(of: ms(1_020)) == start + ms(6_020))
    }

    @Test func followsASlowSender() throws {
        var timeline = UplinkTimeline()
        // 100 ppm slow: after ten minutes 60 ms late.
        for frame in 1...30_000 { timeline.observe(end: ms(20 * frame), at: start + .nanoseconds(Int64(frame) * 20_002_000)) }
        let instant = try #require(timeline.instant(of: .seconds(600)))
        #expect(instant == start + .nanoseconds(30_000 * 20_002_000))
    }

    @Test func isEmptyAfterARestart() {
        var timeline = UplinkTimeline()
        timeline.observe(end: ms(20), at: start)
        timeline.restart()
        #expect(timeline.instant(of: .zero) == nil)
    }
}
