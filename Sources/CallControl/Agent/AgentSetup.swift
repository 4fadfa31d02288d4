import Audio

/// All that a codec needs to know to open one conversation.
public struct AgentSetup: Equatable, Sendable {
    /// When the provider takes the caller's turn as finished.
    public enum TurnDetection: Equatable, Sendable {
        case server(threshold: Double?, prefixPadding: Duration?, silence: Duration?, idleTimeout: Duration?)
        /// `eagerness`: low, medium, high or auto.
        case semantic(eagerness: String?)
    }
    /// How audio crosses the provider's socket.
    public enum Carriage: String, Equatable, Sendable { case json, binary }

    public var model: String?
    public var voice: String?
    public var instructions: String
    /// Spoken first; `nil`: the caller speaks first.
    public var greeting: String?
    /// BCP 47, e.g. `pt-BR`; codecs reduce it to what their provider takes.
    public var language: String
    public var formatToAgent: AudioFormat
    public var formatFromAgent: AudioFormat
    public var carriageToAgent = Carriage.json
    public var carriageFromAgent = Carriage.json
    public var turnDetection: TurnDetection
    public var transcriptionModel: String?
    /// `near_field`, `far_field`, or `nil` for none.
    public var noiseReduction: String?
    /// 0.25 to 1.5 where the provider knows it.
    public var speed: Double?
    public var maxOutputTokens: Int?
    public var tools: [ToolDeclaration]
    /// Words the recogniser should expect.
    public var vocabulary: [String] = []
    /// Named values for the provider's templates (ElevenLabs' dynamic variables), e.g. `call_uuid`.
    public var variables: [String: String] = [:]
    /// Whether prompt, greeting, voice and language are sent as overrides to a provider that keeps its agents itself (ElevenLabs).
    public var overridesAgent = true

    public init(
        model: String?, voice: String?, instructions: String, greeting: String?, language: String,
        formatToAgent: AudioFormat, formatFromAgent: AudioFormat, turnDetection: TurnDetection, tools: [ToolDeclaration] = []
    ) {
        self.model = model
        self.voice = voice
        self.instructions = instructions
        self.greeting = greeting
        self.language = language
        self.formatToAgent = formatToAgent
        self.formatFromAgent = formatFromAgent
        self.turnDetection = turnDetection
        self.tools = tools
    }
}

/// A function offered to the agent.
public struct ToolDeclaration: Equatable, Sendable {
    public var name: String
    public var description: String
    /// A JSON Schema object, as text.
    public var parameters: String

    public init(name: String, description: String, parameters: String = #"{"type":"object","properties":{}}"#) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
