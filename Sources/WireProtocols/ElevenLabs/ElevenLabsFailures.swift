import CallControl

/// Classes ElevenLabs' error types and close codes by what they ask of us (their `WebSocketCloseCode` and `ErrorType`).
enum ElevenLabsFailures {
    /// `error_event {code,message,error_type,reason}`.
    static func read(_ error: JSONFields) throws(WireError) -> AgentFailure {
        let code = try error.int("code")
        let type = try error.optionalString("error_type") ?? ""
        let reason = try error.optionalString("reason") ?? ""
        let message = try error.optionalString("message") ?? reason
        let kind = types[type] ?? close(code: code, reason: reason).kind
        return AgentFailure(kind, code: type.isEmpty ? "\(code)" : UTF8Text.printable(type, bytes: 64), message: UTF8Text.printable(message, bytes: 512))
    }

    private static let types: [String: AgentFailure.Class] = [
        "max_duration_exceeded": .expired,
        "invalid_message": .ourFault, "value_error": .ourFault,
        // The agent's configuration refuses what we send; it will do so each time.
        "missing_fields": .fatal, "override_error": .fatal, "missing_dynamic_variable": .fatal, "missing_dynamic_variable_transfer": .fatal,
        "telephony_agent_error": .fatal, "mcp_tool_error": .fatal, "mcp_https_error": .fatal, "safety_violation": .fatal,
        "websocket_disconnect": .retryable, "llm_timeout": .retryable, "transport_receive_timeout": .retryable, "asyncio_timeout": .retryable,
        "http_exception": .retryable, "llm_error": .retryable, "custom_llm_error": .retryable, "cascade_brain_error": .retryable,
        "asr_transcription_error": .retryable, "vad_error": .retryable, "turn_probability_error": .retryable, "tts_cascade_error": .retryable,
        "redis_timeout_error": .retryable, "unknown_websocket_crash": .retryable,
    ]

    /// 1000: the agent ended the call (nothing is wrong), or its maximum duration; 1002: operational; 1008: contract or credentials;
    /// 3000: seen with stale branch ids.
    static func close(code: Int, reason: String) -> AgentFailure {
        let kind: AgentFailure.Class =
            switch code {
            case 1_000: reason.lowercased().contains("duration") ? .expired : .benign
            case 1_008, 3_000: .fatal
            default: .retryable
            }
        return AgentFailure(kind, code: "close_\(code)", message: UTF8Text.printable(reason, bytes: 123))
    }
}
