import WireProtocols

/// Where OmniPlay is, what opens it, and how long it may take.
public struct OmniPlaySettings: Equatable, Sendable {
    /// `http://backend:8080`, and the service token.
    public var access: OmniPlayAccess
    /// PEM file of CAs trusted for it.
    public var extraCAFile: String?
    public var connectTimeout: Duration
    /// For the question who is online, its one repetition included.
    public var attendantsTimeout: Duration
    /// For one delivery of a ticket.
    public var ticketTimeout: Duration

    public init(
        access: OmniPlayAccess, extraCAFile: String? = nil, connectTimeout: Duration = .seconds(2), attendantsTimeout: Duration = .seconds(3),
        ticketTimeout: Duration = .seconds(10)
    ) {
        self.access = access
        self.extraCAFile = extraCAFile
        self.connectTimeout = connectTimeout
        self.attendantsTimeout = attendantsTimeout
        self.ticketTimeout = ticketTimeout
    }
}
