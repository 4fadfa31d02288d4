/// Answers the agent's tool calls: every call gets exactly one result, and the agent is asked to go on once, after all
/// results and after the response that asked has ended (asking earlier makes providers refuse or speak twice).
public struct ToolDesk: Equatable {
    /// What a known tool does.
    enum Action: Equatable {
        case endCall
        case requestHandoff
    }

    public static let endCallName = "end_call"
    public static let requestHandoffName = "request_handoff"

    private let declared: Set<String>
    private var answered: Set<String> = []
    private var wantsContinuation = false

    init(declared: [String]) { self.declared = Set(declared) }

    /// What a call asks for, and the result to send back. `nil`: a repetition of a call already answered.
    mutating func handle(_ call: ToolCall) -> (result: ToolResult, action: Action?)? {
        guard answered.insert(call.id).inserted else { return nil }
        guard declared.contains(call.name) else {
            wantsContinuation = true
            let text = #"{"error":"there is no tool of this name"}"#
            return (ToolResult(callID: call.id, name: call.name, output: text, isError: true), nil)
        }
        if call.name == Self.endCallName {
            return (ToolResult(callID: call.id, name: call.name, output: #"{"status":"the call ends after your farewell"}"#), .endCall)
        }
        if call.name == Self.requestHandoffName {
            return (
                ToolResult(callID: call.id, name: call.name, output: #"{"status":"people are being asked; say nothing until you are told to"}"#),
                .requestHandoff
            )
        }
        wantsContinuation = true
        let text = #"{"error":"this tool is declared but has nothing behind it"}"#
        return (ToolResult(callID: call.id, name: call.name, output: text, isError: true), nil)
    }

    /// The caller speaks: what comes next answers them, with the results at hand.
    mutating func forgetContinuation() { wantsContinuation = false }

    /// True once after results were sent, when the response that asked has ended.
    mutating func takesContinuation() -> Bool {
        defer { wantsContinuation = false }
        return wantsContinuation
    }
}
