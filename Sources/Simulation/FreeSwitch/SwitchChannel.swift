import CallControl
import Transport

/// A channel of the emulated FreeSWITCH.
final class SwitchChannel {
    enum State: Equatable {
        case ringing, answered
        case bridged(with: String)
    }
    let uuid: String
    /// Of attendants: whom it rings.
    let number: String?
    var state: State
    var hasStream = false
    var variables: [String: String] = [:]
    /// Whatever was to happen to it.
    var timers: [LoopTimer] = []
    /// Called once with the cause when it ends.
    var whenEnded: ((HangupCause) -> Void)?

    init(_ uuid: String, number: String?, state: State) {
        self.uuid = uuid
        self.number = number
        self.state = state
    }
}
