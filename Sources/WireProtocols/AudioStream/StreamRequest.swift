import Audio

/// What a WebSocket's path and query say about the call that it carries.
///
/// `/stream/{secretary}/{call}[/{caller}]` with optional parameters; the path is the only place that is always there, since
/// metadata may be late or missing.
public struct StreamRequest: Equatable, Sendable {
    public var secretaryID: String
    public var callID: String
    /// Who calls, percent-decoded.
    public var callerID: String?
    public var rate: SampleRate?
    /// Linear, µ-law or A-law.
    public var encoding: AudioEncoding?
    public var channels: StreamChannels?
    public var profile: StreamProfile?
    /// `STREAM_BUFFER_SIZE`: how much audio one uplink frame holds.
    public var buffer: Duration?
    /// `STREAM_PLAYBACK_WARMUP_MS` as it was set on the channel.
    public var warmUp: Duration?
    /// Which provider to use in place of the secretary's.
    public var provider: String?
    public var language: String?
    /// Name of the FreeSWITCH that calls, where there are several.
    public var freeSwitch: String?
    /// Further parameters, by name.
    public var others: [String: String] = [:]

    public init(secretaryID: String, callID: String, callerID: String? = nil) {
        self.secretaryID = secretaryID
        self.callID = callID
        self.callerID = callerID
    }

    /// Where a connection wants to go.
    public enum Target: Equatable, Sendable {
        /// `/health`: is anybody there.
        case health
        case stream(StreamRequest)
    }
}
