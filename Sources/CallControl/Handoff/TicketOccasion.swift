/// Why a call became a ticket instead of a conversation with an attendant.
public enum TicketOccasion: Equatable, Sendable {
    case nobodyOnline
    case outsideHours
    /// Whether somebody was there could not be found out in time.
    case availabilityUnknown
    /// The attendants' telephones rang, and nobody answered.
    case unanswered
    /// The transfer broke; FreeSWITCH's cause, where it gave one.
    case transferFailed(cause: String?)
    /// The telephone system could not be told to transfer.
    case switchboardDown
    /// The call ended before it was known how it would be handed over: the caller hung up, or the gateway went down.
    case callEnded

    /// For the trail and the log.
    public var label: String {
        switch self {
        case .nobodyOnline: "nobody_online"
        case .outsideHours: "outside_hours"
        case .availabilityUnknown: "availability_unknown"
        case .unanswered: "unanswered"
        case .transferFailed(let cause): cause.map { "transfer_failed (\($0))" } ?? "transfer_failed"
        case .switchboardDown: "switchboard_down"
        case .callEnded: "call_ended"
        }
    }
}
