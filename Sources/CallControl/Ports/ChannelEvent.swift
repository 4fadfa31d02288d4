/// What happens to a channel.
public struct ChannelEvent: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case answered
        /// It talks with the other channel, where that one is named.
        case bridged(with: ChannelID?)
        case unbridged
        case hungUp(HangupCause)
        /// `0`–`9`, `*`, `#`, `A`–`D`.
        case digit(String)
        /// A file ended or was broken off.
        case playbackEnded
        case stream(StreamEvent)
    }
    public var channel: ChannelID
    public var kind: Kind

    public init(_ channel: ChannelID, _ kind: Kind) {
        self.channel = channel
        self.kind = kind
    }
}

/// What mod_audio_stream says of a channel's stream.
public enum StreamEvent: Equatable, Sendable {
    case connected
    case disconnected
    case failed(code: Int?, String)
    /// Text that the gateway sent.
    case json(String)
    /// The upstream build saved what it was sent, for `SwitchRequest.play`.
    case saved(file: String, rate: Int?)
}
