import CLibUV
import CLibWebSockets
import Glibc

/// Why a listener could not be opened.
public struct ListenFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

/// Accepts connections on one address for one loop. Every loop opens its own socket on the same port (SO_REUSEPORT); the kernel
/// spreads connections over them, and libwebsockets serves those adopted here.
public final class WebSocketListener {
    public struct Options: Sendable {
        public var host: String
        /// 0 takes any free port; see `port`.
        public var port: Int
        public var tls: ServerTLS?
        /// Sockets open at once, beyond which new ones are closed unread.
        public var maxConnections = 20_000

        public init(host: String = "127.0.0.1", port: Int, tls: ServerTLS? = nil) {
            self.host = host
            self.port = port
            self.tls = tls
        }
    }

    let loop: EventLoop
    let handler: any ListenerHandler
    private let options: Options
    private var descriptor: Int32 = -1
    private var host: OpaquePointer?
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private var isOpen = false
    /// Sockets adopted and not yet gone.
    var connections = 0
    /// Plain HTTP requests so far.
    var requests = 0
    /// Sockets closed unread because there were too many.
    public private(set) var refused = 0
    /// The port in use.
    public private(set) var port = 0

    /// Accepted per wake-up, so that a burst of callers doesn't hold up those who talk.
    private static let batch = 32

    public init(loop: EventLoop, options: Options, handler: any ListenerHandler) {
        self.loop = loop
        self.options = options
        self.handler = handler
    }

    /// Opens the socket; on the loop.
    public func open() throws(ListenFailure) {
        precondition(loop.isOnLoop, "A listener is opened on its loop.")
        descriptor = try Self.bind(options.host, options.port)
        port = Int(vg_local_port(descriptor))
        guard let made = loop.servers.makeHost(on: loop.uv, tls: options.tls) else {
            Glibc.close(descriptor)
            throw ListenFailure(description: options.tls.map { "can't use certificate \($0.certificateFile) with key \($0.keyFile)" } ?? "no memory")
        }
        host = made
        isOpen = true
        loop.keep(self)
        uv_poll_init(loop.uv, poll, descriptor)
        poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
        uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { handle, _, _ in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<WebSocketListener>.fromOpaque(data).takeUnretainedValue().acceptWaiting()
        }
    }

    /// Takes no more connections; those there are stay.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        loop.forget(self)
        uv_close(vg_uv_handle(poll)) { handle in
            guard let handle else { return }
            if let data = handle.pointee.data { Unmanaged<WebSocketListener>.fromOpaque(data).release() }
            UnsafeMutableRawPointer(handle).deallocate()
        }
        Glibc.close(descriptor)
    }

    static func bind(_ host: String, _ port: Int) throws(ListenFailure) -> Int32 {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        let name = host == "localhost" ? "127.0.0.1" : host
        guard getaddrinfo(name, String(port), &hints, &found) == 0, let found else {
            throw ListenFailure(description: "\(host) is not an address to listen on (give an IP address)")
        }
        defer { freeaddrinfo(found) }
        let descriptor = vg_listen(found, 1_024)
        guard descriptor >= 0 else { throw ListenFailure(description: "can't listen on \(host):\(port): \(errorText(errno))") }
        return descriptor
    }

    private func acceptWaiting() {
        for _ in 0..<Self.batch {
            let accepted = vg_accept(descriptor)
            guard accepted >= 0 else { return }
            guard connections < options.maxConnections, let host else {
                refused += 1
                Glibc.close(accepted)
                continue
            }
            // On failure libwebsockets has closed the socket itself.
            guard let wsi = lws_adopt_socket_vhost(host, accepted) else { continue }
            connections += 1
            _ = ServerPeer(wsi, listener: self)
        }
    }
}

func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
