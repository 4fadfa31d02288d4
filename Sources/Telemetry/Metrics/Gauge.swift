import Synchronization

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let value = Atomic<Int>(0)
    public init() {}
    public func increment() { value.add(1, ordering: .relaxed) }
    public func decrement() { value.subtract(1, ordering: .relaxed) }
    public func set(_ new: Int) { value.store(new, ordering: .relaxed) }
    public var current: Int { value.load(ordering: .relaxed) }
}
