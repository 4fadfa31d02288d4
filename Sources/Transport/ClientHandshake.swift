import COpenSSL

/// The client's half of the opening handshake (RFC 6455, section 4.1): the request, and what the answer must be. Sans-IO.
struct ClientHandshake {
    /// The longest answer head read.
    static let limit = 16_384

    let request: [UInt8]
    private let expectedAccept: String
    private let subprotocols: [String]
    private var received: [UInt8] = []
    /// The answer, if it is another than 101.
    private var refusal: HandshakeRefusal?

    enum Outcome: Equatable {
        case incomplete
        /// Done; these bytes came behind the answer's head.
        case open(subprotocol: String?, rest: [UInt8])
        case failed(DialFailure)
    }

    init(target: DialTarget, nonce: [UInt8]) {
        let key = Self.base64(nonce)
        expectedAccept = Self.accept(for: key)
        subprotocols = target.subprotocols
        let colon = target.compactHeaders ? ":" : ": "
        var lines = ["GET \(target.address.target) HTTP/1.1", "Host\(colon)\(target.address.hostHeader)", "Upgrade\(colon)websocket"]
        lines += ["Connection\(colon)Upgrade", "Sec-WebSocket-Key\(colon)\(key)", "Sec-WebSocket-Version\(colon)13"]
        if !target.subprotocols.isEmpty { lines.append("Sec-WebSocket-Protocol\(colon)\(target.subprotocols.joined(separator: ", "))") }
        if target.offersDeflate { lines.append("Sec-WebSocket-Extensions\(colon)permessage-deflate; client_max_window_bits=9") }
        // A value with a line end would be a header of its own.
        for header in target.headers where !(header.name + header.value).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            lines.append("\(header.name)\(colon)\(header.value)")
        }
        request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    mutating func feed(_ bytes: Span<UInt8>) -> Outcome {
        let searched = max(0, received.count - 3)
        bytes.withUnsafeBufferPointer { received.append(contentsOf: $0) }
        if refusal != nil { return refused(bytes) }
        let end = Self.endOfHead(received, from: searched)
        guard let end, end <= Self.limit else {
            return max(end ?? 0, received.count) > Self.limit
                ? .failed(.handshake("the answer's head is longer than \(Self.limit) bytes")) : .incomplete
        }
        let rest = Array(received[(end + 4)...])
        let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let status = lines.first?.split(separator: " ") ?? []
        guard status.count >= 2, status[0].hasPrefix("HTTP/1."), let code = Int(status[1]) else {
            return .failed(.handshake("the answer is not HTTP"))
        }
        let headers = Self.headers(lines.dropFirst())
        guard code == 101 else {
            refusal = HandshakeRefusal(status: code, headers: headers)
            return refused(rest.span)
        }
        return judge(headers, rest: rest)
    }

    /// The server's refusal as far as it has come, once its head has.
    var failureSoFar: DialFailure? { refusal?.failure }

    private mutating func refused(_ bytes: Span<UInt8>) -> Outcome {
        guard refusal?.feed(bytes) == true, let failure = refusal?.failure else { return .incomplete }
        return .failed(failure)
    }

    private static func headers(_ lines: ArraySlice<Substring>) -> [String: String] {
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[line[..<colon].lowercased()] = String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        return headers
    }

    private func judge(_ headers: [String: String], rest: [UInt8]) -> Outcome {
        guard headers["upgrade"]?.lowercased() == "websocket", headers["connection"]?.lowercased().contains("upgrade") == true else {
            return .failed(.handshake("101 without Upgrade: websocket"))
        }
        guard headers["sec-websocket-accept"] == expectedAccept else { return .failed(.handshake("Sec-WebSocket-Accept is wrong")) }
        guard headers["sec-websocket-extensions"] == nil else { return .failed(.handshake("an extension was accepted that we can't do")) }
        let subprotocol = headers["sec-websocket-protocol"]
        if let subprotocol, !subprotocols.contains(subprotocol) { return .failed(.handshake("a subprotocol was chosen that we did not offer")) }
        return .open(subprotocol: subprotocol, rest: rest)
    }

    private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count - start >= 4 else { return nil }
        return (start...bytes.count - 4).first { bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10 }
    }

    static func accept(for key: String) -> String {
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        SHA1(text, text.count, &digest)
        return base64(digest)
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var output = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&output, bytes, Int32(bytes.count))
        return String(decoding: output.prefix(Int(count)), as: UTF8.self)
    }
}
