/// What becomes of calls whose gateway died.
public enum UnfinishedCalls: String, CaseIterable, Equatable, Sendable {
    /// Somebody calls the caller back.
    case ticket
    /// A record says that the call failed.
    case record
}
