import Audio
import WireProtocols

/// Audio formats in the vendors' words.
enum WireFormat {
    /// OpenAI's `{"type":"audio/pcm","rate":24000}`; `nil` for what none of its dialects knows.
    static func read(_ json: JSONValue) -> AudioFormat? {
        switch json["type"]?.stringValue {
        case "audio/pcm": SampleRate(hertz: json["rate"]?.intValue ?? 24_000).map(AudioFormat.linear16)
        case "audio/pcmu": .pcmu
        case "audio/pcma": .pcma
        case "audio/opus": .opus(.hz24000)
        default: nil
        }
    }

    static func json(_ format: AudioFormat) -> JSONValue {
        switch format.encoding {
        case .linear16: ["type": "audio/pcm", "rate": .integer(format.rate.hertz)]
        case .pcmu: ["type": "audio/pcmu"]
        case .pcma: ["type": "audio/pcma"]
        case .opus: ["type": "audio/opus"]
        }
    }

    /// ElevenLabs' `pcm_16000`, `ulaw_8000`.
    static func elevenLabs(_ format: AudioFormat) -> String {
        format.encoding == .pcmu ? "ulaw_8000" : "pcm_\(format.rate.hertz)"
    }

    /// The ElevenLabs format that an agent's id ends in, if any.
    static func elevenLabs(agent: String) -> AudioFormat? {
        if agent.hasSuffix("ulaw_8000") { return .pcmu }
        for rate in [8_000, 16_000, 22_050, 24_000, 44_100, 48_000] where agent.hasSuffix("pcm_\(rate)") {
            return SampleRate(hertz: rate).map(AudioFormat.linear16)
        }
        return nil
    }

    /// One that was not asked for.
    static func other(than format: AudioFormat) -> AudioFormat { format == .pcmu ? .linear16(.hz24000) : .pcmu }
}
