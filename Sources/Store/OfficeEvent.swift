import CallControl

/// What an operator should hear of, told when it is new.
public enum OfficeEvent: Equatable, Sendable {
    /// The store can't be written or read: tickets go to the desk alone, and a crash would lose what calls say.
    case storeFailed(StoreFailure)
    /// It can again.
    case storeRecovered
    /// The desk did not take a ticket, which is tried again; told once for each reason.
    case undelivered(CallID, DeskFailure)
    /// What is stored of it can't be read; it is kept.
    case unreadable(CallID, String)
    /// It won't be tried again by itself.
    case givenUp(CallID, because: DeskFailure)
}
