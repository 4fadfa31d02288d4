/// Count, mean, maximum and approximate percentiles of a span that is measured for every frame; fixed size, no allocation.
public struct SpanStatistics: Sendable {
    /// Bucket `n` holds spans up to 2^(n/2) microseconds; the last holds everything longer (than 8.4 s).
    private var buckets = InlineArray<48, UInt32>(repeating: 0)
    public private(set) var count = 0
    private var sum: Int64 = 0
    private var longest: Int64 = 0

    public init() {}

    public mutating func record(nanoseconds: Int64) {
        let span = max(0, nanoseconds)
        count += 1
        sum += span
        longest = max(longest, span)
        buckets[Self.bucket(span)] += 1
    }

    public var mean: Duration { count == 0 ? .zero : .nanoseconds(sum / Int64(count)) }
    public var maximum: Duration { .nanoseconds(longest) }

    /// The upper edge of the bucket in which the fraction is reached, at most the maximum; within a factor of √2.
    public func percentile(_ fraction: Double) -> Duration {
        let wanted = Int((Double(count) * fraction).rounded(.up))
        var seen = 0
        for index in 0..<Self.last {
            seen += Int(buckets[index])
            if seen >= wanted, seen > 0 { return min(.nanoseconds(Self.upperEdge(index)), maximum) }
        }
        return maximum
    }

    private static let last = 47

    private static func upperEdge(_ index: Int) -> Int64 {
        let whole = Int64(1_000) << Int64(index / 2)
        return index % 2 == 0 ? whole : whole * 1_414 / 1_000
    }

    private static func bucket(_ nanoseconds: Int64) -> Int {
        guard nanoseconds > 1_000 else { return 0 }
        let octave = Int64.bitWidth - 1 - ((nanoseconds - 1) / 1_000).leadingZeroBitCount
        var index = min(last, max(0, octave * 2))
        while index < last, upperEdge(index) < nanoseconds { index += 1 }
        return index
    }
}
