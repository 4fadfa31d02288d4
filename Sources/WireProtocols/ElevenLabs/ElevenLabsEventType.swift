/// The server messages of the ElevenLabs Agents socket (their AsyncAPI document, and the client events their package names beyond it).
enum ElevenLabsEventType: String, CaseIterable {
    case metadata = "conversation_initiation_metadata"
    case audio
    case userTranscript = "user_transcript"
    case tentativeUserTranscript = "tentative_user_transcript"
    case agentResponse = "agent_response"
    case agentResponseCorrection = "agent_response_correction"
    case agentResponsePart = "agent_chat_response_part"
    case interruption
    case ping
    case clientToolCall = "client_tool_call"
    case error
    /// Known, and of no consequence for a call.
    case other = ""

    init?(wire name: String) {
        if let known = ElevenLabsEventType(rawValue: name), known != .other {
            self = known
        } else if Self.ignored.contains(name) {
            self = .other
        } else {
            return nil
        }
    }

    private static let ignored: Set<String> = [
        "agent_reasoning_response_part", "agent_response_complete", "agent_response_metadata", "agent_tool_request", "agent_tool_response",
        "agent_tool_response_full_payload", "agent_typing", "asr_initiation_metadata", "client_error", "context_usage", "dtmf_request",
        "external_agent_connected", "external_agent_disconnected", "guardrail_triggered", "internal_tentative_agent_response",
        "internal_turn_probability", "mcp_connection_status", "mcp_tool_call", "rich_content", "vad_score", "conversation_metadata",
    ]
}
