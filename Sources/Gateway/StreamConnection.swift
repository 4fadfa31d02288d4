import CallControl
import Settings
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
        /// FusionPBX knows the secretary, if anybody does.
        case ask(SecretaryQuestion)
        /// The call lives: its stream was restarted.
        case join(CallHost, StreamSettings)
    }

    let context: LoopContext
    private var purpose: Purpose?
    /// Kept until the socket has closed.
    private(set) var host: CallHost?
    /// `nil` unless the secretary is being looked up.
    var waiting: WaitingStream?
    private var socket: WebSocket?

    init(context: LoopContext, starting prepared: PreparedCall) {
        self.context = context
        purpose = .start(prepared)
    }

    init(context: LoopContext, asking question: SecretaryQuestion) {
        self.context = context
        purpose = .ask(question)
    }

    init(context: LoopContext, joining host: CallHost, with stream: StreamSettings) {
        self.context = context
        purpose = .join(host, stream)
    }

    func webSocketDidOpen(_ socket: WebSocket) {
        self.socket = socket
        defer { purpose = nil }
        switch purpose {
        case .start(let prepared):
            begin(prepared)
        case .ask(let question): ask(question)
        case .join(let host, let stream):
            self.host = host
            host.replaceStream(by: self, carrying: stream)
        case nil: break
        }
    }

    func begin(_ prepared: PreparedCall) {
        socket?.backlogLimit = prepared.streamBacklog
        let host = CallHost(prepared, stream: self, context: context)
        self.host = host
        context.add(host)
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        waiting?.keep(kind, payload)
        host?.streamReceived(kind, payload, from: self)
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        self.socket = nil
        switch purpose {
        case .start(let prepared): context.shared.directory.release(prepared.facts.callID, from: context.index)
        case .ask(let question): context.shared.directory.release(question.call, from: context.index)
        case .join, nil: stopWaiting()
        }
        purpose = nil
        host?.streamClosed(closure, from: self)
        host = nil
    }

    func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome { socket?.send(kind, payload) ?? .closed }

    func close(code: Int, reason: String) { socket?.close(code: code, reason: reason) }
}
