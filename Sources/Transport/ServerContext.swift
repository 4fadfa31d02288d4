import CLibUV
import CLibWebSockets

/// The loop's libwebsockets context and its virtual hosts, made when the first listener needs them.
final class ServerContext {
    private(set) var context: OpaquePointer?
    private var foreignLoops: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    /// Subprotocols a client may ask for; the first is what a client that asks for none gets.
    private static let subprotocols = ["voice", "realtime", "convai"]
    private let protocols: UnsafeMutablePointer<lws_protocols>
    /// Texts that libwebsockets points to for as long as its context lives.
    private var texts: [UnsafeMutablePointer<CChar>] = []

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
        for text in texts { text.deallocate() }
        protocols.deallocate()
        foreignLoops?.deallocate()
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
        let loops = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        loops.initialize(to: UnsafeMutableRawPointer(uv))
        foreignLoops = loops
        var info = lws_context_creation_info()
        info.port = Int32(CONTEXT_PORT_NO_LISTEN)
        info.options = vg_lws_option_libuv | vg_lws_option_explicit_vhosts | vg_lws_option_ssl
        info.foreign_loops = loops
        info.pt_serv_buf_size = 65_536
        info.timeout_secs = 10
        info.keepalive_timeout = 10
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

    func destroy() {
        if let context { lws_context_destroy(context) }
        context = nil
    }
}
