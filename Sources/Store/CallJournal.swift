import CallControl

/// Calls as they go on, so that one whose gateway dies is not forgotten. Its functions block: they belong on the office's own thread.
public protocol CallJournal: Sendable {
    /// Writes in one transaction, and says with it that this gateway lives; also without entries.
    func write(_ entries: [JournalEntry], at now: Int64) throws(StoreFailure)

    /// Calls that never ended, of gateways that are gone: with all that was written of them.
    func orphans(at now: Int64) throws(StoreFailure) -> [JournaledCall]

    /// Forgets a call, and puts its ticket, if it gets one, into the outbox: both or neither. A call that has a ticket keeps that one.
    func settle(_ call: CallID, _ ticket: TicketDraft?, at now: Int64) throws(StoreFailure)
}

/// A call as its journal has it.
public struct JournaledCall: Codable, Equatable, Sendable {
    /// What would be sent if nothing more came.
    public var ticket: TicketDraft
    /// Or only a record.
    public var makesTicket: Bool
    /// Unix milliseconds.
    public var startedAt: Int64

    public init(_ ticket: TicketDraft, makesTicket: Bool, startedAt: Int64) {
        self.ticket = ticket
        self.makesTicket = makesTicket
        self.startedAt = startedAt
    }

    /// What is stored of a call. A line that can't be read is left out; a call that can't be read stays where it is, and holds up no other.
    static func read(_ text: String, lines: [String]) -> JournaledCall? {
        guard var call = try? StoredJSON.value(JournaledCall.self, text) else { return nil }
        call.ticket.transcript = lines.compactMap { try? StoredJSON.value(TicketDraft.Line.self, $0) }.sorted { $0.spokenAt < $1.spokenAt }
        return call
    }
}

public enum JournalEntry: Equatable, Sendable {
    /// It began, or more is known of it.
    case call(JournaledCall)
    case line(TicketDraft.Line, CallID)
    /// It ended as it should.
    case end(CallID)
}
