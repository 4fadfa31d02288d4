import Audio
import WireProtocols

/// How a simulated caller calls.
public struct CallerSettings: Sendable {
    /// `ws://host:port` or `wss://…`, without a path.
    public var gateway = "ws://127.0.0.1:8085"
    public var secretary = "default"
    public var callerID = "+5511999998888"
    public var profile = StreamProfile.fork
    public var rate = SampleRate.hz8000
    public var encoding = AudioEncoding.linear16
    public var channels = StreamChannels.mono
    /// `STREAM_BUFFER_SIZE`.
    public var buffer = Duration.milliseconds(20)
    /// `STREAM_PLAYBACK_WARMUP_MS`; `nil`: the profile's own.
    public var warmUp: Duration?
    public var token: String?
    /// Sent as the first text frame; `nil`: never.
    public var metadata: String?
    /// Further query parameters, e.g. `provider=xai`.
    public var query: [String] = []
    public var extraCAFile: String?
    /// Keep the audio of both sides.
    public var records = true

    public init() {}

    func url(call: String) -> String {
        var parameters = ["profile=\(profile.rawValue)", "rate=\(rate.hertz)", "format=\(encoding.rawValue)", "channels=\(channels.rawValue)"]
        let milliseconds = Int(buffer.components.attoseconds / 1_000_000_000_000_000) + Int(buffer.components.seconds) * 1_000
        if milliseconds != 20 { parameters.append("buffer_ms=\(milliseconds)") }
        if let warmUp { parameters.append("warmup_ms=\(Int(warmUp.components.attoseconds / 1_000_000_000_000_000) + Int(warmUp.components.seconds) * 1_000)") }
        let caller = callerID.isEmpty ? "" : "/" + PercentEncoding.encode(callerID)
        return "\(gateway)/stream/\(secretary)/\(call)\(caller)?\((parameters + query).joined(separator: "&"))"
    }
}
