/// What the call wants of the agent, in the words of the call. A codec that can't express one emits nothing and says so in `AgentCapabilities`.
public enum AgentCommand: Equatable, Sendable {
    /// The first messages of a session, sent as soon as the socket is open (client-first protocols) or when the provider
    /// has greeted (server-first; the codec then emits them from `decode`).
    case start
    /// Ask for an answer now. `instructions` apply to that answer alone.
    case createResponse(instructions: String?)
    /// Stop generating.
    case cancelResponse(ResponseID)
    /// The caller heard only this much of the response: forget the rest.
    case truncate(ResponseID, heard: Duration)
    /// Speak this line, as literally as the provider can.
    case say(String)
    case toolResult(ToolResult)
    /// Background the agent should know; asks for no answer.
    case context(String)
    /// A turn of the caller, as text.
    case callerText(String)
    case pong(id: Int)
    /// Say goodbye, where the protocol has words for it, before the socket is closed.
    case end
}

/// Our answer to a `ToolCall`.
public struct ToolResult: Equatable, Sendable {
    public var callID: String
    public var name: String
    /// Text or JSON, as text.
    public var output: String
    public var isError: Bool

    public init(callID: String, name: String, output: String, isError: Bool = false) {
        self.callID = callID
        self.name = name
        self.output = output
        self.isError = isError
    }
}
