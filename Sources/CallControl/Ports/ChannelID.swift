/// One FreeSWITCH channel, with or without a stream: its uuid.
public struct ChannelID: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The caller's own channel.
    public init(_ call: CallID) { rawValue = call.rawValue }
    public var description: String { rawValue }
}
