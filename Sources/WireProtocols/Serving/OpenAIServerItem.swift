/// An item of a conversation as the server describes it.
public enum OpenAIServerItem: Equatable, Sendable {
    public enum Status: String, Equatable, Sendable {
        case inProgress = "in_progress"
        case completed, incomplete
    }
    /// What the caller said.
    case callerAudio(id: String, transcript: String?)
    /// What the agent says; no transcript: not begun.
    case agentAudio(id: String, status: Status, transcript: String?)
    case functionCall(id: String, status: Status, callID: String, name: String, arguments: String)
    case functionOutput(id: String, callID: String, output: String)
    /// A text message. `role`: user or system.
    case text(id: String, role: String, text: String)

    var json: JSONValue {
        switch self {
        case .callerAudio(let id, let transcript):
            message(id, "user", .completed, [.object(["type": "input_audio", "transcript": transcript.map(JSONValue.string)])])
        case .agentAudio(let id, let status, let transcript):
            message(id, "assistant", status, transcript.map { [["type": "output_audio", "transcript": .string($0)]] } ?? [])
        case .functionCall(let id, let status, let callID, let name, let arguments):
            [
                "type": "function_call", "id": .string(id), "object": "realtime.item", "status": .string(status.rawValue), "name": .string(name),
                "call_id": .string(callID), "arguments": .string(arguments),
            ]
        case .functionOutput(let id, let callID, let output):
            [
                "type": "function_call_output", "id": .string(id), "object": "realtime.item", "status": "completed", "call_id": .string(callID),
                "output": .string(output),
            ]
        case .text(let id, let role, let text): message(id, role, .completed, [["type": "input_text", "text": .string(text)]])
        }
    }

    private func message(_ id: String, _ role: String, _ status: Status, _ content: [JSONValue]) -> JSONValue {
        [
            "type": "message", "id": .string(id), "object": "realtime.item", "status": .string(status.rawValue), "role": .string(role),
            "content": .array(content),
        ]
    }
}
