/// A listener's certificate chain and key, PEM files.
public struct ServerTLS: Equatable, Sendable {
    public var certificateFile: String
    public var keyFile: String

    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// Somebody wants a WebSocket.
public struct UpgradeRequest: Equatable, Sendable {
    /// As it stands in the request line, still percent-encoded, without the query.
    public var path: String
    public var query: String?
    public var authorization: String?
    public var subprotocols: String?
    public var peer: String
    /// The vendor's key header of ElevenLabs' clients.
    public var apiKey: String?
}

public enum UpgradeDecision {
    case accept(any WebSocketHandler, maxMessage: Int)
    /// Accept, then close at once with this code: how a WebSocket client is told why.
    case refuse(code: Int, reason: String)
    /// Answer with an HTTP status instead.
    case reject(status: Int, body: String)
}

public struct HTTPServerRequest: Equatable, Sendable {
    public var method: String
    public var path: String
    public var query: String?
    public var authorization: String?
    public var apiKey: String?
    public var host: String?
    public var peer: String
}

public struct HTTPServerResponse: Equatable, Sendable {
    public var status: Int
    public var contentType: String
    public var body: [UInt8]

    public init(status: Int, contentType: String = "text/plain; charset=utf-8", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    public init(status: Int, text: String) { self.init(status: status, body: Array(text.utf8)) }
}

/// Decides what a listener's clients get; called on the listener's loop.
public protocol ListenerHandler: AnyObject {
    func accept(_ request: UpgradeRequest) -> UpgradeDecision
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse
}
