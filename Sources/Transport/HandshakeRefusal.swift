/// A server's answer other than 101: its status, and the beginning of its body, which says why. Sans-IO.
struct HandshakeRefusal {
    private enum Framing {
        case length(Int)
        case chunked
        /// What came with the head is all we wait for.
        case unknown
    }

    /// As much of a body as goes into an error.
    private static let limit = 300
    /// The most read of a body, chunk sizes included.
    private static let mostRead = 4_096

    private let status: Int
    private let framing: Framing
    private var received: [UInt8] = []

    init(status: Int, headers: [String: String]) {
        self.status = status
        if headers["transfer-encoding"]?.lowercased().hasSuffix("chunked") == true {
            framing = .chunked
        } else if let length = headers["content-length"].flatMap({ Int($0) }), length >= 0 {
            framing = .length(length)
        } else {
            framing = .unknown
        }
    }

    /// - Returns: whether as much of the body has come as is wanted.
    mutating func feed(_ bytes: Span<UInt8>) -> Bool {
        let room = max(0, Self.mostRead - received.count)
        bytes.extracting(first: room).withUnsafeBufferPointer { received.append(contentsOf: $0) }
        switch framing {
        case .unknown: return true
        case .length(let length): return received.count >= min(length, Self.limit)
        case .chunked:
            let (body, isWhole) = unchunked()
            return isWhole || body.count >= Self.limit || received.count == Self.mostRead
        }
    }

    var failure: DialFailure {
        let body: [UInt8] =
            switch framing {
            case .unknown: received
            case .length(let length): Array(received.prefix(length))
            case .chunked: unchunked().body
            }
        let text = String(decoding: body.prefix(Self.limit), as: UTF8.self)
        return .http(status: status, body: text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    /// Takes the chunks apart (RFC 9112, section 7.1) as far as they have come.
    private func unchunked() -> (body: [UInt8], isWhole: Bool) {
        var body: [UInt8] = []
        var rest = received[...]
        while let end = rest.firstIndex(of: 10) {
            let digits = rest[..<end].prefix { $0 != 0x3B && $0 != 13 && $0 != 0x20 }
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else { return (body, true) }
            rest = rest[(end + 1)...]
            if size == 0 { return (body, rest.contains(10)) }
            body.append(contentsOf: rest.prefix(size))
            guard rest.count >= size else { break }
            rest = rest.dropFirst(size)
            if rest.first == 13 { rest = rest.dropFirst() }
            if rest.first == 10 { rest = rest.dropFirst() }
        }
        return (body, false)
    }
}
