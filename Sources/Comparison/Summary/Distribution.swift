/// The figures of a set of values, with their number beside them.
public struct Distribution: Codable, Equatable, Sendable {
    public var count: Int
    /// Calls that the values are from.
    public var calls: Int
    public var mean: Double?
    public var p50: Double?
    public var p90: Double?
    public var p95: Double?
    public var p99: Double?
    public var max: Double?

    /// Fewer values than 1 ÷ (1 − fraction) have no such percentile: it would be the largest value under another name.
    init(_ values: [Double], calls: Int) {
        let distribution = EmpiricalDistribution(values)
        func percentile(_ fraction: Double, from least: Int) -> Double? { distribution.count < least ? nil : distribution.percentile(fraction) }
        count = distribution.count
        self.calls = calls
        mean = distribution.mean
        p50 = percentile(0.5, from: 1)
        p90 = percentile(0.9, from: 10)
        p95 = percentile(0.95, from: 20)
        p99 = percentile(0.99, from: 100)
        max = distribution.sorted.last
    }
}
