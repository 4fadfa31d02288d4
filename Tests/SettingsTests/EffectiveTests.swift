import Testing

@testable import Settings

/// `config print`: what is in effect, and from where.
@Suite struct EffectiveTests {
    static let files = ["/run/key": "k", "/run/token": "t", "/etc/p.txt": "Seja \"breve\".\nSempre."]
    static let configurations = [
        "", MistakeTests.everything,
        "secretaries: {a: {greeting_message: '', tools: [], personality_prompt: \"\\u2028é # : 'x' \\\"y\\\" \\\\ \\t😀\\x01\", farewell_message: '~', name: 'null', voice: 'yes'}}",
        "tools: {end_call: {description: '- x', parameters: {type: object, properties: {motivo: {type: string, enum: ['1', 1, true, ~, .5, 007]}}}}}",
        "listeners: [{name: a, port: 1}, {port: 2, host: '::1'}]", "records_directory: '- not a list'",
    ]

    @Test func aSecretInAnAddressIsMasked() {
        let shown = load("omniplay: {url: 'http://ana:sesame@backend:8080'}").effective
        #expect(shown.contains("http://***@backend:8080") && !shown.contains("sesame"), "\(shown)")
    }

    @Test(arguments: configurations) func printedAndReadAgainItIsTheSame(_ yaml: String) throws {
        let environment = ["VOICE_GATEWAY_LIMITS_MAX_CALLS": "9", "XAI_API_KEY": "x"]
        let first = load(yaml, environment: environment, files: Self.files)
        let settings = try #require(first.settings, "\(first.texts)")
        let second = load(first.effective, environment: ["XAI_API_KEY": "x"], files: Self.files)
        #expect(second.settings == settings, "\(second.errorTexts)\n\(first.effective)")
        #expect(second.warningTexts.count == first.warningTexts.count, "\(second.warningTexts)")
    }

    @Test func eachValueNamesItsOrigin() {
        let yaml = "loops: 2\nproviders:\n  a:\n    api_key_file: /run/key\n  b: {kind: xai}\n"
        let text = load(yaml, environment: ["VOICE_GATEWAY_PIN_LOOPS": "1", "XAI_API_KEY": "x"], files: Self.files).effective
        for line in [
            "loops: 2  # gateway.yaml:1", "pin_loops: true  # environment VOICE_GATEWAY_PIN_LOOPS", "drain_deadline_seconds: 120  # default",
            "records_directory: ~  # default",
            "limits:\n  max_calls: 2000  # default", "    # api_key: ***  # gateway.yaml:4\n    api_key_file: \"/run/key\"  # holds ***",
            "    # api_key: ***  # environment XAI_API_KEY\n    api_key_file: ~  # default", "    turn_detection:\n      type: server_vad  # default",
        ] { #expect(text.contains(line), "\(line) is not in\n\(text)") }
    }

    @Test func itIsShownEvenWithMistakes() {
        let loaded = load("loops: 9999\nlogging: {level: debug}")
        #expect(loaded.settings == nil)
        #expect(loaded.effective.contains("level: debug  # gateway.yaml:2"))
    }
}

extension MistakeTests {
    /// A value other than the default for nearly every key.
    static let everything = """
        loops: 2
        pin_loops: true
        drain_deadline_seconds: 5
        records_directory: /var/lib/voice-gateway/calls
        limits: {max_calls: 10, max_loop_lateness_ms: 30, max_stream_message_bytes: 4096, max_playout_seconds: 60, hold_caller_audio_ms: 500}
        logging: {level: debug, format: json, mask_transcripts: false, mask_numbers: false}
        listeners:
          lan: {host: 10.1.2.3, port: 9000, token_file: /run/token, stream: {profile: fork, format: pcma, channels: mixed, buffer_ms: 40, playback_warmup_ms: 40, lead_ms: 80}}
        providers:
          open: {kind: openai, model: gpt-realtime-2.1, voice: marin, api_key_file: /run/key, noise_reduction: far_field, speed: 1.25, max_output_tokens: 900,
                 turn_detection: {type: semantic_vad, eagerness: high}, transcription_model: gpt-transcribe}
          grok: {kind: xai, audio: {format: opus, carriage: binary}, opus: {bitrate: 16000, complexity: 1, fec: true, expected_loss_percent: 5, dtx: true}}
          eleven: {kind: elevenlabs, agent_id: agent_1, region: eu, api_key_file: /run/key, override_agent: false, language: pt-BR, max_session_minutes: 5}
        secretaries:
          a: {uuid: 0a, provider: grok, personality_prompt_file: /etc/p.txt, tools: [end_call], vocabulary: [Pix, "C, P"]}
          b: {provider: eleven, company_name: "Boa Vista: clínica", handoff: {enabled: false, keywords: [x], queue_id: 3, timeout_seconds: 10}, vad: {type: semantic_vad, eagerness: low}}
        default_secretary: a
        tools: {end_call: {description: Encerra., parameters: {type: object, properties: {motivo: {type: string}}}}}
        """
}
