import Audio
import CallControl
import Settings

/// Picks the cheapest formats that both ends take: no transcoding at all where the leg's own encoding will do, G.711 for
/// narrow-band legs, else linear PCM at the provider's rate.
enum FormatNegotiation {
    /// What is used in each direction, and whether the provider may overrule it.
    struct Choice: Equatable {
        var toAgent: AudioFormat
        var fromAgent: AudioFormat
        /// The provider fixes its formats itself (ElevenLabs' agents): whatever it confirms is converted.
        var adapts = false
    }

    /// - Parameters:
    ///   - leg: the caller's audio as FreeSWITCH sends it.
    ///   - kind: whose socket it goes to.
    ///   - audio: what the operator asked for.
    static func choose(leg: AudioFormat, kind: ProviderKind, audio: ProviderAudioSettings) -> Choice {
        switch audio.format {
        case .auto: automatic(leg: leg, kind: kind, rate: audio.rate)
        case .pcmu: Choice(toAgent: .pcmu, fromAgent: .pcmu)
        case .pcma: Choice(toAgent: .pcma, fromAgent: .pcma)
        case .linear16:
            both(.linear16(audio.rate ?? linearRate(leg: leg, kind: kind)))
        case .opus: both(.opus(audio.rate ?? .hz24000))
        }
    }

    private static func automatic(leg: AudioFormat, kind: ProviderKind, rate: SampleRate?) -> Choice {
        if kind == .elevenLabs { return Choice(toAgent: .pcmu, fromAgent: .pcmu, adapts: true) }
        if leg.rate == .hz8000 {
            let takesALaw = kind != .elevenLabsRealtime
            return both(leg.encoding == .pcma && takesALaw ? .pcma : .pcmu)
        }
        return both(.linear16(rate ?? linearRate(leg: leg, kind: kind)))
    }

    /// xAI takes any rate, so the leg's own; the OpenAI-shaped sockets take 24 kHz only; ElevenLabs' agents are usually set to 16 kHz.
    private static func linearRate(leg: AudioFormat, kind: ProviderKind) -> SampleRate {
        switch kind {
        case .xai: leg.rate
        case .elevenLabs: .hz16000
        case .openAI, .elevenLabsRealtime: .hz24000
        }
    }

    private static func both(_ format: AudioFormat) -> Choice { Choice(toAgent: format, fromAgent: format) }
}
