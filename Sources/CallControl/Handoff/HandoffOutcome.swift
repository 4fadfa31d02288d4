/// How a handoff ended, as the metric names it.
public enum HandoffOutcome: String, CaseIterable, Codable, Sendable {
    /// Caller and attendant talk.
    case transferred
    /// The desk has the ticket.
    case ticketCreated = "ticket_created"
    /// The ticket is kept, and will be delivered.
    case queued
    /// Nothing could be done or noted.
    case failed
    /// Nobody could be reached and the secretary makes no tickets.
    case declined
}
