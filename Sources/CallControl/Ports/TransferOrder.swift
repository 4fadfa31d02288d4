/// A transfer to an attendant, as the call wants it.
public struct TransferOrder: Equatable, Sendable {
    public enum Way: Equatable, Sendable {
        /// The attendants' telephones ring while the caller stays where he is; he is joined to the one who answers.
        case attended([DialEndpoint], RingStrategy)
        /// The caller himself goes through the dialplan, and is lost if nothing comes of it.
        case blind(number: String, context: String)
    }
    public var way: Way
    /// How long it may ring in all.
    public var ringTime: Duration
    /// Ask first who is registered, and ring only those.
    public var checksPresence: Bool
    /// Shown to the attendant.
    public var callerNumber: String?
    public var callerName: String?

    public init(_ way: Way, ringTime: Duration, checksPresence: Bool = true, callerNumber: String? = nil, callerName: String? = nil) {
        self.way = way
        self.ringTime = ringTime
        self.checksPresence = checksPresence
        self.callerNumber = callerNumber
        self.callerName = callerName
    }
}
