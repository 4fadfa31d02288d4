import Dispatch
import Locking
import Testing

@testable import Transport

/// Hands values from a loop's thread to the test's, which waits for them with a deadline.
final class Mailbox<Value: Sendable>: Sendable {
    struct Late: Error, CustomStringConvertible {
        var description: String
    }

    private let values = Locked<[Value]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func post(_ value: Value) {
        values.withLock { $0.append(value) }
        arrived.signal()
    }

    /// The next value; throws if none comes in time.
    func next(within seconds: Double = 10) throws -> Value {
        guard arrived.wait(timeout: .now() + seconds) == .success else { throw Late(description: "nothing came for \(seconds) s") }
        return values.withLock { $0.removeFirst() }
    }

    func next(_ count: Int, within seconds: Double = 20) throws -> [Value] { try (0..<count).map { _ in try next(within: seconds) } }

    /// What is there now.
    var isEmpty: Bool { values.withLock { $0.isEmpty } }
}
