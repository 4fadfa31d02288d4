/// How a transfer ended.
public enum TransferOutcome: Equatable, Sendable {
    /// Caller and attendant talk; of a blind transfer the attendant's channel may be unknown.
    case transferred(ChannelID?)
    /// It rang.
    case noAnswer(HangupCause)
    case busy
    case rejected(HangupCause)
    /// The telephone is switched off, or its user unknown to the directory.
    case notRegistered
    /// There is no such extension.
    case unallocated(HangupCause)
    /// Any other cause of FreeSWITCH's.
    case failed(HangupCause)
    /// Somebody answered and hung up before the caller was with him.
    case attendantGone(HangupCause)
    case bridgeFailed(String)
    case callerGone
    /// The call wanted it no more.
    case cancelled
    case eventSocketDown(String)
    /// FreeSWITCH did not do its part in time.
    case timedOut(TransferStage)
    /// A value can't be put into a command.
    case refused(place: String, problem: String)
    case overloaded

    public init(unavailable reason: Unavailability, at stage: TransferStage) {
        switch reason {
        case .down(let why): self = .eventSocketDown(why)
        case .timedOut: self = .timedOut(stage)
        case .refused(let place, let problem): self = .refused(place: place, problem: problem)
        case .overloaded: self = .overloaded
        }
    }

    /// What it means that a leg ended with this cause without having been answered.
    public init(unanswered cause: HangupCause) {
        switch cause.rawValue {
        case "NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT", "RECOVERY_ON_TIMER_EXPIRE", "PROGRESS_TIMEOUT": self = .noAnswer(cause)
        case "USER_BUSY": self = .busy
        case "CALL_REJECTED", "DECLINE": self = .rejected(cause)
        case "USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT": self = .notRegistered
        case "UNALLOCATED_NUMBER", "NO_ROUTE_DESTINATION", "INVALID_NUMBER_FORMAT": self = .unallocated(cause)
        default: self = .failed(cause)
        }
    }

    var isEventSocketDown: Bool { if case .eventSocketDown = self { true } else { false } }

    /// For logs and metrics: one word for each way out.
    public enum Kind: String, CaseIterable, Sendable {
        case transferred, busy, rejected, unallocated, failed, cancelled, refused, overloaded
        case noAnswer = "no_answer"
        case notRegistered = "not_registered"
        case attendantGone = "attendant_gone"
        case bridgeFailed = "bridge_failed"
        case callerGone = "caller_gone"
        case eventSocketDown = "event_socket_down"
        case timedOut = "timed_out"
    }

    public var kind: Kind {
        switch self {
        case .transferred: .transferred
        case .noAnswer: .noAnswer
        case .busy: .busy
        case .rejected: .rejected
        case .notRegistered: .notRegistered
        case .unallocated: .unallocated
        case .failed: .failed
        case .attendantGone: .attendantGone
        case .bridgeFailed: .bridgeFailed
        case .callerGone: .callerGone
        case .cancelled: .cancelled
        case .eventSocketDown: .eventSocketDown
        case .timedOut: .timedOut
        case .refused: .refused
        case .overloaded: .overloaded
        }
    }

    public var label: String { kind.rawValue }

    /// FreeSWITCH's cause, for the ticket.
    public var cause: HangupCause? {
        switch self {
        case .noAnswer(let cause), .rejected(let cause), .unallocated(let cause), .failed(let cause), .attendantGone(let cause): cause
        case .busy: .userBusy
        case .notRegistered: .userNotRegistered
        case .transferred, .bridgeFailed, .callerGone, .cancelled, .eventSocketDown, .timedOut, .refused, .overloaded: nil
        }
    }
}

/// The parts of a transfer, in order.
public enum TransferStage: String, Equatable, Sendable { case presence, ringing, stoppingStream, bridging }
