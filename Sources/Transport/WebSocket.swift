/// The two kinds of message a WebSocket carries.
public enum MessageKind: Equatable, Sendable { case text, binary }

/// What became of a message handed to `send`.
public enum SendOutcome: Equatable, Sendable {
    /// The kernel has it.
    case sent
    /// It waits in the socket's bounded backlog.
    case queued
    /// The backlog is full: the message was not taken.
    case overflow
    /// The socket is closing or closed: the message was not taken.
    case closed
}

/// How a WebSocket came to its end.
public struct WebSocketClosure: Equatable, Sendable {
    public enum Cause: Equatable, Sendable {
        /// The peer closed, with this code (1005: none given).
        case peer
        /// We closed.
        case local
        /// The connection broke, or broke the protocol.
        case failure(String)
    }
    public var cause: Cause
    public var code: Int
    public var reason: String

    public init(cause: Cause, code: Int, reason: String) {
        self.cause = cause
        self.code = code
        self.reason = reason
    }
}

/// What a WebSocket tells its owner; called on its loop.
public protocol WebSocketHandler: AnyObject {
    func webSocketDidOpen(_ socket: WebSocket)
    /// A whole message; `payload` is valid during the call only.
    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>)
    /// Called once; nothing follows.
    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure)
}

/// One WebSocket, accepted or dialled; confined to its loop. It keeps its handler until it has closed.
public class WebSocket {
    public let loop: EventLoop
    public internal(set) var handler: (any WebSocketHandler)?
    /// Bytes accepted by `send` that the kernel has not taken.
    public internal(set) var backlog = 0
    /// Beyond this many bytes `send` answers `.overflow`.
    public var backlogLimit = 1 << 20

    init(loop: EventLoop, handler: (any WebSocketHandler)?) {
        self.loop = loop
        self.handler = handler
    }

    /// Sends one message, or queues it in order behind those that wait.
    public func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome { .closed }

    /// Starts the closing handshake; the socket is dropped if the peer doesn't answer within 2 s.
    /// - Parameter reason: cut to 123 bytes of whole characters.
    public func close(code: Int, reason: String) {}

    /// Drops the connection at once.
    public func abort() {}

    /// Hands the end to the owner, once.
    final func finish(_ closure: WebSocketClosure) {
        guard let handler else { return }
        self.handler = nil
        handler.webSocket(self, didClose: closure)
    }
}

/// A close reason as the protocol takes it: at most 123 bytes, whole characters.
func closeReason(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    guard bytes.count > 123 else { return bytes }
    var end = 123
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeSubrange(end...)
    return bytes
}
