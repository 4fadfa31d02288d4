import Audio

/// Audio formats as ElevenLabs names them: `pcm_16000`, `ulaw_8000`.
enum ElevenLabsAudioFormat {
    private static let rates = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000]

    /// `nil` for a name that is none of theirs.
    static func read(_ name: String) -> AudioFormat? {
        if name == "ulaw_8000" { return .pcmu }
        guard let rate = rates.first(where: { name == "pcm_\($0)" }) else { return nil }
        return SampleRate(hertz: rate).map(AudioFormat.linear16)
    }

    /// `nil` for a format that they lack (A-law, Opus, other rates).
    static func name(_ format: AudioFormat) -> String? {
        switch format.encoding {
        case .pcmu: "ulaw_8000"
        case .linear16: rates.contains(format.rate.hertz) ? "pcm_\(format.rate.hertz)" : nil
        case .pcma, .opus: nil
        }
    }
}
