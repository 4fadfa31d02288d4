/// Keeps tickets until the desk has them, through crashes and outages.
public protocol TicketKeeper: Sendable {
    /// Returns at once. `news` comes on a thread of the keeper's: once `.kept` or `.lost`, and after `.kept` once `.delivered` when the
    /// desk has taken it while this process lives. A call has one ticket: keeping it again changes nothing and tells the same news.
    func keep(_ ticket: TicketDraft, news: @escaping @Sendable (Handoff.TicketNews) -> Void)
}
