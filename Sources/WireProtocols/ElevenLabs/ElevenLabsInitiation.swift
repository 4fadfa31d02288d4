import CallControl

/// Builds `conversation_initiation_client_data`, the first message of a conversation (their `ConversationInitiationPayload`).
///
/// Audio formats are settings of the agent and can't be overridden; an override that the agent's security settings forbid closes
/// the socket with 1008, so nothing is overridden that the setup doesn't name.
struct ElevenLabsInitiation {
    let setup: AgentSetup

    var json: JSONValue {
        .object([
            "type": "conversation_initiation_client_data",
            "conversation_config_override": setup.overridesAgent ? overrides : nil,
            "dynamic_variables": setup.variables.isEmpty ? nil : variables,
            "source_info": ["source": "voice-gateway", "version": "1"],
        ])
    }

    /// In the order of their names, so that the same setup always gives the same bytes.
    private var variables: JSONValue {
        .object(setup.variables.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })
    }

    private var overrides: JSONValue {
        let voice: JSONValue? =
            setup.voice == nil && setup.speed == nil
            ? nil
            // Their schema has 0.7 as the least.
            : .object(["voice_id": setup.voice.map(JSONValue.string), "speed": setup.speed.map { .double(max($0, 0.7)) }])
        return .object([
            "agent": .object([
                // Empty: the agent waits for the caller.
                "first_message": .string(setup.greeting ?? ""),
                "language": .string(Self.language(setup.language)),
                "prompt": .object(["prompt": .string(setup.instructions), "llm": setup.model.map(JSONValue.string)]),
            ]),
            "tts": voice,
            "asr": setup.vocabulary.isEmpty ? nil : ["keywords": .array(setup.vocabulary.map(JSONValue.string))],
            // The default list lacks the last two.
            "conversation": [
                "client_events": [
                    "audio", "interruption", "agent_response", "user_transcript", "tentative_user_transcript", "ping",
                    "conversation_initiation_metadata", "agent_response_correction", "client_tool_call",
                ]
            ],
        ])
    }

    /// Their codes are ISO 639-1, with `pt-br` as the only regional one.
    static func language(_ tag: String) -> String {
        let lower = tag.lowercased().replacing("_", with: "-")
        return lower == "pt-br" ? lower : String(lower.prefix { $0 != "-" })
    }
}
