/// New channels toward an attendant, which wait parked once one of them is answered.
public struct Origination: Equatable, Sendable {
    /// One telephone that rings.
    public struct Leg: Equatable, Sendable {
        /// The uuid that the channel is to have, so that it can be hung up while it rings.
        public var channel: ChannelID
        public var endpoint: DialEndpoint

        public init(_ channel: ChannelID, _ endpoint: DialEndpoint) {
            self.channel = channel
            self.endpoint = endpoint
        }
    }
    public var legs: [Leg]
    public var strategy: RingStrategy
    /// In all; rounded up to whole seconds.
    public var ringTime: Duration
    /// How long an answered leg may wait for its bridge until FreeSWITCH itself hangs it up: nobody listens to silence because we died.
    public var parkTime: Duration
    /// Shown to the attendant.
    public var callerNumber: String?
    public var callerName: String?

    public init(
        legs: [Leg], strategy: RingStrategy = .all, ringTime: Duration, parkTime: Duration = .seconds(20), callerNumber: String? = nil,
        callerName: String? = nil
    ) {
        self.legs = legs
        self.strategy = strategy
        self.ringTime = ringTime
        self.parkTime = parkTime
        self.callerNumber = callerNumber
        self.callerName = callerName
    }
}
