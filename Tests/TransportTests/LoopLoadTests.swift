import Testing

@testable import Transport

/// What a loop tells of its ticks, on a clock of the test's.
@Suite struct LoopLoadTests {
    private let load = LoopLoad()
    private static let start: Int64 = 1_000_000_000_000

    /// On time but for those that are named, by the millisecond since the start.
    private func ticks(_ span: Range<Int64>, late: [Int64: Int64] = [:]) {
        for millisecond in stride(from: span.lowerBound, to: span.upperBound, by: 5) {
            load.ticked(late: (late[millisecond] ?? 0) * 1_000_000, at: Self.start + millisecond * 1_000_000)
        }
    }

    @Test func theWorstIsKeptForAMinuteHoweverOftenItIsAsked() {
        ticks(0..<30_000, late: [10_000: 35])
        #expect(load.worstLateness == .milliseconds(35) && load.worstLateness == .milliseconds(35))
        ticks(30_000..<70_000)
        #expect(load.worstLateness == .milliseconds(35))
        ticks(70_000..<125_000, late: [80_000: 7])
        #expect(load.worstLateness == .milliseconds(7))
        ticks(125_000..<185_000)
        #expect(load.worstLateness == .zero)
    }

    @Test func aStallIsSeenAfterwards() {
        ticks(0..<1_000, late: [500: 3])
        load.ticked(late: 300_000_000_000, at: Self.start + 301_000_000_000)
        #expect(load.worstLateness == .seconds(300))
    }

    @Test func onlyTicksLaterThanAFrameAreCounted() {
        ticks(0..<5_000, late: [100: 20, 200: 21, 300: 4, 400: 90])
        #expect(load.lateTicks == 2)
    }
}
