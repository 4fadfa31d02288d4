import CallControl

/// Providers, or ways to use one, compared on live calls.
public struct ExperimentSettings: Equatable, Sendable {
    /// What an arm's calls get in place of their secretary's and provider's own; `nil`: as it is.
    public struct Arm: Equatable, Sendable {
        public var name: String
        public var provider: String?
        public var model: String?
        public var voice: String?
        public var audioFormat: ProviderAudioSettings.Format?
        public var turnDetection: AgentSetup.TurnDetection?
        public var personalityPrompt: String?
    }

    /// Who is in which arm.
    public var division: Experiment
    /// In the order of the division's.
    public var arms: [Arm]
    /// Names or uuids, in lower case; empty: all.
    public var secretaries: Set<String>
    /// When calls take part.
    public var hours: ConfiguredHours
    /// Unix seconds.
    public var startsAt: Int64?
    public var endsAt: Int64?
    public var guardrails: Guardrails

    public var name: String { division.name }

    public func arm(named name: String) -> Arm? { arms.first { $0.name == name } }

    /// Does a call of this secretary's take part now?
    /// - Parameter now: Unix seconds.
    public func takes(_ secretary: SecretarySettings, at now: Int64) -> Bool {
        guard secretaries.isEmpty || secretaries.contains(secretary.uuid.lowercased()) || secretaries.contains(secretary.name.lowercased()) else {
            return false
        }
        guard startsAt.map({ $0 <= now }) ?? true, endsAt.map({ now < $0 }) ?? true else { return false }
        return hours.decision(at: now, unknown: .open).isOpen
    }
}

extension ExperimentSettings.Arm {
    public func applied(to provider: ProviderSettings) -> ProviderSettings {
        var provider = provider
        provider.model = model ?? provider.model
        provider.voice = voice ?? provider.voice
        provider.audio.format = audioFormat ?? provider.audio.format
        provider.turnDetection = turnDetection ?? provider.turnDetection
        return provider
    }

    public func applied(to secretary: SecretarySettings) -> SecretarySettings {
        var secretary = secretary
        // The arm's word is the last: the secretary's own voice and turn detection would hide what is compared.
        if voice != nil { secretary.voice = nil }
        if turnDetection != nil { secretary.turnDetection = nil }
        secretary.personalityPrompt = personalityPrompt ?? secretary.personalityPrompt
        return secretary
    }
}
