import Dispatch
import Locking

/// An answer that comes on another thread, and whoever waits for it, for so long.
final class PatientAnswer<Value: Sendable>: Sendable {
    private let box = Locked<Value?>(nil)
    private let came = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
        box.withLock { $0 = value }
        came.signal()
    }

    func wait(_ limit: Duration) -> Value? {
        let (seconds, attoseconds) = limit.components
        _ = came.wait(timeout: .now() + Double(seconds) + Double(attoseconds) / 1e18)
        return box.withLock { $0 }
    }
}
