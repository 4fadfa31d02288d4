import CallControl
import Testing

@testable import Gateway

@Suite struct LatencyHistoryTests {
    /// 2026-11-26 00:00 UTC.
    private static let midnight = 1_795_651_200

    @Test func percentilesAreThoseOfTheTurnsOfTheirTime() throws {
        let history = LatencyHistory()
        for minute in 0..<120 {
            for value in 1...100 {
                let latency = Duration.milliseconds(minute < 60 ? 400 + value : 800 + value)
                history.add(latency, provider: "a", arm: "", at: Self.midnight + minute * 60 + value % 60)
            }
        }
        history.add(.milliseconds(300), provider: "b", arm: "speed/fast", at: Self.midnight + 119 * 60)
        let now = Self.midnight + 119 * 60 + 30
        let hour = history.series(hours: 1, minutes: 1, at: now)
        #expect(hour.map(\.provider) == ["a", "b"] && hour[1].arm == "speed/fast")
        #expect(hour[0].points.count == 61 && hour[0].points.allSatisfy { $0.count == 100 })
        let last = try #require(hour[0].points.last)
        #expect(last.at == Self.midnight + 119 * 60 && abs(last.median - 850) < 850 * 0.08 && abs(last.p95 - 895) < 895 * 0.08, "\(last)")
        let day = history.series(hours: 24, minutes: 15, at: now)
        #expect(day[0].points.map(\.count) == Array(repeating: 1_500, count: 8))
        #expect(abs(day[0].points[0].median - 450) < 450 * 0.08)
        #expect(abs(hour[1].points[0].median - 300) < 300 * 0.08)
    }

    @Test func aDayIsKeptAndNoMore() {
        let history = LatencyHistory()
        for minute in 0..<3_000 { history.add(.seconds(1), provider: "a", arm: "", at: Self.midnight + minute * 60) }
        let points = history.series(hours: 24 * 30, minutes: 60, at: Self.midnight + 3_000 * 60).first?.points ?? []
        #expect(points.reduce(0) { $0 + $1.count } == 1_440)
    }

    @Test func theSeriesAreBoundedAndExtremesAreKept() {
        let history = LatencyHistory()
        for number in 0..<1_000 { history.add(.seconds(number == 0 ? 3_600 : 0), provider: "p\(number)", arm: "", at: Self.midnight) }
        let series = history.series(hours: 1, minutes: 1, at: Self.midnight)
        #expect(series.count == 64 && series.allSatisfy { $0.points[0].count == 1 })
    }
}
