import CLibWebSockets
import Glibc

/// Accepts connections on one address for one loop, which keeps it while it is open; libwebsockets serves those adopted here.
public final class WebSocketListener {
    public struct Options: Sendable {
        public var host: String
        /// 0 takes any free port; see `port`.
        public var port: Int
        public var tls: ServerTLS?
        /// Another loop of this process has opened the port, and it is this one's too.
        public var sharesPort: Bool
        /// Sockets open at once, beyond which new ones are closed unread.
        public var maxConnections = 20_000

        public init(host: String = "127.0.0.1", port: Int, tls: ServerTLS? = nil, sharesPort: Bool = false) {
            self.host = host
            self.port = port
            self.tls = tls
            self.sharesPort = sharesPort
        }
    }

    let loop: EventLoop
    let handler: any ListenerHandler
    private let options: Options
    private var socket: ListeningSocket?
    private var host: OpaquePointer?
    /// Sockets adopted and not yet gone.
    var connections = 0
    /// Plain HTTP requests so far.
    var requests = 0
    /// Sockets closed unread because there were too many.
    public private(set) var refused = 0
    /// The port in use; 0 until it is open.
    public var port: Int { socket?.port ?? 0 }

    public init(loop: EventLoop, options: Options, handler: any ListenerHandler) {
        self.loop = loop
        self.options = options
        self.handler = handler
    }

    /// Opens the socket; on the loop.
    public func open() throws(ListenFailure) {
        let opened = try ListeningSocket(options.host, options.port, shares: options.sharesPort, on: loop) { [self] in adopt($0) }
        guard let made = loop.servers.makeHost(on: loop.uv, tls: options.tls) else {
            opened.close()
            throw ListenFailure(description: options.tls.map { "can't use certificate \($0.certificateFile) with key \($0.keyFile)" } ?? "no memory")
        }
        host = made
        socket = opened
    }

    /// Takes no more connections; those there are stay.
    public func close() { socket?.close() }

    private func adopt(_ connection: Int32) {
        guard connections < options.maxConnections, let host else {
            refused += 1
            Glibc.close(connection)
            return
        }
        // On failure libwebsockets has closed the socket itself.
        guard let wsi = lws_adopt_socket_vhost(host, connection) else { return }
        connections += 1
        _ = ServerPeer(wsi, listener: self)
    }
}
