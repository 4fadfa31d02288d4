import Audio
import WireProtocols

/// One address streams come to, and what FreeSWITCH sends there unless the query says otherwise.
public struct ListenerSettings: Equatable, Sendable {
    public var name: String
    public var host: String
    public var port: Int
    public var certificateFile: String?
    public var keyFile: String?
    /// Demanded of every stream, as `Authorization: Bearer`.
    public var token: Secret?
    public var allowUnauthenticated: Bool
    /// Which FreeSWITCH its streams come from; `nil`: the only one.
    public var freeSwitch: String?
    public var stream: StreamSettings

    public var isLoopback: Bool { WebAddress.isLoopback(host) }
}

/// The build of mod_audio_stream at the other end, and the format it was started with.
public struct StreamSettings: Equatable, Sendable {
    public var profile: StreamProfile
    public var rate: SampleRate
    public var encoding: AudioEncoding
    public var channels: StreamChannels
    /// `STREAM_BUFFER_SIZE`.
    public var buffer: Duration
    /// `STREAM_PLAYBACK_WARMUP_MS`; `nil`: the profile's own.
    public var warmUp: Duration?
    /// How far ahead to send; `nil`: what suits the profile.
    public var lead: Duration?
    public var trimLeadingSilence: Bool

    /// Can one stand in for the other in the middle of a call?
    public func carriesTheSame(as other: StreamSettings) -> Bool {
        (profile, rate, encoding, channels, buffer) == (other.profile, other.rate, other.encoding, other.channels, other.buffer)
    }

    /// For people: `fork l16 8000 Hz mono 20 ms`.
    public var summary: String {
        "\(profile.rawValue) \(encoding.rawValue) \(rate.hertz) Hz \(channels.rawValue) \(Int(buffer / .milliseconds(1))) ms"
    }
}
