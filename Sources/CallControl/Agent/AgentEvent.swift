import Audio

/// One answer of the agent within a call, numbered by the codec in the order of first appearance.
public struct ResponseID: Hashable, Comparable, Sendable {
    public let rawValue: Int
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static func < (left: ResponseID, right: ResponseID) -> Bool { left.rawValue < right.rawValue }

    /// The gateway's own recordings, which no provider knows of.
    static func recording(_ number: Int) -> ResponseID { ResponseID(-1 - number) }
    var isRecording: Bool { rawValue < 0 }
}

/// One entry of the provider's conversation, numbered by the codec in the order of first appearance.
public struct ItemID: Hashable, Sendable {
    public let rawValue: Int
    public init(_ rawValue: Int) { self.rawValue = rawValue }
}

/// What a provider told us, in the words of the call. Codecs translate every vendor's messages into these.
public enum AgentEvent: Equatable, Sendable {
    /// The provider confirmed the session; audio may flow. Carries the formats it *confirmed*, which the session compares.
    case ready(AgentSession)
    /// The provider heard the caller begin. `audioPosition` is on the provider's input timeline where it says so.
    case callerStartedSpeaking(audioPosition: Duration?, item: ItemID?)
    /// The provider decided that the caller has finished.
    case callerStoppedSpeaking(audioPosition: Duration?, item: ItemID?)
    case responseStarted(ResponseID)
    /// Audio of a response arrived; its bytes were appended to the `audio` buffer given to `decode`.
    case audio(ResponseID)
    /// All audio of the response has been received.
    case responseAudioEnded(ResponseID)
    case responseEnded(ResponseID, ResponseEnding)
    /// The provider itself interrupted: audio of this and every earlier response is stale.
    case interrupted(upTo: ResponseID)
    case transcript(TranscriptUpdate)
    case toolCall(ToolCall)
    /// An application-level ping that wants `AgentCommand.pong` at once; `roundTrip` where the provider measured it.
    case ping(id: Int, roundTrip: Duration?)
    case usage(AgentUsage)
    case failure(AgentFailure)
    /// A message type this codec does not know: counted, logged once, never fatal.
    case unrecognised(type: String)

    /// The provider's front may go on pinging for an agent that hangs.
    var isSignOfWork: Bool {
        switch self {
        case .ping, .unrecognised: false
        default: true
        }
    }
}

/// What the provider confirmed when the session became ready.
public struct AgentSession: Equatable, Sendable {
    public var formatToAgent: AudioFormat
    public var formatFromAgent: AudioFormat
    /// The provider's name for this conversation, where it gives one.
    public var conversationID: String?

    public init(formatToAgent: AudioFormat, formatFromAgent: AudioFormat, conversationID: String? = nil) {
        self.formatToAgent = formatToAgent
        self.formatFromAgent = formatFromAgent
        self.conversationID = conversationID
    }
}

/// How a response came to its end at the provider (not yet at the caller's ear).
public enum ResponseEnding: Equatable, Sendable {
    case completed
    /// Generation was stopped: the caller spoke, or we asked.
    case cancelled
    /// Cut by a limit or a filter of the provider.
    case incomplete(reason: String)
    case failed(AgentFailure)
}

/// Token counts as the provider reported them; absent counts are unknown, never zero.
public struct AgentUsage: Equatable, Sendable {
    public var inputTextTokens: Int?
    public var inputAudioTokens: Int?
    /// Of the input.
    public var cachedTokens: Int?
    public var cachedTextTokens: Int?
    public var cachedAudioTokens: Int?
    public var outputTextTokens: Int?
    public var outputAudioTokens: Int?
    public init() {}
}

/// A function the agent wants called.
public struct ToolCall: Equatable, Sendable {
    public var id: String
    public var name: String
    /// A JSON object, as text.
    public var arguments: String
    /// The response that asked, where the provider says.
    public var response: ResponseID?

    public init(id: String, name: String, arguments: String, response: ResponseID? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.response = response
    }
}

/// A provider's error, classed by what it asks of us.
public struct AgentFailure: Equatable, Sendable, Error {
    public enum Class: String, Equatable, Sendable, CaseIterable {
        /// A race without consequence: counted.
        case benign
        /// We sent something wrong: counted as an alarm, the call goes on.
        case ourFault = "our_fault"
        /// May work when tried again.
        case retryable
        /// The session reached the provider's time limit.
        case expired
        /// Credentials, quota, policy: trying again can't help.
        case fatal
    }
    public var kind: Class
    /// The vendor's code, e.g. `rate_limit_exceeded`.
    public var code: String
    public var message: String

    public init(_ kind: Class, code: String, message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }
}
