import CallControl

/// Classes the errors and close codes of OpenAI-shaped providers by what they ask of us.
enum OpenAIFailures {
    static func classify(code: String, type: String) -> AgentFailure.Class {
        if let known = classes[code] { return known }
        switch type {
        case "invalid_request_error": return .ourFault
        case "authentication_error", "permission_error", "insufficient_quota": return .fatal
        default: return .retryable
        }
    }

    private static let classes: [String: AgentFailure.Class] = [
        "conversation_already_has_active_response": .benign, "response_cancel_not_active": .benign, "item_retrieve_invalid_item_id": .benign,
        "input_audio_buffer_commit_empty": .ourFault, "item_create_duplicate_item_id": .ourFault, "invalid_value": .ourFault,
        "unknown_parameter": .ourFault, "missing_required_parameter": .ourFault,
        "session_expired": .expired,
        "invalid_api_key": .fatal, "insufficient_quota": .fatal, "credit_balance_exhausted": .fatal, "billing_hard_limit_reached": .fatal,
        "account_deactivated": .fatal, "forbidden": .fatal, "model_not_found": .fatal,
        "rate_limit_exceeded": .retryable, "server_error": .retryable,
    ]

    /// Reads an `error` object: code, parameter and event id may be missing.
    static func read(_ error: JSONFields) throws(WireError) -> AgentFailure {
        let type = try error.optionalString("type") ?? ""
        let code = try error.optionalString("code") ?? ""
        let message = try error.optionalString("message") ?? ""
        return AgentFailure(
            classify(code: code, type: type), code: UTF8Text.printable(code.isEmpty ? type : code, bytes: 64), message: UTF8Text.printable(message, bytes: 512))
    }

    /// - Parameter code: 1001 is the 60-minute limit; 4003 (ElevenLabs Realtime) a workspace that isn't enabled.
    static func close(code: Int, reason: String) -> AgentFailure {
        let kind: AgentFailure.Class =
            switch code {
            case 1_001: .expired
            case 1_000 where reason.contains("duration"): .expired
            case 1_008, 3_000, 3_003, 4_001, 4_003: .fatal
            default: .retryable
            }
        return AgentFailure(kind, code: "close_\(code)", message: UTF8Text.printable(reason, bytes: 123))
    }
}
