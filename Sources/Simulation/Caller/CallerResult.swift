import CallControl

/// What a simulated caller found; spans in milliseconds.
public struct CallerResult: Codable, Equatable, Sendable {
    public struct Turn: Codable, Equatable, Sendable {
        public var said: String
        /// Since the connect.
        public var end_of_speech_ms: Double
        /// Until the message with the answer's first audible sample arrived.
        public var voice_to_voice_ms: Double?
        /// Until the caller heard it, behind FreeSWITCH's buffer.
        public var heard_after_ms: Double?
        public var interrupted: Bool
    }

    public var call_uuid: String
    public var turns: [Turn]
    public var greeting_ms: Double?
    public var greeting_heard_ms: Double?
    public var duration_seconds: Double
    public var close_code: Int
    public var close_reason: String
    public var closed_by: String
    public var counters: [String: Int]
}

/// News of a simulated call, as it happens.
public enum CallerEvent: Equatable, Sendable {
    case connected
    case speaks(String, text: String)
    case stopsSpeaking
    case interrupts
    /// The answer became audible, this long after the caller had finished (or had connected).
    case hears(after: Duration, isGreeting: Bool)
    case flushed
    case hangsUp
    case closed(code: Int, reason: String)
}
