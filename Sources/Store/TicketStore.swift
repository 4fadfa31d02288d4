/// A database that keeps tickets and calls.
public typealias TicketStore = Outbox & CallJournal
