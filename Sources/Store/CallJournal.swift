import CallControl

/// Calls as they go on, so that one whose gateway dies is not forgotten. Calls block: they belong on the store's own thread.
public protocol CallJournal: Sendable {
    /// - Parameter ticket: what would be sent if nothing more came.
    func begin(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure)
    func append(_ line: TicketDraft.Line, to call: CallID) throws(StoreFailure)
    /// The call ended as it should: its journal is no longer needed.
    func end(_ call: CallID) throws(StoreFailure)
    /// Calls that began before this moment and never ended, with all that was written of them.
    func unfinished(before: Int64) throws(StoreFailure) -> [TicketDraft]
}
