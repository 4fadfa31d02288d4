import Audio
import Foundation
import Locking
import Testing
import Transport
import WireProtocols

@testable import Simulation

/// A raw client of an emulated provider: its own event loop, the production dialer, and everything received with the time it came.
final class LiveClient: Sendable {
    enum Event: Sendable {
        case opened
        case text(JSONValue)
        /// Text that is no JSON.
        case garbage([UInt8])
        case binary([UInt8])
        case closed(WebSocketClosure)
        case failed(DialFailure)
    }
    struct Entry: Sendable {
        let at: Int64
        let event: Event
        var type: String? {
            guard case .text(let json) = event else { return nil }
            return json["type"]?.stringValue
        }
        var json: JSONValue? {
            guard case .text(let json) = event else { return nil }
            return json
        }
    }

    private let loop = EventLoop()
    private let resolver = Resolver()
    private let log = Locked<[Entry]>([])
    private let socket = Locked<LoopBound<WebSocket>?>(nil)
    private let stream: AsyncStream<Entry>
    private let continuation: AsyncStream<Entry>.Continuation

    init(_ url: String, headers: [(name: String, value: String)] = []) throws {
        (stream, continuation) = AsyncStream.makeStream()
        let address = try #require(WebAddress(url))
        loop.start()
        loop.submit { [self] in
            let target = DialTarget(address: address, headers: headers, pingInterval: nil)
            let handler = Handler(client: self)
            let dialled = ClientWebSocket(target, loop: loop, resolver: resolver, contexts: TLSContexts(), handler: handler)
            socket.withLock { $0 = LoopBound(dialled, on: loop) }
        }
    }

    func stop() {
        continuation.finish()
        loop.stop()
        loop.join()
        resolver.stop()
    }

    var entries: [Entry] { log.withLock { $0 } }
    var now: Int64 { loop.now }

    fileprivate func note(_ event: Event) {
        let entry = Entry(at: loop.now, event: event)
        log.withLock { $0.append(entry) }
        continuation.yield(entry)
    }

    func send(_ json: JSONValue) { send(.text, json.bytes) }

    func send(_ kind: MessageKind, _ bytes: [UInt8]) {
        socket.withLock { $0 }?.onLoop { _ = $0.send(kind, bytes.span) }
    }

    /// Waits for the first entry that satisfies `isWanted`, those that came before included; fails when the socket ends first.
    @discardableResult
    func first(_ isWanted: @escaping @Sendable (Entry) -> Bool) async throws -> Entry {
        if let known = entries.first(where: isWanted) { return known }
        for await entry in stream {
            if isWanted(entry) { return entry }
            if case .closed(let closure) = entry.event { throw Ended(what: "closed: \(closure)") }
            if case .failed(let failure) = entry.event { throw Ended(what: "failed: \(failure)") }
        }
        throw Ended(what: "stopped")
    }

    @discardableResult
    func first(_ type: String) async throws -> JSONValue { try #require(try await first { $0.type == type }.json) }

    struct Ended: Error { let what: String }

    /// Speaks frames of 20 ms at their absolute times, with the last one repeated until the client stops.
    /// - Returns: when the first frame is sent.
    func speak(_ frames: [(kind: MessageKind, bytes: [UInt8])]) async -> Int64 {
        await withCheckedContinuation { started in
            loop.submit { [self] in
                let speaker = Speaker(frames, from: loop.now) { [weak self] frame in self?.send(frame.kind, frame.bytes) }
                _ = loop.addTicker(speaker)
                started.resume(returning: loop.now)
            }
        }
    }

    private final class Handler: DialHandler {
        private weak var client: LiveClient?
        init(client: LiveClient) { self.client = client }
        func webSocketDidOpen(_ socket: WebSocket) { client?.note(.opened) }
        func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
            let bytes = payload.withUnsafeBufferPointer { Array($0) }
            switch kind {
            case .binary: client?.note(.binary(bytes))
            case .text: client?.note((try? JSONValue(payload)).map { .text($0) } ?? .garbage(bytes))
            }
        }
        func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) { client?.note(.closed(closure)) }
        func webSocket(_ socket: WebSocket, didFail failure: DialFailure) { client?.note(.failed(failure)) }
    }

    private final class Speaker: Ticker {
        typealias Frame = (kind: MessageKind, bytes: [UInt8])
        private let frames: [Frame]
        private let start: Int64
        private let send: (Frame) -> Void
        private var sent = 0

        init(_ frames: [Frame], from start: Int64, send: @escaping (Frame) -> Void) {
            self.frames = frames
            self.start = start
            self.send = send
        }

        func tick(at now: Int64) {
            while start + Int64(sent) * 20_000_000 <= now {
                send(frames[min(sent, frames.count - 1)])
                sent += 1
            }
        }
    }
}
