import CLibWebSockets

/// A WebSocket that a client opened to us, carried by libwebsockets.
final class ServerWebSocket: WebSocket {
    private enum State: Equatable {
        /// Accepted, the 101 not yet sent. Leaves on: established, connection lost.
        case opening
        case open
        /// Our close waits behind messages that the kernel has not taken. Leaves on: all written, deadline.
        case draining
        /// Our close is sent, what comes is not listened to. Leaves on: the peer's close, deadline.
        case closing
        case gone
    }

    private var wsi: OpaquePointer?
    private var state = State.opening
    private let maxMessage: Int
    /// The closing handshake's code and reason, ours or the peer's.
    private var closure: WebSocketClosure?
    private var waiting = MessageQueue()
    /// A message that came in parts.
    private var parts: [UInt8] = []
    private let refusal: (code: Int, reason: String)?
    private var closeDeadline: LoopTimer?

    /// `LWS_WRITE_CLOSE`, which libwebsockets keeps to itself.
    private static let closeFrame = lws_write_protocol(4)

    init(_ wsi: OpaquePointer, loop: EventLoop, handler: (any WebSocketHandler)?, maxMessage: Int, refusal: (code: Int, reason: String)? = nil) {
        self.wsi = wsi
        self.maxMessage = maxMessage
        self.refusal = refusal
        super.init(loop: loop, handler: handler)
    }

    // MARK: From libwebsockets

    func established() -> Int32 {
        state = .open
        if let refusal {
            close(code: refusal.code, reason: refusal.reason)
        } else {
            handler?.webSocketDidOpen(self)
        }
        return 0
    }

    func received(_ input: UnsafeMutableRawPointer?, _ length: Int) -> Int32 {
        guard state == .open, let wsi, let handler else { return 0 }
        let kind: MessageKind = lws_frame_is_binary(wsi) != 0 ? .binary : .text
        let isWhole = lws_is_final_fragment(wsi) != 0 && lws_remaining_packet_payload(wsi) == 0
        guard parts.count + length <= maxMessage else { return fail(1_009, "a message is longer than \(maxMessage) bytes") }
        if isWhole, parts.isEmpty {
            let bytes = UnsafeBufferPointer(start: input?.assumingMemoryBound(to: UInt8.self), count: length)
            return deliver(kind, bytes.span, to: handler)
        }
        if length > 0, let input { parts.append(contentsOf: UnsafeRawBufferPointer(start: input, count: length)) }
        guard isWhole else { return 0 }
        let message = parts
        parts = []
        return deliver(kind, message.span, to: handler)
    }

    /// Texts are handed on as they are: a dialplan may send any encoding, and a call must not end over it.
    private func deliver(_ kind: MessageKind, _ payload: Span<UInt8>, to handler: any WebSocketHandler) -> Int32 {
        handler.webSocket(self, didReceive: kind, payload)
        return 0
    }

    /// Ends a connection that broke the rules.
    private func fail(_ code: Int, _ reason: String) -> Int32 {
        parts = []
        close(code: code, reason: reason)
        return 0
    }

    func writable() -> Int32 {
        guard let wsi else { return -1 }
        while let message = waiting.first, lws_partial_buffered(wsi) == 0 {
            waiting.removeFirst()
            backlog -= message.count
            guard write(message) else { return -1 }
        }
        if !waiting.isEmpty || (state == .draining && lws_partial_buffered(wsi) != 0) {
            lws_callback_on_writable(wsi)
            return 0
        }
        return state == .draining && !sendClose() ? -1 : 0
    }

    /// - Returns: 0 has libwebsockets answer the peer's close, by repeating it; −1 that it is itself the answer to ours, or malformed.
    func peerCloses(_ input: UnsafeMutableRawPointer?, _ length: Int) -> Int32 {
        guard state != .closing else { return -1 }
        guard closure == nil else { return 0 }
        let payload = UnsafeBufferPointer(start: input?.assumingMemoryBound(to: UInt8.self), count: length)
        guard let (code, reason) = CloseFrame.read(payload.span) else {
            closure = WebSocketClosure(cause: .failure("protocol: the close frame is malformed"), code: 1_002, reason: "")
            _ = sendClose()
            return -1
        }
        closure = WebSocketClosure(cause: .peer, code: code, reason: reason)
        return 0
    }

    func gone() {
        guard state != .gone else { return }
        state = .gone
        wsi = nil
        closeDeadline?.cancel()
        waiting.removeAll()
        parts = []
        backlog = 0
        finish(closure ?? WebSocketClosure(cause: .failure("connection lost"), code: 1_006, reason: ""))
    }

    // MARK: Sending

    override func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome {
        guard state == .open, let wsi else { return .closed }
        if waiting.isEmpty, lws_partial_buffered(wsi) == 0 {
            loop.writeBuffer.removeAll(keepingCapacity: true)
            loop.writeBuffer.append(contentsOf: repeatElement(0, count: Int(vg_lws_pre)))
            payload.withUnsafeBufferPointer { loop.writeBuffer.append(contentsOf: $0) }
            let isTaken = loop.writeBuffer.withUnsafeMutableBufferPointer { write($0, Self.type(of: kind)) }
            if isTaken { return .sent }
            abort()
            return .closed
        }
        guard backlog + payload.count <= backlogLimit else { return .overflow }
        waiting.append(MessageQueue.Message(type: Self.type(of: kind), payload))
        backlog += payload.count
        lws_callback_on_writable(wsi)
        return .queued
    }

    private static func type(of kind: MessageKind) -> lws_write_protocol { kind == .text ? LWS_WRITE_TEXT : LWS_WRITE_BINARY }

    private func write(_ message: MessageQueue.Message) -> Bool { withExtendedLifetime(message) { write(message.bytes, message.type) } }

    /// `bytes` begins with the room libwebsockets writes its header into.
    private func write(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ type: lws_write_protocol) -> Bool {
        guard let wsi, let start = bytes.baseAddress else { return false }
        let pre = Int(vg_lws_pre)
        return lws_write(wsi, start + pre, bytes.count - pre, type) >= bytes.count - pre
    }

    override func close(code: Int, reason: String) {
        guard state == .open, let wsi else { return }
        state = .draining
        closure = WebSocketClosure(cause: .local, code: code, reason: String(decoding: closeReason(reason), as: UTF8.self))
        closeDeadline = loop.after(.seconds(2)) { [weak self] in self?.abort() }
        if waiting.isEmpty, lws_partial_buffered(wsi) == 0 {
            if !sendClose() { abort() }
        } else {
            lws_callback_on_writable(wsi)
        }
    }

    /// libwebsockets' own way, a reason and −1 from its callback, drops the connection without a word when that callback is "writable".
    private func sendClose() -> Bool {
        guard let closure else { return false }
        state = .closing
        let payload = [UInt8(closure.code >> 8 & 0xFF), UInt8(closure.code & 0xFF)] + closure.reason.utf8
        return write(MessageQueue.Message(type: Self.closeFrame, payload.span))
    }

    override func abort() {
        guard state != .gone else { return }
        state = .closing
        if closure == nil { closure = WebSocketClosure(cause: .local, code: 1_006, reason: "") }
        // Later: we may be in one of its callbacks.
        let bound = LoopBound(self, on: loop)
        bound.onLoop { socket in
            guard let wsi = socket.wsi else { return }
            socket.gone()
            kill(wsi)
        }
    }
}
