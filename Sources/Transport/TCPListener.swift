import CLibUV
import Glibc

/// Accepts plain TCP connections on one address for one loop.
public final class TCPListener {
    private let loop: EventLoop
    private let accept: (EventLoop) -> (any TCPHandler)?
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private let descriptor: Int32
    private var isOpen = true
    /// The port in use.
    public let port: Int

    private static let batch = 32
    private static let backlogLimit = 64 << 20

    /// Opens the socket; on the loop.
    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - accept: makes the handler of a new connection, or refuses it: it is closed unread.
    public init(host: String, port: Int, loop: EventLoop, accept: @escaping (EventLoop) -> (any TCPHandler)?) throws(ListenFailure) {
        precondition(loop.isOnLoop, "A listener is opened on its loop.")
        self.loop = loop
        self.accept = accept
        descriptor = try WebSocketListener.bind(host, port)
        self.port = Int(vg_local_port(descriptor))
        loop.keep(self)
        uv_poll_init(loop.uv, poll, descriptor)
        poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
        uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { handle, _, _ in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<TCPListener>.fromOpaque(data).takeUnretainedValue().acceptWaiting()
        }
    }

    private func acceptWaiting() {
        for _ in 0..<Self.batch {
            let accepted = vg_accept(descriptor)
            guard accepted >= 0 else { return }
            guard let handler = accept(loop) else {
                Glibc.close(accepted)
                continue
            }
            _ = TCPConnection(accepted: accepted, loop: loop, backlogLimit: Self.backlogLimit, handler: handler)
        }
    }

    /// Takes no more connections; those there are stay.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        loop.forget(self)
        uv_close(vg_uv_handle(poll)) { handle in
            guard let handle else { return }
            if let data = handle.pointee.data { Unmanaged<TCPListener>.fromOpaque(data).release() }
            UnsafeMutableRawPointer(handle).deallocate()
        }
        Glibc.close(descriptor)
    }
}

extension TCPListener: LoopResident {
    func loopEnds() { close() }
}
