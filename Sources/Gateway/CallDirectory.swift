import CallControl
import Locking

/// Which loop a live call belongs to, for the whole process: a stream that is restarted may be accepted by another loop.
final class CallDirectory: Sendable {
    private let homes = Locked<[CallID: Int]>([:])

    enum Claim: Equatable {
        /// The call is now this loop's.
        case claimed
        /// It is this loop's already, but its first stream is not open yet.
        case beingSetUp
        case elsewhere(loop: Int)
    }

    func claim(_ call: CallID, for loop: Int) -> Claim {
        homes.withLock { homes in
            if let home = homes[call] { return home == loop ? .beingSetUp : .elsewhere(loop: home) }
            homes[call] = loop
            return .claimed
        }
    }

    func release(_ call: CallID, from loop: Int) {
        homes.withLock { homes in if homes[call] == loop { homes[call] = nil } }
    }

    func home(of call: CallID) -> Int? { homes.withLock { $0[call] } }

    /// By loop.
    var counts: [Int: Int] { homes.withLock { $0.values.reduce(into: [:]) { $0[$1, default: 0] += 1 } } }

    var count: Int { homes.withLock { $0.count } }
}
