import CallControl

/// A ticket on its way to the desk. Times are Unix milliseconds.
public struct OutboxEntry: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case pending, delivered
        /// Given up after a week; kept, and to be looked at.
        case failed
    }

    public var id: Int64
    /// One delivery for each: `<call_uuid>:ticket`.
    public var key: String
    public var ticket: TicketDraft
    public var state: State
    public var createdAt: Int64
    public var attempts: Int
    /// Of a pending one: not tried before.
    public var nextAt: Int64
    public var problem: String?
    public var receipt: TicketReceipt?
    public var deliveredAt: Int64?

    static func key(of call: CallID) -> String { "\(call.rawValue):ticket" }

    /// What is stored as the ticket of a call.
    /// - Returns: where it can't be read, a ticket that names the call and nothing else, and what is wrong with it: one such row must not
    ///   hold up the others.
    static func read(_ text: String, of call: String) -> (ticket: TicketDraft, problem: String?) {
        do { return (try StoredJSON.value(TicketDraft.self, text), nil) } catch {
            return (TicketDraft(call: CallID(call), companyID: nil, reason: .userRequest), "the stored ticket can't be read: \(error)")
        }
    }
}

/// What became of an attempt.
public enum DeliveryResult: Equatable, Sendable {
    case delivered(TicketReceipt, at: Int64)
    case again(at: Int64, because: String)
    case givenUp(because: String)
}

/// What waits, for health checks and metrics.
public struct OutboxSummary: Equatable, Sendable {
    public var pending = 0
    public var failed = 0
    /// Creation of the oldest that waits.
    public var oldestPendingAt: Int64?

    public init() {}
}

/// The store could not do what it was asked; in words.
public struct StoreFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String
    /// No room left on the device.
    public var isFull: Bool

    public init(description: String, isFull: Bool = false) {
        self.description = description
        self.isFull = isFull
    }
}
