import CLibUV

/// What becomes of a dial; called on its loop, once.
public protocol DialHandler: WebSocketHandler {
    func webSocket(_ socket: WebSocket, didFail failure: DialFailure)
}

/// A WebSocket that we open: a lean client codec over a socket of our own. libwebsockets' client spends most of its time receiving
/// byte by byte; this one hands whole frames on where they lie.
public final class ClientWebSocket: WebSocket {
    private enum State {
        /// Leaves on: addresses found, deadline.
        case resolving
        /// TCP or TLS. Leaves on: connected, failure (next address), deadline.
        case connecting(rest: [SocketAddress])
        /// Leaves on: the server's answer, deadline.
        case upgrading(ClientHandshake)
        case open
        /// Our close is sent. Leaves on: the peer's, deadline.
        case closing
        case gone
    }

    private let target: DialTarget
    private let contexts: TLSContexts
    private var state = State.resolving
    private var socket: StreamSocket?
    private var parser: FrameParser
    private var closure: WebSocketClosure?
    private var deadline: LoopTimer?
    private var pinger: LoopTimer?
    private var isRefused = false
    private let began: Int64
    private var lastReceived: Int64
    private var pingSentAt: Int64?
    public private(set) var timing = DialTiming()
    /// What the last ping took to come back.
    public private(set) var roundTrip: Duration?
    public private(set) var subprotocol: String?

    /// A backlog that does not move for this long ends the connection.
    static let writeDeadline: Int64 = 5_000_000_000

    /// Dials; on the loop. The handler is kept until the socket has closed or failed.
    public init(_ target: DialTarget, loop: EventLoop, resolver: Resolver, contexts: TLSContexts, handler: any DialHandler) {
        self.target = target
        self.contexts = contexts
        parser = FrameParser(limit: target.maxMessage)
        began = loop.now
        lastReceived = began
        super.init(loop: loop, handler: handler)
        backlogLimit = target.backlogLimit
        loop.keep(self)
        deadline = loop.after(target.timeout) { [weak self] in self?.timedOut() }
        let bound = LoopBound(self, on: loop)
        resolver.resolve(target.address.host, port: target.address.port) { addresses in
            loop.submit { bound.withValue { $0.resolved(addresses) } }
        }
    }

    private var stage: String {
        switch state {
        case .resolving: "resolving \(target.address.host)"
        case .connecting: "connecting to \(target.address.host)"
        case .upgrading: "waiting for the WebSocket handshake of \(target.address.host)"
        case .open, .closing, .gone: "closing"
        }
    }

    // MARK: Opening

    private func resolved(_ addresses: [SocketAddress]) {
        guard case .resolving = state else { return }
        timing.resolved = .nanoseconds(loop.now - began)
        guard !addresses.isEmpty else { return fail(.unknownHost(target.address.host)) }
        tryNext(addresses[...], problem: nil)
    }

    private func tryNext(_ addresses: ArraySlice<SocketAddress>, problem: String?) {
        guard var address = addresses.first else {
            let text = problem ?? "no address"
            return fail(text.hasPrefix("tls: ") ? .tls(String(text.dropFirst(5))) : .unreachable(text))
        }
        let rest = Array(addresses.dropFirst())
        let descriptor = vg_connect(&address.storage, address.length)
        guard descriptor >= 0 else { return tryNext(rest[...], problem: "connect: \(errorText(vg_errno()))") }
        state = .connecting(rest: rest)
        let socket = StreamSocket(loop: loop, descriptor: descriptor, handler: self)
        self.socket = socket
        guard target.address.isSecure else { return }
        guard let context = contexts.context(extraCAFile: target.extraCAFile) else {
            return fail(.tls("the CA file \(target.extraCAFile ?? "") can't be used"))
        }
        if !socket.useTLS(context, host: target.address.host) { fail(.tls("the name \(target.address.host) can't be verified")) }
    }

    private func timedOut() {
        switch state {
        case .upgrading(let handshake): fail(handshake.failureSoFar ?? .timedOut(stage: stage))
        case .resolving, .connecting: fail(.timedOut(stage: stage))
        case .closing: drop(closure ?? WebSocketClosure(cause: .local, code: 1_006, reason: ""))
        case .open, .gone: break
        }
    }

    private func fail(_ failure: DialFailure) {
        if case .gone = state { return }
        let handler = handler as? any DialHandler
        self.handler = nil
        teardown()
        handler?.webSocket(self, didFail: failure)
    }

    // MARK: Sending

    public override func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome {
        guard case .open = state else { return .closed }
        return sendFrame(kind == .text ? FrameWriter.text : FrameWriter.binary, payload)
    }

    private func sendFrame(_ opcode: UInt8, _ payload: Span<UInt8>, limit: Int? = nil) -> SendOutcome {
        guard let socket else { return .closed }
        loop.writeBuffer.removeAll(keepingCapacity: true)
        FrameWriter.append(opcode: opcode, payload, mask: loop.masks.take(), to: &loop.writeBuffer)
        let taken = loop.writeBuffer.withUnsafeBytes { socket.write($0, limit: limit ?? backlogLimit) }
        backlog = socket.backlog
        guard taken else { return .overflow }
        return backlog == 0 ? .sent : .queued
    }

    public override func close(code: Int, reason: String) {
        switch state {
        case .open:
            let text = closeReason(reason)
            let code = CloseFrame.isValid(code: code) ? code : 1_000
            closure = WebSocketClosure(cause: .local, code: code, reason: String(decoding: text, as: UTF8.self))
            sendClose(code, text)
            state = .closing
            deadline = loop.after(.seconds(2)) { [weak self] in self?.timedOut() }
        case .resolving, .connecting, .upgrading: drop(WebSocketClosure(cause: .local, code: code, reason: reason))
        case .closing, .gone: break
        }
    }

    private func sendClose(_ code: Int, _ reason: [UInt8]) {
        let payload = [UInt8(code >> 8 & 0xFF), UInt8(code & 0xFF)] + reason
        // It waits behind whatever waits, however much that is.
        _ = sendFrame(FrameWriter.close, payload.span, limit: .max)
    }

    public override func abort() { drop(WebSocketClosure(cause: .local, code: 1_006, reason: "")) }

    // MARK: Liveness

    private func schedulePing() {
        guard let interval = target.pingInterval else { return }
        pinger = loop.after(interval) { [weak self] in self?.checkLiveness(interval) }
    }

    private func checkLiveness(_ interval: Duration) {
        guard case .open = state else { return }
        let now = loop.now
        if let socket, socket.backlog > 0, now - socket.lastProgress > Self.writeDeadline {
            return drop(WebSocketClosure(cause: .failure("nothing could be written for 5 s"), code: 1_006, reason: ""))
        }
        if let pingSentAt, lastReceived < pingSentAt {
            return drop(WebSocketClosure(cause: .failure("no sign of life for \(interval)"), code: 1_006, reason: ""))
        }
        pingSentAt = now
        let empty: [UInt8] = []
        _ = sendFrame(FrameWriter.ping, empty.span)
        schedulePing()
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        do {
            try parser.feed(bytes) { event, payload in
                take(event, payload)
                if case .gone = state { return false }
                return true
            }
        } catch {
            let problem = "\(error)"
            sendClose(error.closeCode, [])
            drop(WebSocketClosure(cause: .failure("protocol: \(problem)"), code: error.closeCode, reason: ""))
        }
    }

    private func take(_ event: FrameParser.Event, _ payload: Span<UInt8>) {
        switch event {
        case .message(let kind):
            if case .open = state { handler?.webSocket(self, didReceive: kind, payload) }
        case .ping: _ = sendFrame(FrameWriter.pong, payload)
        case .pong:
            if let pingSentAt { roundTrip = .nanoseconds(loop.now - pingSentAt) }
        case .close: peerCloses(payload)
        }
    }

    private func peerCloses(_ payload: Span<UInt8>) {
        if case .closing = state { return drop(closure ?? WebSocketClosure(cause: .local, code: 1_000, reason: "")) }
        guard let (code, reason) = CloseFrame.read(payload) else {
            sendClose(1_002, [])
            return drop(WebSocketClosure(cause: .failure("protocol: the close frame is malformed"), code: 1_002, reason: ""))
        }
        sendClose(code == 1_005 ? 1_000 : code, [])
        drop(WebSocketClosure(cause: .peer, code: code, reason: reason))
    }

    // MARK: Ending

    private func drop(_ closure: WebSocketClosure) {
        if case .gone = state { return }
        teardown()
        finish(closure)
    }

    private func teardown() {
        state = .gone
        loop.forget(self)
        deadline?.cancel()
        pinger?.cancel()
        socket?.close()
        socket = nil
        backlog = 0
    }
}

extension ClientWebSocket: StreamSocketHandler {
    func socketConnected() {
        timing.connected = .nanoseconds(loop.now - began) - timing.resolved
        var nonce: [UInt8] = []
        for _ in 0..<4 { withUnsafeBytes(of: loop.masks.take()) { nonce.append(contentsOf: $0) } }
        let handshake = ClientHandshake(target: target, nonce: nonce)
        state = .upgrading(handshake)
        _ = handshake.request.withUnsafeBytes { socket?.write($0, limit: .max) }
    }

    func socketReceived(_ bytes: Span<UInt8>) {
        lastReceived = loop.now
        guard case .upgrading(var handshake) = state else { return received(bytes) }
        switch handshake.feed(bytes) {
        case .incomplete:
            state = .upgrading(handshake)
            if handshake.failureSoFar != nil { awaitRefusal() }
        case .failed(let failure): fail(failure)
        case .open(let subprotocol, let rest):
            self.subprotocol = subprotocol
            timing.upgraded = .nanoseconds(loop.now - began) - timing.resolved - timing.connected
            state = .open
            deadline?.cancel()
            schedulePing()
            handler?.webSocketDidOpen(self)
            if !rest.isEmpty { received(rest.span) }
        }
    }

    /// The server has refused; its reasons, which are still under way, may take this long.
    private func awaitRefusal() {
        guard !isRefused else { return }
        isRefused = true
        deadline?.cancel()
        deadline = loop.after(.seconds(1)) { [weak self] in self?.timedOut() }
    }

    func socketDrained() { backlog = 0 }

    func socketEnded(_ problem: String?) {
        socket = nil
        switch state {
        case .connecting(let rest): tryNext(rest[...], problem: problem ?? "the peer closed")
        case .upgrading(let handshake): fail(handshake.failureSoFar ?? .handshake(problem ?? "the peer closed without an answer"))
        case .resolving: break
        case .open: drop(WebSocketClosure(cause: .failure(problem ?? "connection lost"), code: 1_006, reason: ""))
        case .closing: drop(closure ?? WebSocketClosure(cause: .local, code: 1_006, reason: ""))
        case .gone: break
        }
    }
}

/// A loop's TLS contexts, one for each CA file in use.
public final class TLSContexts {
    private var contexts: [String: TLSContext] = [:]
    public init() {}

    func context(extraCAFile: String?) -> TLSContext? {
        let key = extraCAFile ?? ""
        if let known = contexts[key] { return known }
        guard let made = TLSContext(extraCAFile: extraCAFile) else { return nil }
        contexts[key] = made
        return made
    }
}
