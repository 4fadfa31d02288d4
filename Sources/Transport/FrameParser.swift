/// Takes a server's WebSocket frames apart (RFC 6455, section 5), from bytes however they are cut. Sans-IO: a value that is fed
/// and asked.
struct FrameParser {
    enum Failure: Error, Equatable {
        case protocolError(String)
        case tooBig
        case invalidUTF8

        var closeCode: Int {
            switch self {
            case .protocolError: 1_002
            case .tooBig: 1_009
            case .invalidUTF8: 1_007
            }
        }
    }

    enum Event: Equatable {
        /// A whole message; its payload is what `deliver` was given.
        case message(MessageKind)
        case ping, pong
        case close
    }

    private struct Header {
        var isFinal: Bool
        var opcode: UInt8
        var length: Int
        /// Bytes of the header itself.
        var size: Int
    }

    /// The longest message taken, in bytes.
    let limit: Int
    /// Bytes that don't make up a whole frame yet.
    private var pending: [UInt8] = []
    /// How long `pending` must be before its first frame is whole; 0 while its header isn't.
    private var wanted = 0
    /// A fragmented message's parts so far.
    private var fragments: [UInt8] = []
    private var fragmentKind: MessageKind?

    private static let mostReserved = 1 << 20

    init(limit: Int) { self.limit = limit }

    var hasPartialFrame: Bool { !pending.isEmpty }

    /// Takes bytes; calls `deliver` for each message and control frame in order until it answers false.
    mutating func feed(_ bytes: Span<UInt8>, deliver: (Event, Span<UInt8>) -> Bool) throws(Failure) {
        if pending.isEmpty {
            let used = try parse(bytes, deliver)
            if used < bytes.count { keep(bytes.extracting(used..<bytes.count)) }
            return
        }
        keep(bytes)
        guard pending.count >= wanted else { return }
        let whole = pending
        pending = []
        let used = try parse(whole.span, deliver)
        if used < whole.count { keep(whole.span.extracting(used..<whole.count)) }
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        // A frame far longer than what has come grows in one piece, but what a peer merely announces is not taken at its word.
        if pending.isEmpty { pending.reserveCapacity(max(bytes.count, min(wanted, Self.mostReserved))) }
        bytes.withUnsafeBufferPointer { pending.append(contentsOf: $0) }
    }

    /// - Returns: how many bytes made up whole frames.
    private mutating func parse(_ bytes: Span<UInt8>, _ deliver: (Event, Span<UInt8>) -> Bool) throws(Failure) -> Int {
        var position = 0
        wanted = 0
        while let header = try header(bytes, at: position) {
            let start = position + header.size
            guard bytes.count - start >= header.length else {
                wanted = header.size + header.length
                break
            }
            position = start + header.length
            guard try take(header, bytes.extracting(start..<position), deliver) else { return bytes.count }
        }
        return position
    }

    private func header(_ bytes: Span<UInt8>, at position: Int) throws(Failure) -> Header? {
        guard bytes.count - position >= 2 else { return nil }
        let first = bytes[position]
        let second = bytes[position + 1]
        guard first & 0x70 == 0 else { throw .protocolError("reserved bits are set") }
        guard second & 0x80 == 0 else { throw .protocolError("a server's frame is masked") }
        var header = Header(isFinal: first & 0x80 != 0, opcode: first & 0x0F, length: Int(second & 0x7F), size: 2)
        try check(header)
        let extra = header.length == 126 ? 2 : header.length == 127 ? 8 : 0
        guard bytes.count - position >= 2 + extra else { return nil }
        if extra > 0 {
            var length: UInt64 = 0
            for index in 0..<extra { length = length << 8 | UInt64(bytes[position + 2 + index]) }
            guard length <= UInt64(limit) else { throw .tooBig }
            header.length = Int(length)
            header.size = 2 + extra
        }
        guard header.opcode >= 8 || fragments.count + header.length <= limit else { throw .tooBig }
        return header
    }

    /// Is this frame in place here? Asked before its payload has come.
    private func check(_ header: Header) throws(Failure) {
        switch header.opcode {
        case 0: if fragmentKind == nil { throw .protocolError("a continuation without a beginning") }
        case 1, 2: if fragmentKind != nil { throw .protocolError("a new message within another") }
        case 8...10: if header.length > 125 || !header.isFinal { throw .protocolError("a control frame is long or fragmented") }
        default: throw .protocolError("opcode \(header.opcode) is reserved")
        }
    }

    private mutating func take(_ header: Header, _ payload: Span<UInt8>, _ deliver: (Event, Span<UInt8>) -> Bool) throws(Failure) -> Bool {
        switch header.opcode {
        case 0:
            payload.withUnsafeBufferPointer { fragments.append(contentsOf: $0) }
            guard header.isFinal, let kind = fragmentKind else { return true }
            let whole = fragments
            fragments = []
            fragmentKind = nil
            return try message(kind, whole.span, deliver)
        case 1, 2:
            let kind = header.opcode == 1 ? MessageKind.text : .binary
            guard !header.isFinal else { return try message(kind, payload, deliver) }
            payload.withUnsafeBufferPointer { fragments.append(contentsOf: $0) }
            fragmentKind = kind
            return true
        case 8: return deliver(.close, payload)
        case 9: return deliver(.ping, payload)
        default: return deliver(.pong, payload)
        }
    }

    private func message(_ kind: MessageKind, _ payload: Span<UInt8>, _ deliver: (Event, Span<UInt8>) -> Bool) throws(Failure) -> Bool {
        if kind == .text, !UTF8Check.isValid(payload) { throw .invalidUTF8 }
        return deliver(.message(kind), payload)
    }
}
