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
    public var host: String?
    /// Those of the handler's `wantedHeaders` that came.
    public var headers: [String: String] = [:]
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
    /// Those of the handler's `wantedHeaders` that came.
    public var headers: [String: String] = [:]
    /// Whole; empty unless the handler takes bodies.
    public var body: [UInt8] = []
    /// Counts the listener's requests: the same in `begin` and `react`.
    public var number = 0
}

public struct HTTPServerResponse: Equatable, Sendable {
    public var status: Int
    public var contentType: String
    public var body: [UInt8]
    /// Further ones, by their names in lower case; what they hold must be fit for a header.
    public var headers: [String: String]

    public init(status: Int, contentType: String = "text/plain; charset=utf-8", body: [UInt8], headers: [String: String] = [:]) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    public init(status: Int, text: String) { self.init(status: status, body: Array(text.utf8)) }
}

/// What is done about an HTTP request.
public enum HTTPServerReaction: Equatable, Sendable {
    /// Answer, at once or later (5 ms grain).
    case answer(HTTPServerResponse, after: Duration = .zero)
    /// Another thread works on the answer.
    case promise(HTTPPromise)
    /// Write these bytes, whatever they are, and end the connection.
    case raw([UInt8])
    /// Say nothing, and leave the connection open for ten minutes at most.
    case silence
    /// End the connection without a word.
    case cut
}

/// Decides what a listener's clients get; called on the listener's loop.
public protocol ListenerHandler: AnyObject {
    func accept(_ request: UpgradeRequest) -> UpgradeDecision
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse

    /// Headers, in lower case, that requests are to show.
    var wantedHeaders: [String] { get }
    /// Bytes of the longest body taken; a longer one is answered 413. With 0, requests are answered without looking at their bodies.
    var bodyLimit: Int { get }
    /// The head has come, the body has not.
    /// - Returns: `nil` to read the body and go on.
    func begin(_ request: HTTPServerRequest) -> HTTPServerReaction?
    /// The request is there, with its body.
    func react(to request: HTTPServerRequest) -> HTTPServerReaction
}

extension ListenerHandler {
    public var wantedHeaders: [String] { [] }
    public var bodyLimit: Int { 0 }
    public func begin(_ request: HTTPServerRequest) -> HTTPServerReaction? { nil }
    public func react(to request: HTTPServerRequest) -> HTTPServerReaction { .answer(respond(to: request)) }
}
