import Testing

@testable import Comparison

@Suite struct DistributionTests {
    @Test(arguments: [
        (0, [] as [String]), (1, ["p50"]), (9, ["p50"]), (10, ["p50", "p90"]), (19, ["p50", "p90"]), (20, ["p50", "p90", "p95"]),
        (100, ["p50", "p90", "p95", "p99"]),
    ])
    func aPercentileNeedsItsValues(count: Int, expected: [String]) {
        let distribution = Distribution((0..<count).map(Double.init), calls: 1)
        let all = [("p50", distribution.p50), ("p90", distribution.p90), ("p95", distribution.p95), ("p99", distribution.p99)]
        #expect(all.filter { $0.1 != nil }.map { $0.0 } == expected)
        #expect(distribution.count == count)
    }

    @Test func theFiguresAreThoseOfTheValues() {
        let distribution = Distribution((1...100).map(Double.init), calls: 7)
        #expect(distribution.p50 == 50 && distribution.p90 == 90 && distribution.p95 == 95 && distribution.p99 == 99 && distribution.max == 100)
        #expect(abs((distribution.mean ?? 0) - 50.5) < 1e-9)
        #expect(distribution.calls == 7)
    }
}
