/// Why a channel ended or never began, in FreeSWITCH's names (ITU-T Q.850 and a few of its own).
public struct HangupCause: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    public static let normalClearing = HangupCause("NORMAL_CLEARING")
    public static let originatorCancel = HangupCause("ORIGINATOR_CANCEL")
    public static let noAnswer = HangupCause("NO_ANSWER")
    public static let userBusy = HangupCause("USER_BUSY")
    public static let callRejected = HangupCause("CALL_REJECTED")
    public static let userNotRegistered = HangupCause("USER_NOT_REGISTERED")
    public static let subscriberAbsent = HangupCause("SUBSCRIBER_ABSENT")
    public static let noRouteDestination = HangupCause("NO_ROUTE_DESTINATION")
    public static let unallocatedNumber = HangupCause("UNALLOCATED_NUMBER")
    public static let loseRace = HangupCause("LOSE_RACE")

    /// Did somebody simply put the receiver down?
    public var isOrdinary: Bool { self == .normalClearing || self == .originatorCancel }
}
