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
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: return serverSocket(of: wsi)?.peerCloses(input, length) ?? -1
    case LWS_CALLBACK_CLOSED:
        serverSocket(of: wsi)?.gone()
        return 0
    case LWS_CALLBACK_HTTP: return listener(of: wsi)?.answer(wsi) ?? -1
    case LWS_CALLBACK_HTTP_BODY: return listener(of: wsi)?.received(input, length, wsi) ?? -1
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return listener(of: wsi)?.completed(wsi) ?? -1
    case LWS_CALLBACK_HTTP_WRITEABLE: return listener(of: wsi)?.writable(wsi) ?? -1
    case LWS_CALLBACK_WSI_DESTROY:
        detach(wsi)
        return 0
    default: return 0
    }
}

func peer(of wsi: OpaquePointer) -> ServerPeer? {
    lws_get_opaque_user_data(wsi).map { Unmanaged<ServerPeer>.fromOpaque($0).takeUnretainedValue() }
}

/// Not the virtual host's owner: libwebsockets moves a connection to whichever host it thinks the `Host` header means.
private func listener(of wsi: OpaquePointer) -> WebSocketListener? { peer(of: wsi)?.listener }

private func serverSocket(of wsi: OpaquePointer) -> ServerWebSocket? { peer(of: wsi)?.socket }
