import Audio

/// Which vendor is emulated.
public enum ProviderDialect: String, CaseIterable, Equatable, Sendable {
    case openAI = "openai"
    /// OpenAI's shape with every format, Opus and binary frames among them.
    case compatible
    /// ElevenLabs' OpenAI-shaped socket.
    case elevenLabsRealtime = "elevenlabs-realtime"
    case xAI = "xai"
    /// ElevenLabs Agents.
    case elevenLabs = "elevenlabs"

    /// Does an OpenAI-shaped session of this dialect take that format?
    func takes(_ format: AudioFormat) -> Bool {
        switch (self, format.encoding) {
        case (.xAI, _), (.compatible, _), (_, .pcmu): true
        case (_, .linear16): format.rate == .hz24000
        case (_, .pcma): self == .openAI
        case (_, .opus): false
        }
    }

    /// Does it tell the end of a conversation's item, and rate limits?
    var isTalkative: Bool { self != .xAI }
}
