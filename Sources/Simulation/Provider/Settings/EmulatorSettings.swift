import Audio
import CallControl

/// How the emulated provider behaves. Delays that are set here are what a latency report must find again.
public struct EmulatorSettings: Equatable, Sendable {
    /// Silence after the last voiced sample, on the audio's own timeline, until the caller counts as finished. `nil`: what the
    /// session asks for (`silence_duration_ms`), and `defaultEndpointing` where it doesn't.
    public var endpointing: Duration?
    public static let defaultEndpointing = Duration.milliseconds(500)
    public var thinking = ThinkingTime.fixed(.milliseconds(300))
    /// Silence at the beginning of each answer's audio, as some models produce it.
    public var leadingSilence = Duration.zero
    /// Audio in one message; Opus goes in packets of 20 ms whatever this says.
    public var chunk = Duration.milliseconds(200)
    /// How much faster than real time an answer is sent; 0: all at once.
    public var burst = 8.0
    /// From the end of the caller's turn to its transcript (OpenAI and its dialects, which transcribe beside the conversation).
    public var transcriptDelay = Duration.milliseconds(100)
    /// ElevenLabs' pings; `nil`: none.
    public var pingInterval: Duration? = .seconds(2)
    /// The formats of an ElevenLabs agent whose id names none (`secretary-ulaw_8000` does).
    public var elevenLabsFormat = AudioFormat.linear16(.hz16000)
    /// Accept only this key, as Bearer token or `xi-api-key`; `nil`: any, and none.
    public var requiredKey: String?
    /// Add the keys that live servers send beyond their published models (`session.id`, `expires_at`).
    public var sendsExtraKeys = false
    public var faults: [FaultRule] = []
    /// All randomness comes from here and from the connection's number.
    public var seed: UInt64 = 1
    public var dialogue = Dialogue.builtIn
    /// Folder with `manifest.json`; `nil`: looked for upward from the working directory, and synthetic sounds if there is none.
    public var fixtures: String?
    /// Folder that gets one JSONL file a connection, for the validators; `nil`: none.
    public var capture: String?
    /// Event loops, one thread each.
    public var loops = 1

    public init() {}

    /// What befalls the `connection`-th connection, counted from 1.
    func faults(ofConnection connection: Int) -> [Fault] {
        var generator = SeededGenerator(seed: seed &+ 0xFA, index: connection)
        return faults.filter { $0.applies(to: connection, using: &generator) }.map(\.fault)
    }
}
