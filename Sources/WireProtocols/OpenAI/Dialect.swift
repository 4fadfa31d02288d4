import Audio

/// What differs among the providers that speak OpenAI's Realtime protocol.
public struct Dialect: Equatable, Sendable {
    /// How `session.update` is laid out.
    public enum SessionShape: Equatable, Sendable {
        /// OpenAI's GA shape: everything of audio nested under `audio`.
        case nested
        /// As `nested`, with the beta name of the token limit, and without noise reduction, speed, keywords and truncation.
        case elevenLabs
        /// xAI's: voice and turn detection on top, formats and transcription under `audio`.
        case hybrid
    }
    /// How a line is spoken word for word.
    public enum VerbatimLine: Equatable, Sendable {
        /// A response that sees nothing but the order to speak the line (empty input, no tools), and whose item still enters
        /// the conversation, so that the agent knows what it has said.
        case isolatedResponse
        /// A response with that order as its instructions.
        case instructedResponse
        /// xAI's `force_message` item, which is spoken as it stands.
        case forceMessage
    }
    /// How a language is named for the recogniser.
    public enum LanguageTag: Equatable, Sendable {
        /// ISO 639-1: `pt`.
        case primary
        /// `pt-br`.
        case lowercased
        /// `pt-BR`, as it is set.
        case full
    }

    public var name: String
    public var sessionShape: SessionShape
    public var verbatimLine: VerbatimLine
    public var languageTag: LanguageTag
    /// The recogniser asked for when the setup names none; `nil`: the provider has one only.
    public var transcriptionModel: String?
    public var encodings: [AudioEncoding]
    /// Linear rates that it takes.
    public var linearRates: [Int]
    /// Can audio be carried in binary frames?
    public var carriesBinary: Bool
    /// Does the text of what was heard have to be fetched after a truncation?
    public var retrievesAfterTruncation: Bool
    /// What is in force when `session.updated` doesn't say; also the rate when it names `audio/pcm` alone. xAI documents the
    /// same 24 kHz as OpenAI, and falls back to it silently when it doesn't understand us, so silence is taken for a fallback.
    public var defaultFormat = AudioFormat.linear16(.hz24000)

    /// OpenAI Realtime, GA interface.
    public static let openAI = Dialect(
        name: "openai", sessionShape: .nested, verbatimLine: .isolatedResponse, languageTag: .primary, transcriptionModel: "gpt-transcribe",
        encodings: [.linear16, .pcmu, .pcma], linearRates: [24_000], carriesBinary: false, retrievesAfterTruncation: false)

    /// ElevenLabs Realtime (`/v1/convai/realtime`). Its own client fetches the item after each truncation, and so do we.
    public static let elevenLabsRealtime = Dialect(
        name: "elevenlabs-realtime", sessionShape: .elevenLabs, verbatimLine: .instructedResponse, languageTag: .lowercased, transcriptionModel: nil,
        encodings: [.linear16, .pcmu], linearRates: [24_000], carriesBinary: false, retrievesAfterTruncation: true)

    /// xAI Grok Voice.
    public static let xAI = Dialect(
        name: "xai", sessionShape: .hybrid, verbatimLine: .forceMessage, languageTag: .full, transcriptionModel: "grok-transcribe",
        encodings: [.linear16, .pcmu, .pcma, .opus], linearRates: [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000],
        carriesBinary: true, retrievesAfterTruncation: false)

    /// Any endpoint that takes OpenAI's shape and more formats, Opus in binary frames among them: local servers, the emulator.
    public static let compatible = Dialect(
        name: "compatible", sessionShape: .nested, verbatimLine: .instructedResponse, languageTag: .primary, transcriptionModel: "gpt-transcribe",
        encodings: [.linear16, .pcmu, .pcma, .opus], linearRates: [8_000, 16_000, 24_000, 48_000], carriesBinary: true,
        retrievesAfterTruncation: false)

    /// Can a session be asked for `format`?
    public func supports(_ format: AudioFormat) -> Bool {
        encodings.contains(format.encoding) && (format.encoding != .linear16 || linearRates.contains(format.rate.hertz))
    }

    func language(_ tag: String) -> String {
        switch languageTag {
        case .primary: String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
        case .lowercased: tag.lowercased().replacing("_", with: "-")
        case .full: tag
        }
    }
}
