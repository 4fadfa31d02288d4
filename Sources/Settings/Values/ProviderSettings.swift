import Audio
import CallControl
import WireProtocols

/// Whose protocol a provider speaks.
public enum ProviderKind: String, CaseIterable, Equatable, Sendable {
    case openAI = "openai"
    case elevenLabs = "elevenlabs"
    case elevenLabsRealtime = "elevenlabs-realtime"
    case xai
}

/// One named provider.
public struct ProviderSettings: Equatable, Sendable {
    public var name: String
    public var kind: ProviderKind
    /// In place of the vendor's address.
    public var url: String?
    public var model: String?
    public var voice: String?
    /// ElevenLabs: which agent.
    public var agentID: String?
    public var region: String?
    /// Of its secretaries that name none; BCP 47.
    public var language: String?
    public var apiKey: Secret?
    public var audio: ProviderAudioSettings
    public var opus: OpusSettings
    public var transcriptionModel: String?
    public var noiseReduction: String?
    public var turnDetection: AgentSetup.TurnDetection
    public var speed: Double?
    public var maxOutputTokens: Int?
    public var connectTimeout: Duration
    public var connectRetries: Int
    /// From the start of a call until the provider must have confirmed the session.
    public var readyTimeout: Duration
    /// From the caller's end of speech until the answer must have begun.
    public var answerTimeout: Duration
    public var pingInterval: Duration
    /// After which the provider itself ends a session; `nil`: not known.
    public var maxSession: Duration?
    public var extraCAFile: String?
    /// Send prompt, greeting, voice and language as overrides of an agent kept by the provider.
    public var overridesAgent: Bool
    /// What it charges; `nil`: nobody has said.
    public var prices: PriceList?

    /// Does this go to the vendor's own servers?
    public var isVendorHost: Bool {
        guard let url else { return true }
        return WebAddress(url)?.isIn(domain: kind.vendorDomain) ?? false
    }
}

extension ProviderKind {
    /// Under which the vendor's servers are.
    var vendorDomain: String {
        switch self {
        case .openAI: "openai.com"
        case .elevenLabs, .elevenLabsRealtime: "elevenlabs.io"
        case .xai: "x.ai"
        }
    }

    /// The variable that the vendor's own tools read the key from.
    public var keyVariable: String {
        switch self {
        case .openAI: "OPENAI_API_KEY"
        case .elevenLabs, .elevenLabsRealtime: "ELEVENLABS_API_KEY"
        case .xai: "XAI_API_KEY"
        }
    }
}

/// How audio crosses a provider's socket.
public struct ProviderAudioSettings: Equatable, Sendable {
    public enum Format: String, CaseIterable, Equatable, Sendable {
        /// The cheapest that both ends take.
        case auto
        case pcmu, pcma
        case linear16 = "l16"
        case opus
    }
    public var format: Format
    /// `nil`: what suits the provider.
    public var rate: SampleRate?
    public var carriage: AgentSetup.Carriage

    public init(format: Format, rate: SampleRate? = nil, carriage: AgentSetup.Carriage = .json) {
        self.format = format
        self.rate = rate
        self.carriage = carriage
    }
}
