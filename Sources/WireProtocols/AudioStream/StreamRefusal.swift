/// Why a stream can't be served, in words that fit a WebSocket close frame.
public struct StreamRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// 1008 for what the peer did wrong (RFC 6455, section 7.4.1), 1011 for what we couldn't set up.
    public var closeCode: Int
    /// At most 123 bytes of valid UTF-8.
    public let reason: String

    public init(closeCode: Int = 1_008, reason: String) {
        self.closeCode = closeCode
        // A control frame holds 125 bytes, two of which are the code.
        self.reason = UTF8Text.printable(reason, bytes: 123)
    }

    public var description: String { reason }
}
