import Audio
import CallControl
import Settings
import WireProtocols

/// Everything that is decided about a call before it begins.
struct PreparedCall: Sendable {
    var facts: CallFacts
    var call: CallPlan
    var uplink: UplinkPath.Plan
    var downlink: DownlinkPath.Plan
    var holdLimit: Duration
    var maxStreamMessage: Int
    var streamBacklog: Int
}

/// Who calls whom through what.
struct CallFacts: Sendable {
    var callID: CallID
    var callerID: String?
    var secretary: SecretarySettings
    var provider: ProviderSettings
    var setup: AgentSetup
    var endpoint: AgentEndpoint
    var language: String
    /// What the call's stream carries; a restarted one must carry the same.
    var stream: StreamSettings
    /// As the stream asked for, whoever answers.
    var secretaryAskedFor: String
    /// Which FreeSWITCH the stream comes from, where that is known.
    var freeSwitch: String?
    var dialer: AgentDialSettings
    /// What counts while the secretary's hours cannot be had.
    var unknownHours: UnknownHours
    /// Where the call takes part in a comparison.
    var experiment: ExperimentArm?

    var source: MetricSource { MetricSource(provider: provider.name, arm: experiment?.label ?? "") }

    /// A codec for one connection; each attempt begins with a fresh one.
    func makeCodec() -> any AgentCodec {
        switch provider.kind {
        case .openAI: OpenAIRealtimeCodec(dialect: provider.isVendorHost ? .openAI : .compatible, setup: setup)
        case .elevenLabsRealtime: OpenAIRealtimeCodec(dialect: .elevenLabsRealtime, setup: setup)
        case .xai: OpenAIRealtimeCodec(dialect: .xAI, setup: setup)
        case .elevenLabs: ElevenLabsAgentCodec(setup: setup)
        }
    }
}

/// How a provider's socket is dialled.
struct AgentDialSettings: Equatable, Sendable {
    var timeout: Duration
    var pingInterval: Duration
    var extraCAFile: String?
    var maxMessage: Int
    var backlog: Int
}
