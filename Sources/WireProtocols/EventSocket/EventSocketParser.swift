import CallControl

/// Cuts the event socket's bytes into messages: header lines, an empty line, a body of `Content-Length`. However the bytes are cut up,
/// the messages are the same. It holds one unfinished message, which is bounded.
public struct EventSocketParser: Sendable {
    public struct Limits: Equatable, Sendable {
        /// Bytes of one message's own headers; FreeSWITCH sends a few hundred.
        public var headers = 16 << 10
        /// Bytes of a body. An event is about 9 KB; `show registrations` of 10,000 telephones about 5 MB.
        public var body = 8 << 20

        public init() {}
    }
    private enum State {
        /// Looking for the end of the headers; bytes before `scanned` have been looked at.
        case headers(scanned: Int)
        case body(EventSocketHeaders, count: Int)
        /// Out of step; only a new connection helps.
        case failed(WireError)
    }

    private let limits: Limits
    private var buffer: [UInt8] = []
    private var state = State.headers(scanned: 0)

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Bytes of the unfinished message.
    public var pending: Int { buffer.count }

    /// Takes bytes, and hands on every message that they finish.
    /// - Throws: when the stream is no event socket's; again at each later call.
    public mutating func feed(_ bytes: Span<UInt8>, _ take: (EventSocketMessage) -> Void) throws(WireError) {
        if case .failed(let error) = state { throw error }
        bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
        var start = 0
        do throws(WireError) {
            while try step(&start, take) {}
        } catch {
            state = .failed(error)
            buffer = []
            throw error
        }
        buffer.removeFirst(start)
        if case .headers(let scanned) = state { state = .headers(scanned: scanned - start) }
    }

    /// - Returns: whether it got any further. `scanned` counts from the buffer's beginning.
    private mutating func step(_ start: inout Int, _ take: (EventSocketMessage) -> Void) throws(WireError) -> Bool {
        switch state {
        case .headers(let scanned): return try findHeaders(&start, from: max(scanned, start), take)
        case .body(let headers, let count):
            guard buffer.count - start >= count else { return false }
            finish(headers, Array(buffer[start..<(start + count)]), at: start + count, &start, take)
            return true
        case .failed: return false
        }
    }

    private mutating func findHeaders(_ start: inout Int, from position: Int, _ take: (EventSocketMessage) -> Void) throws(WireError) -> Bool {
        // Empty lines before a message are nobody's.
        var position = position
        while start < buffer.count, Self.isLineEnd(buffer[start]) {
            start += 1
            position = max(position, start)
        }
        guard let end = endOfHeaders(from: start, scanned: position) else {
            guard buffer.count - start <= limits.headers else { throw WireError(field: "headers", problem: "longer than \(limits.headers) bytes") }
            // The three bytes before may belong to an end that is not complete.
            state = .headers(scanned: max(start, buffer.count - 3))
            return false
        }
        guard end - start <= limits.headers else { throw WireError(field: "headers", problem: "longer than \(limits.headers) bytes") }
        let headers = EventSocketHeaders(Array(buffer[start..<end]), .plain)
        guard headers.malformedLines == 0 else { throw WireError(field: "headers", problem: "a line has no colon") }
        let count = try bodyLength(headers)
        start = end
        if count == 0 { finish(headers, [], at: end, &start, take) } else { state = .body(headers, count: count) }
        return true
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// Behind the empty line.
    private func endOfHeaders(from start: Int, scanned: Int) -> Int? {
        var index = scanned
        while index < buffer.count, let newline = buffer[index...].firstIndex(of: UInt8(ascii: "\n")) {
            var before = newline
            if before > start, buffer[before - 1] == UInt8(ascii: "\r") { before -= 1 }
            if before > start, buffer[before - 1] == UInt8(ascii: "\n") { return newline + 1 }
            index = newline + 1
        }
        return nil
    }

    private func bodyLength(_ headers: EventSocketHeaders) throws(WireError) -> Int {
        let given = headers.all("Content-Length")
        guard let text = given.first else { return 0 }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, given.allSatisfy({ $0 == text }) else { throw WireError(field: "Content-Length", problem: "is not a number") }
        guard let length = Int(text), length <= limits.body else { throw WireError(field: "Content-Length", problem: "is beyond \(limits.body) bytes") }
        return length
    }

    private mutating func finish(
        _ headers: EventSocketHeaders, _ body: [UInt8], at end: Int, _ start: inout Int, _ take: (EventSocketMessage) -> Void
    ) {
        start = end
        state = .headers(scanned: end)
        take(EventSocketMessage(headers: headers, body: body))
    }
}
