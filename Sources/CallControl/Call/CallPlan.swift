import Audio

/// Everything decided about a call before it begins: an immutable snapshot, so that a reload never changes a running call.
public struct CallPlan: Equatable, Sendable {
    public var formatToAgent: AudioFormat
    public var formatFromAgent: AudioFormat
    /// The provider fixes its formats itself: whatever it confirms is converted, instead of refused.
    public var adaptsFormats = false
    public var playout: PlayoutPolicy
    /// Spoken by the agent as soon as it is ready; `nil`: the caller speaks first.
    public var greeting: String?
    /// Spoken before the gateway itself ends a call.
    public var farewell: String?
    public var tools: [String]
    /// From the stream's start until the provider must be ready, retries included.
    public var readyTimeout: Duration
    /// Further attempts after a failed connect.
    public var connectRetries: Int
    /// From the caller's end of speech until audio of an answer must have come.
    public var answerTimeout: Duration
    /// Nobody speaks for this long: the call is ended.
    public var idleTimeout: Duration
    public var maxDuration: Duration
    /// The longest a farewell may take.
    public var farewellTimeout: Duration
    /// What the agent asks a caller who has fallen silent, where it must be known whether the agent still works; `nil`: it is not asked.
    public var stillThere: String?
    /// `nil`: people are not asked for, whatever the caller says.
    public var handoff: HandoffPlan?

    public init(
        formatToAgent: AudioFormat, formatFromAgent: AudioFormat, playout: PlayoutPolicy, greeting: String? = nil, farewell: String? = nil,
        tools: [String] = [ToolDesk.endCallName], readyTimeout: Duration = .seconds(10), connectRetries: Int = 1, answerTimeout: Duration = .seconds(20),
        idleTimeout: Duration = .seconds(30), maxDuration: Duration = .seconds(600), farewellTimeout: Duration = .seconds(15)
    ) {
        self.formatToAgent = formatToAgent
        self.formatFromAgent = formatFromAgent
        self.playout = playout
        self.greeting = greeting
        self.farewell = farewell
        self.tools = tools
        self.readyTimeout = readyTimeout
        self.connectRetries = connectRetries
        self.answerTimeout = answerTimeout
        self.idleTimeout = idleTimeout
        self.maxDuration = maxDuration
        self.farewellTimeout = farewellTimeout
    }
}
