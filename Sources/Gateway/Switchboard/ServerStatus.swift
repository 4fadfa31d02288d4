import WireProtocols

/// How the gateway stands with one FreeSWITCH.
public struct ServerStatus: Equatable, Sendable {
    public var name: String
    public var isUp = false
    /// Why it is not.
    public var problem: String? = "not started"
    /// Requests without an answer yet.
    public var outstanding = 0
    public var counts = EventSocketSession.Counts()
}
