import Synchronization

/// Numbers the connections of all loops, from 1.
final class ConnectionCounter: Sendable {
    private let last = Atomic<Int>(0)

    func next() -> Int { last.add(1, ordering: .relaxed).newValue }
    var count: Int { last.load(ordering: .relaxed) }
}
