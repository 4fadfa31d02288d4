import Dispatch
import Foundation
import Locking
import Testing
import Transport

/// A WebSocket client without manners: sends what it is told, keeps what it gets.
final class RawStream: DialHandler, @unchecked Sendable {
    struct Outcome: Sendable {
        var opened = false
        var failure: DialFailure?
        var closure: WebSocketClosure?
        var messages = 0
        var texts: [String] = []
    }

    // Confined to its loop, but for the state behind the lock.
    private let state = Locked(Outcome())
    private let opened = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let line: Line
    private let ownsLine: Bool
    private var socket: ClientWebSocket?

    /// A loop with what its sockets need.
    final class Line: Sendable {
        let loop = EventLoop(index: 910)
        let resolver = Resolver()

        init() { loop.start() }

        func stop() {
            loop.stop()
            loop.join()
            resolver.stop()
        }
    }

    /// - Parameter line: shared with other streams; by default one of its own, which `stop` ends.
    init(_ url: String, headers: [(name: String, value: String)] = [], on line: Line? = nil) throws {
        self.line = line ?? Line()
        ownsLine = line == nil
        let address = try #require(WebAddress(url))
        loop.submit { [self] in
            socket = ClientWebSocket(
                DialTarget(address: address, headers: headers), loop: loop, resolver: self.line.resolver, contexts: TLSContexts(), handler: self)
        }
        _ = opened.wait(timeout: .now() + 10)
    }

    private var loop: EventLoop { line.loop }
    var outcome: Outcome { state.withLock { $0 } }

    func send(_ kind: MessageKind, _ bytes: [UInt8]) {
        loop.submit { [self] in _ = socket?.send(kind, bytes.span) }
    }

    func close(_ code: Int = 1_000) { loop.submit { [self] in socket?.close(code: code, reason: "") } }

    func abort() { loop.submit { [self] in socket?.abort() } }

    /// Waits for the end; `nil` if it does not come.
    func waitForClose(_ timeout: Double = 10) -> Outcome? { ended.wait(timeout: .now() + timeout) == .success ? outcome : nil }

    func stop() {
        if ownsLine { line.stop() }
    }

    func webSocketDidOpen(_ socket: WebSocket) {
        state.withLock { $0.opened = true }
        opened.signal()
    }

    func webSocket(_ socket: WebSocket, didFail failure: DialFailure) {
        state.withLock { $0.failure = failure }
        opened.signal()
        ended.signal()
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        let text = kind == .text ? payload.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } : nil
        state.withLock { state in
            state.messages += 1
            if let text, state.texts.count < 2_000 { state.texts.append(text) }
        }
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        state.withLock { $0.closure = closure }
        ended.signal()
    }
}
