import CallControl
import Glibc
import Transport
import WireProtocols

/// One client of the emulated provider: binds a WebSocket of its loop to a connection, and wakes the connection in time.
final class ProviderPeer: WebSocketHandler, ProviderSocket {
    private let setup: EmulationSetup
    private var socket: WebSocket?
    private var connection: ProviderConnection?
    private var timer: LoopTimer?
    private var wakesAt: Instant?
    private let pause: Duration?

    init(_ setup: EmulationSetup) {
        self.setup = setup
        let pauses = setup.faults.compactMap { fault -> Duration? in
            guard case .slowReader(let pause) = fault else { return nil }
            return pause
        }
        pause = pauses.first
    }

    private var now: Instant { Instant(nanoseconds: socket?.loop.now ?? 0) }

    func webSocketDidOpen(_ socket: WebSocket) {
        guard !setup.faults.contains(.refuseConnection) else { return socket.abort() }
        self.socket = socket
        // An answer that is sent all at once is megabytes.
        socket.backlogLimit = 64 << 20
        let name = "\(setup.connection)-\(setup.dialect.rawValue).jsonl"
        let connection = ProviderConnection(
            setup, socket: self, capture: setup.settings.capture.flatMap { TrafficCapture(path: "\($0)/\(name)", start: now) })
        self.connection = connection
        connection.open(at: now)
        schedule()
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        if let pause { usleep(UInt32(pause / .microseconds(1))) }
        guard connection?.receive(payload, kind == .text ? .text : .binary, at: now) == true else { return }
        schedule()
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        timer?.cancel()
        connection = nil
        self.socket = nil
    }

    /// One timer, for the next thing that is due.
    private func schedule() {
        guard let socket, let next = connection?.nextWake else {
            timer?.cancel()
            timer = nil
            wakesAt = nil
            return
        }
        guard next != wakesAt else { return }
        timer?.cancel()
        wakesAt = next
        timer = socket.loop.after(max(.zero, next - now)) { [weak self] in self?.wake() }
    }

    private func wake() {
        wakesAt = nil
        connection?.wake(at: now)
        schedule()
    }

    // MARK: What the connection sends

    func send(_ payload: [UInt8], _ kind: FrameKind) {
        switch socket?.send(kind == .text ? .text : .binary, payload.span) {
        // A peer that doesn't read is beyond help.
        case .overflow: socket?.abort()
        case .sent, .queued, .closed, nil: break
        }
    }

    func close(code: Int, reason: String) { socket?.close(code: code, reason: reason) }
    func drop() { socket?.abort() }
}
