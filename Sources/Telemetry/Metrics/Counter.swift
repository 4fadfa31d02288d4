import Synchronization

/// A number that only grows. A few nanoseconds to increment, from any thread.
public final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    /// How many of what is counted make one of the metric's unit.
    let parts: Int

    public init(parts: Int = 1) { self.parts = parts }

    public func increment(by amount: Int = 1) { value.add(amount, ordering: .relaxed) }
    public var current: Int { value.load(ordering: .relaxed) }
}
