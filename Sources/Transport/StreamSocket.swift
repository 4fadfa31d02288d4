import CLibUV
import Glibc

/// What a stream socket tells its owner; on its loop.
protocol StreamSocketHandler: AnyObject {
    func socketConnected()
    /// Bytes arrived; valid during the call only. The owner may close the socket meanwhile.
    func socketReceived(_ bytes: Span<UInt8>)
    func socketDrained()
    /// The end; called once, nothing follows.
    func socketEnded(_ problem: String?)
}

/// A dialled TCP connection on a loop, in clear or TLS, with a bounded backlog. Writes go to the kernel directly; only what it
/// does not take waits.
final class StreamSocket {
    private enum State { case connecting, handshaking, open, closed }

    private let loop: EventLoop
    /// Kept until the socket has ended.
    private var handler: (any StreamSocketHandler)?
    private let descriptor: Int32
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private var tls: TLSConnection?
    private var state = State.connecting
    private var waiting: [UInt8] = []
    private var sent = 0
    private var events: Int32 = 0
    /// TLS wants to write before it can read on, or the reverse.
    private var isReading = true

    /// Reads per wake-up: a peer that floods us waits its turn.
    private static let readsPerWakeUp = 4

    /// Bytes taken by `write` that the kernel has not.
    var backlog: Int { waiting.count - sent }
    /// When the backlog last moved.
    private(set) var lastProgress: Int64 = 0
    var isOpen: Bool { state == .open }

    init(loop: EventLoop, descriptor: Int32, handler: any StreamSocketHandler) {
        self.loop = loop
        self.descriptor = descriptor
        self.handler = handler
        uv_poll_init(loop.uv, poll, descriptor)
        poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
        watch(UV_WRITABLE.rawValue)
    }

    /// TLS begins as soon as TCP is connected.
    func useTLS(_ context: TLSContext, host: String) -> Bool {
        tls = TLSConnection(context, descriptor: descriptor, host: host)
        return tls != nil
    }

    private func watch(_ wanted: UInt32) {
        guard state != .closed, events != Int32(wanted) else { return }
        events = Int32(wanted)
        guard events != 0 else {
            uv_poll_stop(poll)
            return
        }
        uv_poll_start(poll, events) { handle, status, events in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<StreamSocket>.fromOpaque(data).takeUnretainedValue().wake(status, UInt32(events))
        }
    }

    private func wake(_ status: Int32, _ events: UInt32) {
        if status < 0 {
            // libuv says EBADF to whatever error the socket has.
            let error = vg_socket_error(descriptor)
            return end("\(state == .connecting ? "connect" : "socket"): \(errorText(error == 0 ? -status : error))")
        }
        switch state {
        case .connecting: finishConnect()
        case .handshaking: handshake()
        case .open:
            if events & UV_WRITABLE.rawValue != 0 { flush() }
            if events & UV_READABLE.rawValue != 0, state == .open { receive() }
        case .closed: break
        }
    }

    private func finishConnect() {
        let error = vg_socket_error(descriptor)
        guard error == 0 else { return end("connect: \(errorText(error))") }
        guard tls != nil else { return opened() }
        state = .handshaking
        handshake()
    }

    private func handshake() {
        switch tls?.handshake() {
        case .done: opened()
        case .wantsRead: watch(UV_READABLE.rawValue)
        case .wantsWrite: watch(UV_WRITABLE.rawValue)
        case .closed, nil: end("tls: the peer closed during the handshake")
        case .failed(let problem): end("tls: \(problem)")
        }
    }

    private func opened() {
        state = .open
        watch(UV_READABLE.rawValue)
        handler?.socketConnected()
    }

    // MARK: Reading

    private func receive() {
        for _ in 0..<Self.readsPerWakeUp {
            let count: Int
            switch readOnce() {
            case .done(let got): count = got
            case .wantsRead: return
            case .wantsWrite: return watch(UV_READABLE.rawValue | UV_WRITABLE.rawValue)
            case .closed: return end(nil)
            case .failed(let problem): return end(problem)
            }
            let bytes = UnsafeBufferPointer(start: loop.readBuffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: count)
            handler?.socketReceived(bytes.span)
            guard state == .open, isReading else { return }
            // In clear, a short read means that the kernel has no more; with TLS it would tell us of more.
            guard tls?.hasPending ?? (count == loop.readBuffer.count) else { return }
        }
        // TLS may hold decrypted bytes that the kernel knows nothing of.
        receiveSoon()
    }

    private func receiveSoon() {
        guard tls != nil else { return }
        LoopBound(self, on: loop).onLoop { if $0.state == .open, $0.isReading { $0.receive() } }
    }

    private func readOnce() -> TLSConnection.Step {
        if let tls { return tls.read(into: loop.readBuffer) }
        let count = recv(descriptor, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
        if count > 0 { return .done(count) }
        if count == 0 { return .closed }
        return errno == EAGAIN || errno == EINTR ? .wantsRead : .failed("receive: \(errorText(errno))")
    }

    /// Stops taking bytes: the peer is held back by TCP.
    func pauseReading() {
        isReading = false
        if state == .open { watch(backlog > 0 ? UV_WRITABLE.rawValue : 0) }
    }

    func resumeReading() {
        guard !isReading else { return }
        isReading = true
        guard state == .open else { return }
        watch(UV_READABLE.rawValue | (backlog > 0 ? UV_WRITABLE.rawValue : 0))
        receiveSoon()
    }

    // MARK: Writing

    /// Writes, or queues what the kernel doesn't take.
    /// - Returns: false if the queue would exceed `limit`; nothing was taken then.
    func write(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Bool {
        guard state == .open else { return true }
        var rest = bytes
        if backlog == 0 {
            while !rest.isEmpty, case .done(let count) = writeOnce(rest) { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
            if rest.isEmpty { return true }
            lastProgress = loop.now
        }
        // A frame begun must be finished, so what is left of it is always kept.
        guard rest.count < bytes.count || backlog + rest.count <= limit else { return false }
        waiting.append(contentsOf: rest)
        if state == .open { watch(UV_WRITABLE.rawValue | (isReading ? UV_READABLE.rawValue : 0)) }
        return true
    }

    private func writeOnce(_ bytes: UnsafeRawBufferPointer) -> TLSConnection.Step {
        if let tls { return tls.write(bytes) }
        let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return .done(count) }
        return errno == EAGAIN || errno == EINTR ? .wantsWrite : .failed("send: \(errorText(errno))")
    }

    private func flush() {
        while backlog > 0 {
            let step = waiting.withUnsafeBytes { writeOnce(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            switch step {
            case .done(let count):
                sent += count
                lastProgress = loop.now
            case .wantsRead, .wantsWrite: return compact()
            case .closed: return end(nil)
            case .failed(let problem): return end(problem)
            }
        }
        waiting = []
        sent = 0
        if state == .open { watch(isReading ? UV_READABLE.rawValue : 0) }
        handler?.socketDrained()
    }

    private func compact() {
        guard sent > 65_536 else { return }
        waiting.removeFirst(sent)
        sent = 0
    }

    // MARK: Ending

    /// Closes without telling the handler.
    func close() {
        handler = nil
        end(nil)
    }

    private func end(_ problem: String?) {
        guard state != .closed else { return }
        if state == .open { tls?.shutdown() }
        state = .closed
        tls = nil
        waiting = []
        sent = 0
        let handler = handler
        self.handler = nil
        uv_close(vg_uv_handle(poll)) { handle in
            guard let handle else { return }
            if let data = handle.pointee.data { Unmanaged<StreamSocket>.fromOpaque(data).release() }
            UnsafeMutableRawPointer(handle).deallocate()
        }
        // After libuv has taken it out of its epoll set.
        Glibc.close(descriptor)
        handler?.socketEnded(problem)
    }
}
