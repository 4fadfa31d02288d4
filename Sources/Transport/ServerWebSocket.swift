import CLibWebSockets

/// A WebSocket that a client opened to us, carried by libwebsockets.
final class ServerWebSocket: WebSocket {
    private enum State: Equatable {
        /// Accepted, the 101 not yet sent. Leaves on: established, connection lost.
        case opening
        case open
        /// Our close waits behind what is queued. Leaves on: written, connection lost.
        case closing
        /// Our close is sent. Leaves on: the peer's, deadline.
        case closed
        case gone
    }

    private var wsi: OpaquePointer?
    private var state = State.opening
    private let maxMessage: Int
    /// The closing handshake's code and reason, ours or the peer's.
    private var closure: WebSocketClosure?
    /// Messages that wait for the kernel, oldest first, each with `LWS_PRE` bytes of room before it.
    private var waiting: [(kind: MessageKind, bytes: [UInt8])] = []
    /// A message that came in parts.
    private var parts: [UInt8] = []
    private let refusal: (code: Int, reason: String)?
    private var closeDeadline: LoopTimer?

    init(_ wsi: OpaquePointer, loop: EventLoop, handler: (any WebSocketHandler)?, maxMessage: Int, refusal: (code: Int, reason: String)? = nil) {
        self.wsi = wsi
        self.maxMessage = maxMessage
        self.refusal = refusal
        super.init(loop: loop, handler: handler)
    }

    // MARK: From libwebsockets

    func established() -> Int32 {
        if let refusal {
            setCloseReason(code: refusal.code, reason: refusal.reason)
            return -1
        }
        state = .open
        handler?.webSocketDidOpen(self)
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

    /// Ends a connection that broke the rules: −1 has libwebsockets say so and close.
    private func fail(_ code: Int, _ reason: String) -> Int32 {
        closure = WebSocketClosure(cause: .local, code: code, reason: reason)
        setCloseReason(code: code, reason: reason)
        return -1
    }

    func writable() -> Int32 {
        guard let wsi else { return -1 }
        var written = 0
        while written < waiting.count, lws_partial_buffered(wsi) == 0 {
            var message = waiting[written]
            written += 1
            backlog -= message.bytes.count - Int(vg_lws_pre)
            guard write(&message.bytes, message.kind) else { return -1 }
        }
        waiting.removeFirst(written)
        if !waiting.isEmpty {
            lws_callback_on_writable(wsi)
            return 0
        }
        if state == .closing { writeClose() }
        return 0
    }

    /// - Returns: 0 to have the close answered, -1 when it is the answer to ours.
    func peerCloses(_ input: UnsafeMutableRawPointer?, _ length: Int) -> Int32 {
        if state == .closed { return -1 }
        var code = 1_005
        var reason = ""
        if length >= 2, let input {
            let bytes = UnsafeRawBufferPointer(start: input, count: length)
            code = Int(bytes[0]) << 8 | Int(bytes[1])
            reason = String(decoding: bytes.dropFirst(2), as: UTF8.self)
        }
        closure = WebSocketClosure(cause: .peer, code: code, reason: reason)
        return 0
    }

    func gone() {
        guard state != .gone else { return }
        state = .gone
        wsi = nil
        closeDeadline?.cancel()
        waiting = []
        backlog = 0
        finish(closure ?? WebSocketClosure(cause: .failure("connection lost"), code: 1_006, reason: ""))
    }

    // MARK: Sending

    override func send(_ kind: MessageKind, _ payload: Span<UInt8>) -> SendOutcome {
        guard state == .open, let wsi else { return .closed }
        let pre = Int(vg_lws_pre)
        if waiting.isEmpty, lws_partial_buffered(wsi) == 0 {
            loop.writeBuffer.removeAll(keepingCapacity: true)
            for _ in 0..<pre { loop.writeBuffer.append(0) }
            payload.withUnsafeBufferPointer { loop.writeBuffer.append(contentsOf: $0) }
            guard write(&loop.writeBuffer, kind) else {
                abort()
                return .closed
            }
            return .sent
        }
        guard backlog + payload.count <= backlogLimit else { return .overflow }
        var bytes = [UInt8](repeating: 0, count: pre)
        payload.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        waiting.append((kind, bytes))
        backlog += payload.count
        lws_callback_on_writable(wsi)
        return .queued
    }

    /// `bytes` begins with the room libwebsockets writes its header into.
    private func write(_ bytes: inout [UInt8], _ kind: MessageKind) -> Bool {
        guard let wsi else { return false }
        let pre = Int(vg_lws_pre)
        let count = bytes.count - pre
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            lws_write(wsi, buffer.baseAddress! + pre, count, kind == .text ? LWS_WRITE_TEXT : LWS_WRITE_BINARY)
        }
        return written >= count
    }

    override func close(code: Int, reason: String) {
        guard state == .open, let wsi else { return }
        state = .closing
        closure = WebSocketClosure(cause: .local, code: code, reason: String(decoding: closeReason(reason), as: UTF8.self))
        if waiting.isEmpty, lws_partial_buffered(wsi) == 0 { writeClose() } else { lws_callback_on_writable(wsi) }
        closeDeadline = loop.after(.seconds(2)) { [weak self] in self?.abort() }
    }

    /// Writes the close frame itself: Debian's libwebsockets, built for debugging, drops the connection without one when a callback
    /// for writing asks for a close under libuv (its "uv repeat test" closes a second time before the frame is out).
    private func writeClose() {
        guard let wsi, let closure else { return }
        state = .closed
        let pre = Int(vg_lws_pre)
        var bytes = [UInt8](repeating: 0, count: pre)
        bytes += [UInt8(truncatingIfNeeded: closure.code >> 8), UInt8(truncatingIfNeeded: closure.code)] + closeReason(closure.reason)
        let count = bytes.count - pre
        // 4 is LWS_WRITE_CLOSE, which the public enumeration leaves out.
        _ = bytes.withUnsafeMutableBufferPointer { lws_write(wsi, $0.baseAddress! + pre, count, lws_write_protocol(4)) }
    }

    override func abort() {
        guard state != .gone else { return }
        state = .closed
        if closure == nil { closure = WebSocketClosure(cause: .local, code: 1_006, reason: "") }
        // Later: we may be in one of its callbacks.
        let bound = LoopBound(self, on: loop)
        bound.onLoop { if let wsi = $0.wsi { kill(wsi) } }
    }

    private func setCloseReason(code: Int, reason: String) {
        guard let wsi else { return }
        var bytes = closeReason(reason)
        bytes.withUnsafeMutableBufferPointer { buffer in
            lws_close_reason(wsi, lws_close_status(UInt32(code)), buffer.baseAddress, buffer.count)
        }
    }
}
