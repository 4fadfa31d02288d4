import CLibUV
import CLibWebSockets

/// The loop's libwebsockets context and its virtual hosts, made when the first listener needs them.
final class ServerContext {
    private(set) var context: OpaquePointer?
    private var foreignLoops: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    /// Subprotocols a client may ask for; the first is what a client that asks for none gets.
    private static let subprotocols = ["voice", "realtime", "convai"]
    private let protocols: UnsafeMutablePointer<lws_protocols>
    private var names: [UnsafeMutablePointer<CChar>] = []

    init() {
        protocols = .allocate(capacity: Self.subprotocols.count + 1)
        protocols.initialize(repeating: lws_protocols(), count: Self.subprotocols.count + 1)
        for (index, name) in Self.subprotocols.enumerated() {
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: name.utf8.count + 1)
            for (offset, byte) in name.utf8.enumerated() { copy[offset] = CChar(bitPattern: byte) }
            copy[name.utf8.count] = 0
            names.append(copy)
            protocols[index].name = UnsafePointer(copy)
            protocols[index].callback = serverCallback
            // Callers' frames are small: this much is allocated per connection. Longer messages come in parts.
            protocols[index].rx_buffer_size = 4_096
            protocols[index].tx_packet_size = 65_536
        }
    }

    deinit {
        for name in names { name.deallocate() }
        protocols.deallocate()
        foreignLoops?.deallocate()
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
        guard let tls else {
            return "clear".withCString { name in
                info.vhost_name = name
                return lws_create_vhost(context, &info)
            }
        }
        info.options = vg_lws_option_ssl
        return tls.certificateFile.withCString { certificate in
            tls.keyFile.withCString { key in
                "http/1.1".withCString { protocols in
                    info.vhost_name = protocols
                    // Or clients that offer HTTP/2 would get it, which our answers are not made for.
                    info.alpn = protocols
                    info.ssl_cert_filepath = certificate
                    info.ssl_private_key_filepath = key
                    return lws_create_vhost(context, &info)
                }
            }
        }
    }

    func destroy() {
        if let context { lws_context_destroy(context) }
        context = nil
    }
}
