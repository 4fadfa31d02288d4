import CallControl

/// Tickets that are written down until the desk has them. Calls block: they belong on the store's own thread.
public protocol Outbox: Sendable {
    /// Returns once the entry is on the disk.
    /// - Returns: the entry; of a call that has one already, the earlier.
    func add(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure) -> OutboxEntry

    /// Pending entries that are due and that nobody else is at work on, those that were never tried first; they are this gateway's until
    /// `until`, and due again then. Entries that can't be read are returned once, as failed, which they are from then on.
    func take(at now: Int64, until: Int64, most: Int) throws(StoreFailure) -> [OutboxEntry]

    /// When `take` will next find something; `nil`: nothing is pending.
    func nextDue() throws(StoreFailure) -> Int64?

    func record(_ id: Int64, _ result: DeliveryResult) throws(StoreFailure)

    func summary() throws(StoreFailure) -> OutboxSummary

    /// Newest first.
    func list(_ states: Set<OutboxEntry.State>, most: Int) throws(StoreFailure) -> [OutboxEntry]
    func entry(ofCall call: CallID) throws(StoreFailure) -> OutboxEntry?

    /// Makes an undelivered entry due now.
    /// - Parameter companyID: the desk's tenant from now on; `nil`: as it is.
    func retry(_ id: Int64, companyID: Int?, at now: Int64) throws(StoreFailure) -> Bool
    /// Forgets an entry, whatever its state.
    func drop(_ id: Int64) throws(StoreFailure) -> Bool
    /// Forgets what the desk has had since before `time`, and gateways that left nothing behind.
    func prune(deliveredBefore time: Int64) throws(StoreFailure)
}
