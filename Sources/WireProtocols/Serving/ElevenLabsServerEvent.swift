/// What a server of the ElevenLabs Agents socket tells, in its own terms. Audio has a way of its own (`encodeAudio`).
public enum ElevenLabsServerEvent: Equatable, Sendable {
    /// `conversation_initiation_metadata`, with the codec's formats.
    case metadata(conversationID: String)
    /// `milliseconds`: the round trip the server measured, if any.
    case ping(event: Int, milliseconds: Int?)
    case userTranscript(String, event: Int)
    case tentativeUserTranscript(String, event: Int)
    case agentResponse(String, event: Int)
    case agentResponseCorrection(original: String, corrected: String, event: Int)
    case agentResponsePart(String, event: Int)
    case interruption(event: Int)
    /// `parameters`: an object.
    case clientToolCall(name: String, id: String, parameters: JSONValue, event: Int)
    case vadScore(Double)
    /// `type`: one of their error types; `code`: 1000, 1002, 1008 or 1011.
    case error(code: Int, type: String, message: String)
}

extension ElevenLabsServerEvent {
    /// The message; `nil` for the metadata, whose formats the codec knows.
    var json: JSONValue? {
        switch self {
        case .metadata: nil
        case .ping(let event, let milliseconds):
            // The official client reads `ping_ms` without asking whether it is there.
            ["type": "ping", "ping_event": ["event_id": .integer(event), "ping_ms": milliseconds.map(JSONValue.integer) ?? .null]]
        case .userTranscript(let text, let event):
            ["type": "user_transcript", "user_transcription_event": ["user_transcript": .string(text), "event_id": .integer(event)]]
        case .tentativeUserTranscript(let text, let event):
            ["type": "tentative_user_transcript", "tentative_user_transcription_event": ["user_transcript": .string(text), "event_id": .integer(event)]]
        case .agentResponse(let text, let event):
            ["type": "agent_response", "agent_response_event": ["agent_response": .string(text), "event_id": .integer(event)]]
        case .agentResponseCorrection(let original, let corrected, let event):
            [
                "type": "agent_response_correction",
                "agent_response_correction_event": [
                    "original_agent_response": .string(original), "corrected_agent_response": .string(corrected), "event_id": .integer(event),
                ],
            ]
        case .agentResponsePart(let text, let event):
            ["type": "agent_chat_response_part", "text_response_part": ["text": .string(text), "type": "delta", "event_id": .integer(event)]]
        case .interruption(let event): ["type": "interruption", "interruption_event": ["event_id": .integer(event)]]
        case .clientToolCall(let name, let id, let parameters, let event):
            [
                "type": "client_tool_call",
                "client_tool_call": ["tool_name": .string(name), "tool_call_id": .string(id), "parameters": parameters, "event_id": .integer(event)],
            ]
        case .vadScore(let score): ["type": "vad_score", "vad_score_event": ["vad_score": .double(score)]]
        case .error(let code, let type, let message):
            ["type": "error", "error_event": ["code": .integer(code), "message": .string(message), "error_type": .string(type)]]
        }
    }
}
