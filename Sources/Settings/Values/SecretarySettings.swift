import CallControl

/// One AI receptionist: who it is, what it says, which provider speaks for it. The keys follow FusionPBX's `v_voice_secretaries`.
public struct SecretarySettings: Equatable, Sendable {
    public var uuid: String
    /// Of FusionPBX: its uuid.
    public var domain: String?
    public var name: String
    public var companyName: String?
    /// Its own telephone extension.
    public var extensionNumber: String?
    public var personalityPrompt: String
    public var greeting: String?
    public var farewell: String?
    /// Spoken when nobody can answer, before the ticket.
    public var fallbackMessage: String?
    /// Spoken before a transfer.
    public var transferMessage: String?
    public var outsideHoursMessage: String?
    public var language: String
    public var provider: String
    /// In place of the provider's.
    public var voice: String?
    /// In place of the provider's.
    public var turnDetection: AgentSetup.TurnDetection?
    public var idleTimeout: Duration
    public var maxDuration: Duration
    public var maxTurns: Int
    public var tools: [String]
    /// Words the recogniser should expect.
    public var vocabulary: [String]
    /// Words of the caller's that end the call.
    public var farewellKeywords: [String]
    public var handoff: HandoffSettings
    /// The tenant it belongs to; `nil` for those of the configuration file.
    public var tenant: TenantSettings?
}

/// The columns of the handoff to people.
public struct HandoffSettings: Equatable, Sendable {
    public var isEnabled: Bool
    public var keywords: [String]
    public var timeout: Duration
    public var queueID: Int?
    public var fallbackTicket: Bool
    public var presenceCheck: Bool
    public var transferExtension: String?
    /// Whose hours decide whether people can answer: a FusionPBX time condition's uuid.
    public var timeCondition: String?
    public var omniplayCompanyID: Int?
    /// When people can be asked for.
    public var hours: ConfiguredHours
    /// The key that asks for people.
    public var digit: String?
    /// Sentences in place of the built-in ones, in the secretary's own language.
    public var messages: [HandoffLine: String]
    /// Sentences for calls in other languages, by the first part of the tag.
    public var translations: [String: [HandoffLine: String]] = [:]
}
