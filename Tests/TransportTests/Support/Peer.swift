import Testing

@testable import Transport

/// One end of a WebSocket: what happens to it goes into a mailbox, what it is told to do is done on its loop.
///
/// `@unchecked Sendable`: `socket` and `whenReceived` are touched on the loop only.
final class Peer: DialHandler, @unchecked Sendable {
    enum Event: Equatable, Sendable {
        case opened
        case text(String)
        case binary([UInt8])
        case closed(WebSocketClosure)
        case failed(DialFailure)
    }

    let runner: LoopRunner
    let events = Mailbox<Event>()
    private(set) var socket: WebSocket?
    var whenOpened: ((WebSocket) -> Void)?
    /// In place of the mailbox.
    var whenReceived: ((WebSocket, MessageKind, Span<UInt8>) -> Void)?

    init(_ runner: LoopRunner) { self.runner = runner }

    static func echo(_ runner: LoopRunner) -> Peer {
        let peer = Peer(runner)
        peer.whenReceived = { socket, kind, payload in _ = socket.send(kind, payload) }
        return peer
    }

    /// Dials without waiting.
    static func dial(_ target: DialTarget, on runner: LoopRunner, change: (Peer) -> Void = { _ in }) -> Peer {
        let peer = Peer(runner)
        change(peer)
        runner.run {
            peer.socket = ClientWebSocket(target, loop: runner.loop, resolver: runner.resolver, contexts: TLSContexts(), handler: peer)
        }
        return peer
    }

    static func dial(_ text: String, on runner: LoopRunner, change: (inout DialTarget) -> Void = { _ in }) -> Peer {
        var target = DialTarget(address: WebAddress(text)!)
        change(&target)
        return dial(target, on: runner)
    }

    // MARK: From the loop

    func webSocketDidOpen(_ socket: WebSocket) {
        self.socket = socket
        events.post(.opened)
        whenOpened?(socket)
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        if let whenReceived { return whenReceived(socket, kind, payload) }
        let bytes = payload.withUnsafeBufferPointer { Array($0) }
        events.post(kind == .text ? .text(String(decoding: bytes, as: UTF8.self)) : .binary(bytes))
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        self.socket = nil
        events.post(.closed(closure))
    }

    func webSocket(_ socket: WebSocket, didFail failure: DialFailure) {
        self.socket = nil
        events.post(.failed(failure))
    }

    // MARK: From the test

    /// The next thing that happens is this.
    func expect(_ expected: Event, within seconds: Double = 10, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let event = try events.next(within: seconds)
        #expect(event == expected, sourceLocation: sourceLocation)
    }

    /// The next thing that happens is the end.
    func expectEnd(within seconds: Double = 10, sourceLocation: SourceLocation = #_sourceLocation) throws -> WebSocketClosure {
        let event = try events.next(within: seconds)
        guard case .closed(let closure) = event else {
            Issue.record("\(event) instead of the end", sourceLocation: sourceLocation)
            throw Mailbox<Event>.Late(description: "no end")
        }
        return closure
    }

    @discardableResult func send(_ text: String) -> SendOutcome { send(.text, Array(text.utf8)) }
    @discardableResult func send(_ bytes: [UInt8]) -> SendOutcome { send(.binary, bytes) }
    private func send(_ kind: MessageKind, _ bytes: [UInt8]) -> SendOutcome { runner.run { self.socket?.send(kind, bytes.span) ?? .closed } }
    func close(_ code: Int, _ reason: String = "") { runner.run { self.socket?.close(code: code, reason: reason) } }
    func abort() { runner.run { self.socket?.abort() } }
    var subprotocol: String? { runner.run { (self.socket as? ClientWebSocket)?.subprotocol } }
}
