import CLibWebSockets
import Glibc

/// What an accepted connection is to us, from its adoption to its end: nothing yet, a WebSocket, or an answer being written.
final class ServerPeer {
    let listener: WebSocketListener
    private let wsi: OpaquePointer
    /// The request must have come by then.
    private var deadline: LoopTimer?

    var socket: ServerWebSocket? {
        didSet { if socket != nil { deadline?.cancel() } }
    }
    var answer: HTTPAnswer? {
        didSet { deadline?.cancel() }
    }
    /// A request whose body is still coming.
    var incoming: IncomingRequest?
    /// An answer whose time has come, waiting for the socket.
    var held: (request: HTTPServerRequest, response: HTTPServerResponse)?
    private var delay: LoopTimer?
    private var isGone = false

    /// libwebsockets has a deadline of its own, but under a foreign loop one set outside its callbacks may never be looked at.
    static let patience = Duration.seconds(10)

    /// Attaches itself to the connection: one retained pointer, given back by `detach`.
    init(_ wsi: OpaquePointer, listener: WebSocketListener) {
        self.wsi = wsi
        self.listener = listener
        lws_set_opaque_user_data(wsi, Unmanaged.passRetained(self).toOpaque())
        listener.loop.servers.keep(wsi)
        deadline = listener.loop.after(Self.patience) { kill(wsi) }
    }

    /// The request is not answered yet: the connection may stay for so long.
    func extend(by patience: Duration) {
        deadline?.cancel()
        deadline = listener.loop.after(patience) { [wsi] in kill(wsi) }
    }

    /// Asks for the socket in a while.
    func hold(_ response: HTTPServerResponse, to request: HTTPServerRequest, for delay: Duration) {
        self.delay = listener.loop.after(delay) { [unowned self] in
            held = (request, response)
            lws_callback_on_writable(wsi)
        }
    }

    /// An answer that was promised is there; perhaps nobody waits any more.
    func send(_ response: HTTPServerResponse, to request: HTTPServerRequest) {
        guard !isGone else { return }
        extend(by: Self.patience)
        held = (request, response)
        lws_callback_on_writable(wsi)
    }

    fileprivate func gone() {
        isGone = true
        deadline?.cancel()
        delay?.cancel()
        listener.connections -= 1
        listener.loop.servers.forget(wsi)
        // A handshake that broke off was never `CLOSED`.
        socket?.gone()
    }
}

/// The connection is no more: libwebsockets' last word on it.
func detach(_ wsi: OpaquePointer) {
    guard let data = lws_get_opaque_user_data(wsi) else { return }
    lws_set_opaque_user_data(wsi, nil)
    Unmanaged<ServerPeer>.fromOpaque(data).takeRetainedValue().gone()
}

/// Frees the connection at once; never from within one of its own callbacks.
func kill(_ wsi: OpaquePointer) {
    // Or libwebsockets would first wait for what it has buffered to be taken.
    shutdown(lws_get_socket_fd(wsi), Int32(SHUT_RDWR))
    lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, -2)  // LWS_TO_KILL_SYNC
}
