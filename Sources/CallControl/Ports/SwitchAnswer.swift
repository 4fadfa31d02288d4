/// What FreeSWITCH, or the way to it, answers to a `SwitchRequest`.
public enum SwitchAnswer: Equatable, Sendable {
    /// It says that it was done, which is not always so.
    case accepted
    /// `-ERR` and its words.
    case failed(String)
    /// This leg was picked up and waits.
    case answered(ChannelID)
    /// No leg was.
    case hungUp(HangupCause)
    case presence(Presence)
    case exists(Bool)
    /// A command's own description of its arguments.
    case usage(String)
    case registrations([Extension])
    /// It was not even asked, or did not answer.
    case unavailable(Unavailability)

    public enum Presence: String, Equatable, Sendable {
        case registered, notRegistered
        /// It answered something else.
        case unknown
    }
}

/// Why there is no answer.
public enum Unavailability: Error, Equatable, Sendable, CustomStringConvertible {
    /// No connection to the event socket, and since when it fails.
    case down(String)
    /// No answer before the deadline.
    case timedOut
    /// A value can't be put into a command; `place` names it.
    case refused(place: String, problem: String)
    /// Too many requests wait for their answers.
    case overloaded

    public var description: String {
        switch self {
        case .down(let reason): "the event socket is down: \(reason)"
        case .timedOut: "no answer in time"
        case .refused(let place, let problem): "\(place) \(problem)"
        case .overloaded: "too many requests are under way"
        }
    }
}
