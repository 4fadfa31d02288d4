import CallControl

/// How to get to a provider's socket.
public enum AgentEndpoint: Equatable, Sendable {
    /// Dial this.
    case direct(AgentAddress)
    /// First ask over HTTP: the answer holds the address, or the token that goes with it.
    case exchange(AgentExchange)
}

/// A WebSocket to dial.
public struct AgentAddress: Equatable, Sendable, CustomStringConvertible {
    /// `wss://…`, or `ws://…` for a server of one's own. A signed URL is a secret too.
    public var url: Secret
    public var headers: [AgentHeader]
    public var subprotocols: [Secret]

    public init(url: String, headers: [AgentHeader] = [], subprotocols: [Secret] = []) {
        self.url = Secret(url)
        self.headers = headers
        self.subprotocols = subprotocols
    }

    /// Scheme, host and path: what may be logged.
    public var description: String { String(url.exposed.prefix { $0 != "?" }) }
}

/// A header of the opening handshake or of an HTTP request.
public struct AgentHeader: Equatable, Sendable {
    public var name: String
    public var value: Secret

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = Secret(value)
    }
}

/// An HTTP request that comes before the socket.
public struct AgentExchange: Equatable, Sendable {
    public enum Method: String, Equatable, Sendable {
        case get = "GET"
        case post = "POST"
    }
    /// What the answer gives.
    enum Yield: Equatable, Sendable {
        /// A URL that is the whole address.
        case url(field: String)
        /// A token that goes into the subprotocols of this address.
        case token(field: String, prefix: String, AgentAddress)
    }

    public var method: Method
    public var url: String
    public var headers: [AgentHeader]
    /// JSON; empty for GET.
    public var body: [UInt8] = []
    let yield: Yield

    /// Reads the answer's body.
    public func address(from answer: Span<UInt8>) throws(WireError) -> AgentAddress {
        let json = JSONFields(try JSONValue(answer), of: "answer")
        switch yield {
        case .url(let field):
            let url = try json.string(field)
            guard url.hasPrefix("wss://") || url.hasPrefix("ws://") else { throw json.error(field, "no WebSocket URL") }
            return AgentAddress(url: url)
        case .token(let field, let prefix, var address):
            address.subprotocols.append(Secret(prefix + (try json.string(field))))
            return address
        }
    }
}
