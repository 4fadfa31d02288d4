/// How much of a peer's message is taken in. Every bound turns hostile size into a `WireError` or a counted cut, never into memory.
public struct WireLimits: Equatable, Sendable {
    /// Bytes of one message from a provider. Audio deltas are about 13 KB per 200 ms; the largest control message is an echoed session.
    public var message = 4 << 20
    /// Nesting of a document.
    public var depth = 64
    /// Values in a document.
    public var values = 65_536
    /// Bytes of transcript kept for one entry.
    public var transcript = 16 << 10

    public init() {}
}
