import Audio

/// Audio formats as the Realtime protocol writes them: `{"type":"audio/pcm","rate":24000}`, `audio/pcmu`, `audio/pcma`; `audio/opus` at xAI.
enum OpenAIAudioFormat {
    static func json(_ format: AudioFormat) -> JSONValue {
        switch format.encoding {
        case .linear16: ["type": "audio/pcm", "rate": .integer(format.rate.hertz)]
        case .pcmu: ["type": "audio/pcmu"]
        case .pcma: ["type": "audio/pcma"]
        case .opus: ["type": "audio/opus"]
        }
    }

    /// Reads a format; a bare string is a beta name. `nil` for one that is not known here.
    static func read(_ value: JSONValue, defaultRate: SampleRate) -> AudioFormat? {
        switch value["type"]?.stringValue ?? value.stringValue {
        case "audio/pcm", "pcm16":
            guard let rate = value["rate"], !rate.isNull else { return .linear16(defaultRate) }
            return rate.intValue.flatMap(SampleRate.init(hertz:)).map(AudioFormat.linear16)
        case "audio/pcmu", "g711_ulaw": return .pcmu
        case "audio/pcma", "g711_alaw": return .pcma
        // Packets carry no rate; xAI documents 24 kHz mono.
        case "audio/opus": return .opus(.hz24000)
        default: return nil
        }
    }
}
