import Audio
import CallControl

/// Builds `session.update` from a setup, in the shape of a dialect.
///
/// Sources: `realtime_session_create_request_param.py` and its parts in OpenAI's package; `open_ai_session_config_input.py` in
/// ElevenLabs'; xAI's "Speech to Speech" page.
struct OpenAISessionUpdate {
    let setup: AgentSetup
    let dialect: Dialect

    var json: JSONValue {
        let session: JSONValue =
            switch dialect.sessionShape {
            case .nested: nested
            case .elevenLabs: elevenLabs
            case .hybrid: hybrid
            }
        return ["type": "session.update", "session": session]
    }

    private var nested: JSONValue {
        .object([
            "type": "realtime",
            "output_modalities": ["audio"],
            "instructions": .string(setup.instructions),
            "audio": [
                "input": .object([
                    "format": OpenAIAudioFormat.json(setup.formatToAgent),
                    "transport": transport(setup.carriageToAgent),
                    "noise_reduction": setup.noiseReduction.map { ["type": .string($0)] },
                    "transcription": transcription,
                    "turn_detection": turnDetection,
                ]),
                "output": .object([
                    "format": OpenAIAudioFormat.json(setup.formatFromAgent),
                    "transport": transport(setup.carriageFromAgent),
                    "voice": setup.voice.map(JSONValue.string),
                    "speed": setup.speed.map { .double(min(max($0, 0.25), 1.5)) },
                ]),
            ],
            "tools": tools,
            "tool_choice": "auto",
            "max_output_tokens": tokenLimit,
            // Cutting a fifth at a time keeps the cached beginning of the prompt valid for many turns.
            "truncation": ["type": "retention_ratio", "retention_ratio": 0.8],
        ])
    }

    private var elevenLabs: JSONValue {
        .object([
            "type": "realtime",
            "output_modalities": ["audio"],
            "instructions": .string(setup.instructions),
            "audio": [
                "input": .object([
                    "format": OpenAIAudioFormat.json(setup.formatToAgent),
                    "transcription": transcription,
                    "turn_detection": turnDetection,
                    "pacing": "realtime",
                ]),
                "output": .object([
                    // No rate on this side: its type has only `type`.
                    "format": .object(["type": OpenAIAudioFormat.json(setup.formatFromAgent)["type"]]),
                    "voice": setup.voice.map(JSONValue.string),
                ]),
            ],
            "tools": tools,
            "tool_choice": "auto",
            "max_response_output_tokens": tokenLimit,
        ])
    }

    private var hybrid: JSONValue {
        .object([
            "voice": setup.voice.map(JSONValue.string),
            "instructions": .string(setup.instructions),
            "turn_detection": turnDetection,
            "tools": setup.tools.isEmpty ? nil : tools,
            "audio": [
                "input": .object([
                    "format": OpenAIAudioFormat.json(setup.formatToAgent),
                    "transport": transport(setup.carriageToAgent),
                    "transcription": transcription,
                ]),
                "output": .object([
                    "format": OpenAIAudioFormat.json(setup.formatFromAgent),
                    "transport": transport(setup.carriageFromAgent),
                ]),
            ],
        ])
    }

    /// Named only where it is not the default, since OpenAI's own schema has no such key.
    private func transport(_ carriage: AgentSetup.Carriage) -> JSONValue? {
        carriage == .binary && dialect.carriesBinary ? "binary" : nil
    }

    private var tokenLimit: JSONValue? { setup.maxOutputTokens.map { .integer(min(max($0, 1), 4_096)) } }

    /// Always asked for: handoff words are found in the caller's text.
    private var transcription: JSONValue {
        let model = setup.transcriptionModel ?? dialect.transcriptionModel
        let language = JSONValue.string(dialect.language(setup.language))
        switch dialect.sessionShape {
        case .nested:
            let takesKeywords = model == "gpt-transcribe" || model == "gpt-live-transcribe"
            return .object([
                "model": model.map(JSONValue.string), "language": language,
                "keywords": takesKeywords && !setup.vocabulary.isEmpty ? .array(setup.vocabulary.map(JSONValue.string)) : nil,
            ])
        case .elevenLabs: return ["language": language]
        case .hybrid: return .object(["model": model.map(JSONValue.string), "language_hint": language])
        }
    }

    private var turnDetection: JSONValue {
        switch setup.turnDetection {
        case .server(let threshold, let prefixPadding, let silence, let idleTimeout):
            .object([
                "type": "server_vad",
                "threshold": threshold.map { .double($0) },
                "prefix_padding_ms": prefixPadding.map(milliseconds),
                "silence_duration_ms": silence.map(milliseconds),
                "create_response": reacts,
                "interrupt_response": reacts,
                "idle_timeout_ms": dialect.sessionShape == .elevenLabs ? nil : idleTimeout.map(milliseconds),
            ])
        case .semantic(let eagerness):
            .object([
                "type": "semantic_vad", "eagerness": eagerness.map(JSONValue.string), "create_response": reacts, "interrupt_response": reacts,
            ])
        }
    }

    /// xAI's sample has neither key; there it is how it works.
    private var reacts: JSONValue? { dialect.sessionShape == .hybrid ? nil : true }

    private func milliseconds(_ duration: Duration) -> JSONValue { .integer(Int(duration.inMilliseconds)) }

    /// Settings check the parameters when they are read; should one still not be an object, the tool takes none.
    private var tools: JSONValue {
        .array(
            setup.tools.map { tool in
                let schema = (try? JSONValue(text: tool.parameters)).flatMap { $0.isObject ? $0 : nil }
                return [
                    "type": "function", "name": .string(tool.name), "description": .string(tool.description),
                    "parameters": schema ?? ["type": "object", "properties": [:]],
                ]
            })
    }
}
