import CallControl

/// An event of FreeSWITCH's, as `event plain` delivers it: headers with percent-encoded values, and sometimes a body.
public struct SwitchEvent: Equatable, Sendable {
    public let headers: EventSocketHeaders
    public let body: String

    /// - Throws: if its own `Content-Length` promises more than there is, or it has no name.
    init(plain bytes: [UInt8]) throws(WireError) {
        let end = Self.endOfHeaders(bytes)
        headers = EventSocketHeaders(Array(bytes[..<end.headers]), .percent)
        guard headers["Event-Name"] != nil else { throw WireError(field: "event.Event-Name", problem: "missing") }
        guard let text = headers["Content-Length"] else {
            body = ""
            return
        }
        guard let length = Int(text), (0...(bytes.count - end.body)).contains(length) else {
            throw WireError(field: "event.Content-Length", problem: "does not fit the message")
        }
        body = String(decoding: bytes[end.body..<(end.body + length)], as: UTF8.self)
    }

    private static func endOfHeaders(_ bytes: [UInt8]) -> (headers: Int, body: Int) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let isEmpty = end == start || (end == start + 1 && bytes[start] == UInt8(ascii: "\r"))
            if isEmpty { return (start, end + 1) }
            start = end + 1
        }
        return (bytes.count, bytes.count)
    }

    public var name: String { headers["Event-Name"] ?? "" }
    /// Of `CUSTOM` events.
    public var subclass: String? { headers["Event-Subclass"] }
    public var channel: ChannelID? { headers["Unique-ID"].map { ChannelID($0) } }
    public subscript(_ name: String) -> String? { headers[name] }
}
