import Synchronization

/// A number that only grows. A few nanoseconds to increment, from any thread.
public final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    public init() {}
    public func increment(by amount: Int = 1) { value.add(amount, ordering: .relaxed) }
    public var current: Int { value.load(ordering: .relaxed) }
}

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let value = Atomic<Int>(0)
    public init() {}
    public func increment() { value.add(1, ordering: .relaxed) }
    public func decrement() { value.subtract(1, ordering: .relaxed) }
    public func set(_ new: Int) { value.store(new, ordering: .relaxed) }
    public var current: Int { value.load(ordering: .relaxed) }
}

/// How often spans fell below each of a set of bounds, as Prometheus' histograms count. For events of turns and calls, not of frames.
public final class Histogram: Sendable {
    struct Counts {
        var buckets: [Int]
        var sum = 0.0
        var count = 0
    }

    /// Upper bounds in seconds, ascending.
    public let bounds: [Double]
    private let counts: Mutex<Counts>

    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count)))
    }

    public func record(seconds: Double) {
        counts.withLock { counts in
            if let bucket = bounds.firstIndex(where: { seconds <= $0 }) { counts.buckets[bucket] += 1 }
            counts.sum += seconds
            counts.count += 1
        }
    }

    var snapshot: Counts { counts.withLock { $0 } }
    public var count: Int { snapshot.count }
}
