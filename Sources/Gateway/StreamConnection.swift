import CallControl
import Transport

/// Where a call's stream is: on the call's own loop, or (after a restart that the kernel gave to another loop) reached across loops.
protocol StreamPort: AnyObject {
    func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome
    func close(code: Int, reason: String)
}

/// A stream on the loop of its call: binds FreeSWITCH's socket to the host.
final class StreamConnection: WebSocketHandler, StreamPort {
    private enum Purpose {
        case start(PreparedCall)
        /// The call lives: its stream was restarted.
        case join(CallHost)
    }

    private let context: LoopContext
    private var purpose: Purpose?
    /// Kept until the socket has closed.
    private var host: CallHost?
    private var socket: WebSocket?

    init(context: LoopContext, starting prepared: PreparedCall) {
        self.context = context
        purpose = .start(prepared)
    }

    init(context: LoopContext, joining host: CallHost) {
        self.context = context
        purpose = .join(host)
    }

    func webSocketDidOpen(_ socket: WebSocket) {
        self.socket = socket
        defer { purpose = nil }
        switch purpose {
        case .start(let prepared):
            socket.backlogLimit = prepared.streamBacklog
            let host = CallHost(prepared, stream: self, context: context)
            self.host = host
            context.add(host)
        case .join(let host):
            self.host = host
            host.replaceStream(by: self)
        case nil: break
        }
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        host?.streamReceived(kind, payload, from: self)
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        self.socket = nil
        if case .start(let prepared) = purpose { context.shared.directory.release(prepared.facts.callID, from: context.index) }
        purpose = nil
        host?.streamClosed(closure, from: self)
        host = nil
    }

    func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome { socket?.send(kind, payload) ?? .closed }

    func close(code: Int, reason: String) { socket?.close(code: code, reason: reason) }
}
