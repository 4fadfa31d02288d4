import CLibWebSockets

extension WebSocketListener {
    // MARK: Upgrades

    /// Somebody wants a WebSocket: 0 goes on with the handshake, anything else ends the connection.
    func confirmUpgrade(_ wsi: OpaquePointer) -> Int32 {
        let (path, query) = Self.target(of: wsi)
        let request = UpgradeRequest(
            path: path, query: query, authorization: Self.header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION),
            subprotocols: Self.header(wsi, WSI_TOKEN_PROTOCOL), peer: Self.peerName(of: wsi), apiKey: Self.header(wsi, named: "xi-api-key:"),
            host: Self.header(wsi, WSI_TOKEN_HOST), headers: wantedHeaders(of: wsi))
        guard let peer = peer(of: wsi) else { return -1 }
        switch handler.accept(request) {
        case .accept(let handler, let maxMessage):
            peer.socket = ServerWebSocket(wsi, loop: loop, handler: handler, maxMessage: maxMessage)
            return 0
        case .refuse(let code, let reason):
            peer.socket = ServerWebSocket(wsi, loop: loop, handler: nil, maxMessage: 0, refusal: (code, reason))
            return 0
        case .reject(let status, let body):
            Self.reject(wsi, status, body)
            return -1
        }
    }

    /// Answers by hand: at this point libwebsockets takes every client for one of HTTP/1.0 and says so, which some don't accept.
    private static func reject(_ wsi: OpaquePointer, _ status: Int, _ body: String) {
        let phrase = [
            401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 411: "Length Required", 413: "Content Too Large", 429: "Too Many Requests",
            503: "Service Unavailable",
        ][status]
        let head =
            "HTTP/1.1 \(status) \(phrase ?? "Refused")\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        writeRaw(Array((head + body).utf8), wsi)
    }

    static func writeRaw(_ bytes: [UInt8], _ wsi: OpaquePointer) {
        var bytes = [UInt8](repeating: 0, count: Int(vg_lws_pre)) + bytes
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = lws_write(wsi, start + Int(vg_lws_pre), buffer.count - Int(vg_lws_pre), LWS_WRITE_HTTP_HEADERS)
        }
    }

    // MARK: Plain HTTP

    /// A request's head is there.
    func answer(_ wsi: OpaquePointer) -> Int32 {
        guard let peer = peer(of: wsi) else { return -1 }
        let request = request(of: wsi)
        if let reaction = handler.begin(request) { return perform(reaction, to: request, of: peer, wsi) }
        guard handler.bodyLimit > 0 else { return perform(handler.react(to: request), to: request, of: peer, wsi) }
        switch BodyLength(chunked: Self.header(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING), length: Self.header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH)) {
        case .none: return perform(handler.react(to: request), to: request, of: peer, wsi)
        case .unknown: return refuse(wsi, 411, "a body needs Content-Length")
        case .known(let length) where length > handler.bodyLimit: return refuse(wsi, 413, "a body is longer than \(handler.bodyLimit) bytes")
        case .known(let length):
            peer.incoming = IncomingRequest(request, length: length)
            return 0
        }
    }

    private func request(of wsi: OpaquePointer) -> HTTPServerRequest {
        let (path, query) = Self.target(of: wsi)
        var request = HTTPServerRequest(
            method: Self.method(of: wsi).name, path: path, query: query, authorization: Self.header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION),
            apiKey: Self.header(wsi, named: "xi-api-key:"), host: Self.header(wsi, WSI_TOKEN_HOST), peer: Self.peerName(of: wsi))
        requests += 1
        request.number = requests
        request.headers = wantedHeaders(of: wsi)
        return request
    }

    /// libwebsockets keeps the headers that it knows under tokens, and all others by name.
    private static let known = [
        "content-type": WSI_TOKEN_HTTP_CONTENT_TYPE, "accept": WSI_TOKEN_HTTP_ACCEPT, "user-agent": WSI_TOKEN_HTTP_USER_AGENT,
        "cookie": WSI_TOKEN_HTTP_COOKIE, "origin": WSI_TOKEN_ORIGIN, "range": WSI_TOKEN_HTTP_RANGE,
    ]

    private func wantedHeaders(of wsi: OpaquePointer) -> [String: String] {
        var headers: [String: String] = [:]
        for name in handler.wantedHeaders {
            headers[name] = Self.known[name].map { Self.header(wsi, $0) } ?? Self.header(wsi, named: name + ":")
        }
        return headers
    }

    private func refuse(_ wsi: OpaquePointer, _ status: Int, _ text: String) -> Int32 {
        Self.reject(wsi, status, text + "\n")
        return -1
    }

    /// Answers now; the body follows when the socket takes it, and then the connection ends. Going on with it is not safe: of a request that
    /// came in one packet with another, which has a body, libwebsockets 4.1.6 never finds the end, and its loop with it.
    func write(_ response: HTTPServerResponse, to request: HTTPServerRequest, of peer: ServerPeer, _ wsi: OpaquePointer) -> Int32 {
        guard Self.writeHead(wsi, response) else { return -1 }
        peer.answer = nil
        if request.method == "HEAD" { return -1 }
        peer.answer = HTTPAnswer(response.body)
        lws_callback_on_writable(wsi)
        return 0
    }

    private static func writeHead(_ wsi: OpaquePointer, _ response: HTTPServerResponse) -> Bool {
        let pre = Int(vg_lws_pre)
        var buffer = [UInt8](repeating: 0, count: pre + 2_048)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            let start = buffer.baseAddress! + pre
            var next: UnsafeMutablePointer<UInt8>? = start
            let end = buffer.baseAddress! + buffer.count - 1
            guard lws_add_http_common_headers(wsi, UInt32(response.status), response.contentType, lws_filepos_t(response.body.count), &next, end) == 0
            else { return false }
            guard lws_add_http_header_by_name(wsi, "connection:", "close", 5, &next, end) == 0 else { return false }
            for (name, value) in response.headers {
                guard lws_add_http_header_by_name(wsi, name + ":", value, Int32(value.utf8.count), &next, end) == 0 else { return false }
            }
            return lws_finalize_write_http_header(wsi, start, &next, end) == 0
        }
    }

    // MARK: Reading requests

    /// libwebsockets keeps each method's path under a token of its own.
    private static let methods: [(name: String, token: lws_token_indexes)] = [
        ("GET", WSI_TOKEN_GET_URI), ("HEAD", WSI_TOKEN_HEAD_URI), ("POST", WSI_TOKEN_POST_URI), ("PUT", WSI_TOKEN_PUT_URI),
        ("PATCH", WSI_TOKEN_PATCH_URI), ("DELETE", WSI_TOKEN_DELETE_URI), ("OPTIONS", WSI_TOKEN_OPTIONS_URI),
    ]

    private static func method(of wsi: OpaquePointer) -> (name: String, token: lws_token_indexes?) {
        for (name, token) in methods where vg_lws_has(wsi, Int32(token.rawValue)) > 0 { return (name, token) }
        return ("", nil)
    }

    /// Path and query; libwebsockets decodes the path and keeps the query's parts separately.
    private static func target(of wsi: OpaquePointer) -> (path: String, query: String?) {
        let path = method(of: wsi).token.flatMap { header(wsi, $0) } ?? "/"
        return (encode(path, keeping: "/:@!$&'()*+,;=-._~"), queryParts(wsi))
    }

    /// Undoes libwebsockets' decoding, so that whoever decodes finds what the client meant. (An encoded slash can't be told from another.)
    private static func encode(_ text: String, keeping kept: String) -> String {
        let isPlain: (UInt8) -> Bool = { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || kept.utf8.contains($0) }
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 { bytes += isPlain(byte) ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func queryParts(_ wsi: OpaquePointer) -> String? {
        var parts: [String] = []
        var buffer = [CChar](repeating: 0, count: 4_096)
        var index: Int32 = 0
        while index < 64 {
            let length = lws_hdr_copy_fragment(wsi, &buffer, Int32(buffer.count), WSI_TOKEN_HTTP_URI_ARGS, index)
            guard length > 0 else { break }
            let part = String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            parts.append(encode(part, keeping: "/:@!$'()*,;=?-._~"))
            index += 1
        }
        return parts.isEmpty ? nil : parts.joined(separator: "&")
    }

    private static func header(_ wsi: OpaquePointer, _ token: lws_token_indexes) -> String? {
        let length = lws_hdr_total_length(wsi, token)
        guard length > 0, length < 16_384 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(length) + 1)
        guard lws_hdr_copy(wsi, &buffer, Int32(buffer.count), token) > 0 else { return nil }
        return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func header(_ wsi: OpaquePointer, named name: String) -> String? {
        let length = lws_hdr_custom_length(wsi, name, Int32(name.utf8.count))
        guard length > 0, length < 16_384 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(length) + 1)
        guard lws_hdr_custom_copy(wsi, &buffer, Int32(buffer.count), name, Int32(name.utf8.count)) > 0 else { return nil }
        return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func peerName(of wsi: OpaquePointer) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        lws_get_peer_simple(wsi, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A response body on its way out, in pieces.
final class HTTPAnswer {
    private let body: [UInt8]
    private var sent = 0
    private static let piece = 32_768

    init(_ body: [UInt8]) { self.body = body }

    func write(_ wsi: OpaquePointer) -> Int32 {
        let pre = Int(vg_lws_pre)
        let count = min(Self.piece, body.count - sent)
        let isLast = sent + count == body.count
        var buffer = [UInt8](repeating: 0, count: pre)
        buffer.append(contentsOf: body[sent..<sent + count])
        let written = buffer.withUnsafeMutableBufferPointer { buffer in
            lws_write(wsi, buffer.baseAddress! + pre, count, isLast ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP)
        }
        guard written >= count else { return -1 }
        sent += count
        if isLast { return -1 }
        lws_callback_on_writable(wsi)
        return 0
    }
}
