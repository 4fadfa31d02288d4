/// What is measured of a turn; the names are those of the latency vocabulary.
public enum SpanName: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
    /// The caller's last voiced sample → the first audible agent sample handed to FreeSWITCH, as the gateway measures it.
    case voiceToVoice = "voice_to_voice"
    /// The last voiced sample → the provider's decision that the caller has finished.
    case endpointing
    /// That decision → the first audio byte of the response.
    case thinking
    /// The first audio byte → the first audible sample.
    case leadingSilence = "leading_silence"
    /// The first audible sample received → its frame written to FreeSWITCH.
    case gatewayDown = "gateway_down"
    /// Voice to voice again, as the simulated caller hears it: another ruler for the same thing.
    case callerVoiceToVoice = "caller_voice_to_voice"

    /// The parts that make up voice to voice, in the order in which they pass.
    public static let parts: [SpanName] = [.endpointing, .thinking, .leadingSilence, .gatewayDown]

    /// The name in a sentence.
    public var title: String {
        switch self {
        case .voiceToVoice: "voice to voice"
        case .endpointing: "endpointing"
        case .thinking: "thinking"
        case .leadingSilence: "leading silence"
        case .gatewayDown: "gateway, downwards"
        case .callerVoiceToVoice: "voice to voice, heard by the caller"
        }
    }
}
