import CLibUV
import CLibWebSockets
import Glibc

/// The loop's libwebsockets context and its virtual hosts, made when the first listener needs them.
final class ServerContext {
    private(set) var context: OpaquePointer?
    /// Subprotocols a client may ask for; the first is what a client that asks for none gets.
    private static let subprotocols = ["voice", "realtime", "convai"]
    private let protocols: UnsafeMutablePointer<lws_protocols>
    /// Texts that libwebsockets points to for as long as its context lives.
    private var texts: [UnsafeMutablePointer<CChar>] = []
    /// What libwebsockets put on the loop for itself: timers, and the poll of its event pipe.
    private var ownHandles: [UnsafeMutablePointer<uv_handle_t>] = []
    /// The connections adopted and not yet gone.
    private var connections: Set<OpaquePointer> = []

    init() {
        protocols = .allocate(capacity: Self.subprotocols.count + 1)
        protocols.initialize(repeating: lws_protocols(), count: Self.subprotocols.count + 1)
        for (index, name) in Self.subprotocols.enumerated() {
            protocols[index].name = keep(name)
            protocols[index].callback = serverCallback
            // Callers' frames are small: this much is allocated per connection. Longer messages come in parts.
            protocols[index].rx_buffer_size = 4_096
            protocols[index].tx_packet_size = 65_536
        }
    }

    deinit {
        // An abandoned context points to them for ever.
        guard context == nil else { return }
        for text in texts { text.deallocate() }
        protocols.deallocate()
    }

    private func keep(_ text: String) -> UnsafePointer<CChar> {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (offset, byte) in bytes.enumerated() { copy[offset] = byte }
        texts.append(copy)
        return UnsafePointer(copy)
    }

    private func makeContext(on uv: UnsafeMutablePointer<uv_loop_t>) -> OpaquePointer? {
        lws_set_log_level(0, nil)
        // Kept by the context, which is never freed: see `abandon`.
        let loops = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        loops.initialize(to: UnsafeMutableRawPointer(uv))
        var info = lws_context_creation_info()
        info.port = Int32(CONTEXT_PORT_NO_LISTEN)
        info.options = vg_lws_option_libuv | vg_lws_option_explicit_vhosts | vg_lws_option_ssl
        info.foreign_loops = loops
        info.pt_serv_buf_size = 65_536
        info.timeout_secs = 10
        info.keepalive_timeout = 10
        let before = Set(handles(of: uv))
        defer { ownHandles = handles(of: uv).filter { !before.contains($0) } }
        return lws_create_context(&info)
    }

    /// Makes a virtual host that sockets can be adopted by.
    /// - Returns: `nil` if the certificate or key can't be used.
    func makeHost(on uv: UnsafeMutablePointer<uv_loop_t>, tls: ServerTLS?) -> OpaquePointer? {
        if context == nil { context = makeContext(on: uv) }
        guard let context else { return nil }
        var info = lws_context_creation_info()
        info.port = -2  // CONTEXT_PORT_NO_LISTEN_SERVER: sockets are adopted, each loop accepts its own.
        info.protocols = UnsafePointer(protocols)
        info.timeout_secs = 10
        info.keepalive_timeout = 10
        info.vhost_name = keep(tls == nil ? "clear" : "tls")
        if let tls {
            info.options = vg_lws_option_ssl
            // Or clients that offer HTTP/2 would get it, which our answers are not made for.
            info.alpn = keep("http/1.1")
            info.ssl_cert_filepath = keep(tls.certificateFile)
            info.ssl_private_key_filepath = keep(tls.keyFile)
        }
        return lws_create_vhost(context, &info)
    }

    func keep(_ wsi: OpaquePointer) { connections.insert(wsi) }

    func forget(_ wsi: OpaquePointer) { connections.remove(wsi) }

    /// Ends every connection and takes the context off the loop, which may then be closed. The context itself is abandoned:
    /// `lws_context_destroy` closes its event pipe's descriptor twice (warmcat/libwebsockets#2514), and the second time it may be another thread's.
    func abandon() {
        // One by one: the end of one may be that of another.
        while let wsi = connections.popFirst() { kill(wsi) }
        for handle in ownHandles {
            var descriptor: uv_os_fd_t = -1
            let isPoll = uv_fileno(handle, &descriptor) == 0
            uv_close(handle, nil)
            if isPoll { Glibc.close(descriptor) }
        }
        ownHandles = []
    }
}

/// The handles on a loop.
private func handles(of uv: UnsafeMutablePointer<uv_loop_t>) -> [UnsafeMutablePointer<uv_handle_t>] {
    var found: [UnsafeMutablePointer<uv_handle_t>] = []
    withUnsafeMutablePointer(to: &found) { found in
        uv_walk(uv, { handle, found in found?.assumingMemoryBound(to: [UnsafeMutablePointer<uv_handle_t>].self).pointee.append(handle!) }, found)
    }
    return found
}
