import CLibWebSockets

/// libwebsockets' one way to us. Nonisolated and top-level: closures written elsewhere may carry an isolation that traps here.
func serverCallback(
    _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?, _ input: UnsafeMutableRawPointer?, _ length: Int
) -> Int32 {
    guard let wsi else { return 0 }
    switch reason {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return listener(of: wsi)?.confirmUpgrade(wsi) ?? -1
    case LWS_CALLBACK_ESTABLISHED: return serverSocket(of: wsi)?.established() ?? -1
    case LWS_CALLBACK_RECEIVE: return serverSocket(of: wsi)?.received(input, length) ?? -1
    case LWS_CALLBACK_SERVER_WRITEABLE: return serverSocket(of: wsi)?.writable() ?? -1
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: return serverSocket(of: wsi)?.peerCloses(input, length) ?? 0
    case LWS_CALLBACK_CLOSED:
        serverSocket(of: wsi)?.gone()
        return 0
    case LWS_CALLBACK_HTTP: return listener(of: wsi)?.answer(wsi) ?? -1
    case LWS_CALLBACK_HTTP_WRITEABLE: return httpAnswer(of: wsi)?.write(wsi) ?? 0
    case LWS_CALLBACK_WSI_DESTROY:
        release(wsi)
        return 0
    default: return 0
    }
}

private func listener(of wsi: OpaquePointer) -> WebSocketListener? {
    guard let host = lws_get_vhost(wsi), let owner = lws_get_vhost_user(host) else { return nil }
    return Unmanaged<WebSocketListener>.fromOpaque(owner).takeUnretainedValue()
}

private func serverSocket(of wsi: OpaquePointer) -> ServerWebSocket? { peer(of: wsi)?.socket }

private func httpAnswer(of wsi: OpaquePointer) -> HTTPAnswer? { peer(of: wsi)?.answer }

/// What a connection is to us: a WebSocket or an answer being written.
final class ServerPeer {
    let socket: ServerWebSocket?
    let answer: HTTPAnswer?

    init(socket: ServerWebSocket) {
        self.socket = socket
        answer = nil
    }

    init(answer: HTTPAnswer) {
        self.answer = answer
        socket = nil
    }
}

private func peer(of wsi: OpaquePointer) -> ServerPeer? {
    lws_get_opaque_user_data(wsi).map { Unmanaged<ServerPeer>.fromOpaque($0).takeUnretainedValue() }
}

/// The connection's object: one retained pointer, given back when libwebsockets forgets the connection.
func attach(_ peer: ServerPeer, to wsi: OpaquePointer) {
    release(wsi)
    lws_set_opaque_user_data(wsi, Unmanaged<ServerPeer>.passRetained(peer).toOpaque())
}

func release(_ wsi: OpaquePointer) {
    guard let data = lws_get_opaque_user_data(wsi) else { return }
    lws_set_opaque_user_data(wsi, nil)
    Unmanaged<ServerPeer>.fromOpaque(data).release()
}
