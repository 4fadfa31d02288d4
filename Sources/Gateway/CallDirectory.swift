import CallControl
import Synchronization

/// Which loop a live call belongs to, for the whole process: a stream that is restarted may be accepted by another loop.
final class CallDirectory: Sendable {
    private let homes = Mutex<[CallID: Int]>([:])

    /// The loop that has this call, or, if none has, this one from now on.
    /// - Returns: `nil` when the call is now ours.
    func claim(_ call: CallID, for loop: Int) -> Int? {
        homes.withLock { homes in
            if let home = homes[call] { return home == loop ? nil : home }
            homes[call] = loop
            return nil
        }
    }

    func release(_ call: CallID, from loop: Int) {
        homes.withLock { homes in if homes[call] == loop { homes[call] = nil } }
    }

    var count: Int { homes.withLock { $0.count } }
}
