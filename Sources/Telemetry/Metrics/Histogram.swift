import Locking

/// How often spans fell below each of a set of bounds, as Prometheus counts, and their quantiles. For events of turns and calls, not
/// of frames: recording takes an uncontended lock, some 20 ns.
public final class Histogram: Sendable {
    struct Counts {
        /// Not cumulative; those above the last bound are in `spans.count` only.
        var buckets: [Int]
        /// In seconds.
        var sum = 0.0
        var spans = LogLinearHistogram()
        var count: Int { spans.count }
    }

    /// Upper bounds in seconds, ascending.
    public let bounds: [Double]
    private let counts: Locked<Counts>

    public init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "A histogram's bounds must ascend.")
        self.bounds = bounds
        counts = Locked(Counts(buckets: Array(repeating: 0, count: bounds.count)))
    }

    /// What is no finite number, or negative, counts as 0.
    public func record(seconds: Double) {
        let span = seconds.isFinite ? max(0, seconds) : 0
        counts.withLock { counts in
            if let bucket = bounds.firstIndex(where: { span <= $0 }) { counts.buckets[bucket] += 1 }
            counts.sum += span
            counts.spans.record(microseconds: Int(min(span * 1_000_000, 1e15).rounded()))
        }
    }

    var snapshot: Counts { counts.withLock { $0 } }
    public var count: Int { snapshot.count }
    /// All spans so far, to merge and to ask for quantiles.
    public var spans: LogLinearHistogram { snapshot.spans }
}
