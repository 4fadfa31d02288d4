import CallControl
import Settings
import Transport

/// A restarted stream that the kernel gave to another loop than its call's: its frames are carried across. Costs a copy and a wake-up
/// per frame; rare enough not to matter.
final class RelayedConnection: WebSocketHandler {
    private let context: LoopContext
    private let home: LoopContext.Handle
    private let call: CallID
    private let stream: StreamSettings
    private var port: RelayedPort?

    init(context: LoopContext, call: CallID, stream: StreamSettings, home: LoopContext.Handle) {
        self.context = context
        self.call = call
        self.stream = stream
        self.home = home
    }

    func webSocketDidOpen(_ socket: WebSocket) {
        let port = RelayedPort(loop: context.loop, socket: socket)
        self.port = port
        let (call, stream) = (call, stream)
        home.submit { home in
            guard let host = home.calls[call] else { return port.close(code: 1_011, reason: "the call has just ended") }
            host.replaceStream(by: port, carrying: stream)
        }
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        guard let port else { return }
        let bytes = payload.withUnsafeBufferPointer { Array($0) }
        let call = call
        home.submit { home in home.calls[call]?.streamReceived(kind, bytes.span, from: port) }
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        guard let port else { return }
        let call = call
        home.submit { home in home.calls[call]?.streamClosed(closure, from: port) }
    }
}

/// The far end of a relayed stream, as its call sees it.
final class RelayedPort: StreamPort, Sendable {
    private let loop: EventLoop
    private let socket: LoopBound<WebSocket>

    init(loop: EventLoop, socket: WebSocket) {
        self.loop = loop
        self.socket = LoopBound(socket, on: loop)
    }

    func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome {
        let bytes = payload.withUnsafeBufferPointer { Array($0) }
        let socket = socket
        loop.submit {
            socket.withValue { socket in
                // Too slow a reader loses its stream here; its call hears of it by the close.
                if socket.send(kind, bytes.span) == .overflow { socket.abort() }
            }
        }
        return .sent
    }

    func close(code: Int, reason: String) {
        let socket = socket
        loop.submit { socket.withValue { $0.close(code: code, reason: reason) } }
    }
}
