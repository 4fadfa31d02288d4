/// Where people's work is kept: tells who can answer, and takes tickets. Both calls return at once; `completion` comes on a thread
/// of the desk's own, exactly once, within the desk's time limits.
public protocol Desk: Sendable {
    func attendants(_ query: AttendantsQuery, completion: @escaping @Sendable (AgentsOnline) -> Void)

    /// Gives the ticket once; whoever keeps it decides when to give it again.
    func deliver(_ ticket: TicketDraft, completion: @escaping @Sendable (TicketDelivery) -> Void)
}

/// How giving a ticket went.
public enum TicketDelivery: Equatable, Sendable {
    /// The desk has it, from now or from before.
    case delivered(TicketReceipt)
    /// Give it again soon, with growing pauses.
    case retry(DeskFailure)
    /// Give it again, but slowly: somebody has to mend something first.
    case slow(DeskFailure)
    /// The desk will never take it as it is: keep it and raise the alarm.
    case rejected(DeskFailure)

    public var failure: DeskFailure? {
        switch self {
        case .delivered: nil
        case .retry(let failure), .slow(let failure), .rejected(let failure): failure
        }
    }
}
