/// Where to dial a WebSocket, and with what in hand.
public struct DialTarget: Sendable {
    public var address: WebAddress
    /// Sent as they are, in this order; values may be secret.
    public var headers: [(name: String, value: String)]
    public var subprotocols: [String]
    /// PEM file of CAs trusted beside the system's.
    public var extraCAFile: String?
    /// For everything from the name's resolution to the 101.
    public var timeout: Duration
    /// The longest message taken.
    public var maxMessage: Int
    /// Ask the peer for a sign of life this often; `nil`: never.
    public var pingInterval: Duration?
    /// Bytes that may wait; see `WebSocket.backlogLimit`.
    public var backlogLimit: Int
    /// Without the space that other clients put after a header's colon (as FreeSWITCH's module does).
    public var compactHeaders = false
    /// Offered and never accepted by us; some servers must cope with the offer.
    public var offersDeflate = false

    public init(
        address: WebAddress, headers: [(name: String, value: String)] = [], subprotocols: [String] = [], extraCAFile: String? = nil,
        timeout: Duration = .seconds(5), maxMessage: Int = 16 << 20, pingInterval: Duration? = .seconds(15), backlogLimit: Int = 1 << 20
    ) {
        self.address = address
        self.headers = headers
        self.subprotocols = subprotocols
        self.extraCAFile = extraCAFile
        self.timeout = timeout
        self.maxMessage = maxMessage
        self.pingInterval = pingInterval
        self.backlogLimit = backlogLimit
    }
}

/// Why a dialled WebSocket did not open.
public enum DialFailure: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownHost(String)
    case unreachable(String)
    /// Nothing came of it in time; `stage` says how far it got.
    case timedOut(stage: String)
    case tls(String)
    /// The server answered with something else than 101.
    case http(status: Int, body: String)
    case handshake(String)

    public var description: String {
        switch self {
        case .unknownHost(let host): "the name \(host) has no address"
        case .unreachable(let problem): problem
        case .timedOut(let stage): "timed out while \(stage)"
        case .tls(let problem): problem
        case .http(let status, let body): "answered HTTP \(status)\(body.isEmpty ? "" : ": \(body)")"
        case .handshake(let problem): "not a WebSocket: \(problem)"
        }
    }
}

/// How long the stages of a dial took.
public struct DialTiming: Equatable, Sendable {
    public var resolved = Duration.zero
    /// TCP and, where used, TLS.
    public var connected = Duration.zero
    public var upgraded = Duration.zero
}
