import CallControl

/// What becomes of a call whose gateway died.
public struct OrphanPolicy: Sendable {
    /// Its ticket; `nil`: it gets none.
    public var ticket: @Sendable (JournaledCall) -> TicketDraft?
    /// It has been settled: with a ticket, or without.
    public var settled: @Sendable (JournaledCall, _ ticket: TicketDraft?) -> Void

    public init(
        ticket: @escaping @Sendable (JournaledCall) -> TicketDraft? = { $0.makesTicket ? $0.ticket : nil },
        settled: @escaping @Sendable (JournaledCall, TicketDraft?) -> Void = { _, _ in }
    ) {
        self.ticket = ticket
        self.settled = settled
    }
}
