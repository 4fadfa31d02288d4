import COpenSSL

/// The client's half of the opening handshake (RFC 6455, section 4.1): the request, and what the answer must be. Sans-IO.
struct ClientHandshake {
    /// The longest answer head read.
    static let limit = 16_384

    let request: [UInt8]
    private let expectedAccept: String
    private let subprotocols: [String]
    private var received: [UInt8] = []

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
        bytes.withUnsafeBufferPointer { received.append(contentsOf: $0) }
        guard let end = Self.endOfHead(received) else {
            return received.count > Self.limit ? .failed(.handshake("the answer's head is longer than \(Self.limit) bytes")) : .incomplete
        }
        return judge(head: received[..<end], rest: Array(received[(end + 4)...]))
    }

    private func judge(head: ArraySlice<UInt8>, rest: [UInt8]) -> Outcome {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let status = lines.first?.split(separator: " ") ?? []
        guard status.count >= 2, status[0].hasPrefix("HTTP/1."), let code = Int(status[1]) else {
            return .failed(.handshake("the answer is not HTTP"))
        }
        guard code == 101 else {
            let body = String(decoding: rest.prefix(300), as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
            return .failed(.http(status: code, body: body))
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[line[..<colon].lowercased()] = String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        guard headers["upgrade"]?.lowercased() == "websocket", headers["connection"]?.lowercased().contains("upgrade") == true else {
            return .failed(.handshake("101 without Upgrade: websocket"))
        }
        guard headers["sec-websocket-accept"] == expectedAccept else { return .failed(.handshake("Sec-WebSocket-Accept is wrong")) }
        guard headers["sec-websocket-extensions"] == nil else { return .failed(.handshake("an extension was accepted that we can't do")) }
        let subprotocol = headers["sec-websocket-protocol"]
        if let subprotocol, !subprotocols.contains(subprotocol) { return .failed(.handshake("a subprotocol was chosen that we did not offer")) }
        return .open(subprotocol: subprotocol, rest: rest)
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...bytes.count - 4 where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index
        }
        return nil
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
