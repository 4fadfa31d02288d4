import Dispatch
import Locking

/// A text that another thread will bring.
final class LockedText: Sendable {
    private let text = Locked("")
    private let isThere = DispatchSemaphore(value: 0)

    func set(_ new: String) {
        text.withLock { $0 = new }
        isThere.signal()
    }

    func wait() -> String {
        isThere.wait()
        return text.withLock { $0 }
    }
}
