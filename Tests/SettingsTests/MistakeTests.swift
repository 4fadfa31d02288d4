import Testing

@testable import Settings

/// Every kind of mistake: which key it is reported for.
@Suite struct MistakeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var yaml: String
        var key: String
        var severity = SettingsProblem.Severity.error
        var testDescription: String { yaml }

        init(_ yaml: String, _ key: String, _ severity: SettingsProblem.Severity = .error) { (self.yaml, self.key, self.severity) = (yaml, key, severity) }
    }

    private static func listener(_ text: String) -> String { "listeners: {a: {\(text)}}" }
    private static func stream(_ text: String) -> String { listener("stream: {\(text)}") }
    private static func provider(_ text: String) -> String { "providers: {a: {\(text)}}" }
    private static func secretary(_ text: String) -> String { "secretaries: {a: {\(text)}}" }

    static let numbers = [
        Case("drain_deadline_seconds: 86401", "drain_deadline_seconds"), Case("drain_deadline_seconds: 1.5", "drain_deadline_seconds"),
        Case("limits: {max_calls: 0}", "limits.max_calls"), Case("limits: {max_stream_message_bytes: 10}", "limits.max_stream_message_bytes"),
        Case("limits: {max_playout_seconds: 0}", "limits.max_playout_seconds"),
        Case("limits: {hold_caller_audio_ms: 99999999999999999999}", "limits.hold_caller_audio_ms"),
        Case(listener("port: 65536"), "listeners.a.port"), Case(listener("port: 80a"), "listeners.a.port"), Case(listener("port: ''"), "listeners.a.port"),
        Case(provider("url: 'ws://127.0.0.1:99999/'"), "providers.a.url"), Case(provider("url: 'ws://127.0.0.1:/'"), "providers.a.url"),
        Case(stream("rate: 44100"), "listeners.a.stream.rate"), Case(stream("buffer_ms: 30"), "listeners.a.stream.buffer_ms"),
        Case(stream("buffer_ms: 0"), "listeners.a.stream.buffer_ms"), Case(provider("url: 'ws://127.0.0.1/', speed: nan"), "providers.a.speed"),
        Case(provider("url: 'ws://127.0.0.1/', max_output_tokens: 5000"), "providers.a.max_output_tokens"),
        Case(provider("url: 'ws://127.0.0.1/', opus: {complexity: 11}, audio: {format: opus}"), "providers.a.opus.complexity"),
        Case(provider("url: 'ws://127.0.0.1/', turn_detection: {threshold: 2}"), "providers.a.turn_detection.threshold"),
        Case(secretary("idle_timeout_seconds: 1"), "secretaries.a.idle_timeout_seconds"), Case(secretary("max_turns: twenty"), "secretaries.a.max_turns"),
    ]

    static let shapes = [
        Case("- loops", ""), Case("just a text", ""), Case("tools: [a]", "tools"), Case("providers: openai", "providers"),
        Case("secretaries: {a: b}", "secretaries.a"),
        Case(listener("stream: fork"), "listeners.a.stream"), Case(listener("tls: [x]"), "listeners.a.tls"),
        Case(secretary("tools: [[x]]"), "secretaries.a.tools.0"),
        Case(secretary("tools: {x: y}"), "secretaries.a.tools"), Case(secretary("name: ''"), "secretaries.a.name"),
        Case("listeners: {a b: {}}", "listeners"), Case("listeners: {'': {}}", "listeners"), Case("listeners: {a-b: {}, a_b: {port: 1}}", "listeners.a_b"),
        Case("listeners: [{name: a, port: 1}, {name: a, port: 2}]", "listeners.a"), Case("loops: 1\n<<: {a: b}", "<<"), Case("? [a]\n: b", "a list or mapping"),
        Case("tools: {end_call: {parameters: text}}", "tools.end_call.parameters"),
        Case("tools: {end_call: {parameters: {type: array}}}", "tools.end_call.parameters"),
        Case("tools: {'a.b': {}}", "tools.a.b"), Case(secretary("language: pt_BR"), "secretaries.a.language"),
        Case(listener("host: '10.0.0.1:80'"), "listeners.a.host"),
        Case(listener("host: 'http://x'"), "listeners.a.host"),
        Case(secretary("personality_prompt: x, personality_prompt_file: p"), "secretaries.a.personality_prompt_file"),
        Case(secretary("personality_prompt_file: p"), "secretaries.a.personality_prompt_file"),
        Case("secretaries: {a: {uuid: u}, b: {uuid: u}}", "secretaries.b.uuid"),
        Case(secretary("tools: [hang_up]"), "secretaries.a.tools"), Case("default_secretary: x", "default_secretary"),
    ]

    static let combinations = [
        Case(listener("tls: {certificate_file: c}"), "listeners.a.tls"), Case(stream("format: pcmu, rate: 16000"), "listeners.a.stream.rate"),
        Case(stream("format: pcma, profile: voxcom"), "listeners.a.stream.format"),
        Case(stream("format: pcmu, channels: stereo"), "listeners.a.stream.channels"),
        Case(stream("lead_ms: 100"), "listeners.a.stream.lead_ms"), Case(stream("profile: voxcom, lead_ms: 100"), "listeners.a.stream.lead_ms"),
        Case(stream("profile: commercial, playback_warmup_ms: 40"), "listeners.a.stream.playback_warmup_ms", .warning),
        Case("listeners: {a: {port: 1}, b: {host: localhost, port: 1}}", "listeners"),
        Case("listeners: {a: {port: 1}, b: {host: 0.0.0.0, port: 1, allow_unauthenticated: true}}", "listeners"),
        Case(provider("kind: elevenlabs"), "providers.a.agent_id"), Case(provider("kind: openai"), "providers.a.api_key_file", .warning),
        Case(provider("url: 'http://127.0.0.1/'"), "providers.a.url"), Case(provider("url: 'ws://'"), "providers.a.url"),
        Case(provider("url: 'ws://127.evil.com/'"), "providers.a.url"),
        Case(provider("url: 'ws://localhost.evil.com/'"), "providers.a.url"), Case(provider("url: 'wss://u:p@h/'"), "providers.a.url"),
        Case(provider("url: 'wss://h/?api_key=1'"), "providers.a.url"),
        Case(provider("kind: elevenlabs, agent_id: x, audio: {format: opus}"), "providers.a.audio.format"),
        Case(provider("kind: elevenlabs-realtime, audio: {format: opus}"), "providers.a.audio.format"),
        Case(provider("kind: openai, url: 'wss://eu.api.openai.com:443/v1/realtime', audio: {format: opus}"), "providers.a.audio.format"),
        Case(provider("kind: elevenlabs, agent_id: x, audio: {format: pcma}"), "providers.a.audio.format"),
        Case(provider("audio: {carriage: binary}"), "providers.a.audio.carriage"),
        Case(provider("audio: {format: l16, rate: 16000}"), "providers.a.audio.rate"),
        Case(provider("audio: {format: pcmu, rate: 16000}"), "providers.a.audio.rate"),
        Case(provider("kind: xai, audio: {format: opus, rate: 16000}"), "providers.a.audio.rate"),
        Case(provider("kind: xai, audio: {format: opus, rate: 44100}"), "providers.a.audio.rate"),
        Case(provider("kind: xai, turn_detection: {type: semantic_vad}"), "providers.a.turn_detection.type"),
        Case(provider("kind: xai, turn_detection: {threshold: 0.95}"), "providers.a.turn_detection.threshold"),
        Case(provider("turn_detection: {eagerness: low}"), "providers.a.turn_detection.eagerness", .warning),
        Case(provider("turn_detection: {type: semantic_vad, threshold: 0.5}"), "providers.a.turn_detection.threshold", .warning),
        Case(provider("agent_id: x"), "providers.a.agent_id", .warning), Case(provider("region: eu"), "providers.a.region", .warning),
        Case(provider("opus: {fec: true}"), "providers.a.opus.fec", .warning),
        Case(provider("kind: elevenlabs, agent_id: x, model: y"), "providers.a.model", .warning),
        Case("providers: {a: {}}\nsecretaries: {b: {max_duration_seconds: 3601}}", "secretaries.b.max_duration_seconds", .warning),
        Case("tools: {lookup: {}}", "tools.lookup", .warning), Case(secretary("extension: 8000"), "secretaries.a.extension", .warning),
        Case(secretary("farewell_keywords: [tchau]"), "secretaries.a.farewell_keywords", .warning),
    ]

    @Test(arguments: numbers + shapes + combinations) func isReportedForItsKey(_ example: Case) {
        let loaded = load(example.yaml)
        #expect(loaded.problems.contains { $0.key == example.key && $0.severity == example.severity }, "\(loaded.texts)")
        #expect(loaded.problems.allSatisfy { !$0.expected.isEmpty && $0.location.hasPrefix("gateway.yaml:") }, "\(loaded.texts)")
        let hasErrors = loaded.problems.contains { $0.severity == .error }
        #expect((loaded.settings == nil) == hasErrors)
        if example.severity == .warning { #expect(!hasErrors, "\(loaded.texts)") }
    }

    @Test(arguments: [
        provider("url: 'ws://127.0.0.1:1/', audio: {format: opus}"), provider("url: 'ws://[::1]:1/'"),
        provider("url: 'wss://voice.example.com/v1', audio: {format: opus}"),
        provider("url: 'ws://10.0.0.1/', allow_insecure: true"), "listeners: {a: {port: 1}, b: {port: 2}}", "listeners: {a: {port: 0}, b: {port: 0}}",
        "listeners: {a: {host: 10.0.0.1, allow_unauthenticated: true}, b: {host: 10.0.0.2, allow_unauthenticated: true}}",
        stream("lead_ms: 60, playback_warmup_ms: 40"),
        stream("format: pcmu"), stream("profile: voxcom, buffer_ms: 200, lead_ms: 100"),
        "tools: {end_call: {description: Encerra a ligação., parameters: {type: object}}}",
    ]) func soundCombinationsPass(_ yaml: String) {
        #expect(load(yaml).texts == [])
    }

    @Test func whatHasNoEffectYetIsSaidOnceForEachKey() {
        let loaded = load("secretaries:\n  a: {extension: 8000}\n  b: {extension: 8001, farewell_keywords: [tchau]}")
        #expect(
            loaded.texts == [
                "gateway.yaml:2:18: warning: secretaries.a.extension: expected no effect of this key yet; read and checked, but this version does not act upon it"
                    + " (nor on 1 more of this name)",
                "gateway.yaml:3:43: warning: secretaries.b.farewell_keywords: expected no effect of this key yet; read and checked, but this version does not act upon it",
            ])
    }

    @Test func anUnknownKeyNamesTheNearest() {
        func advice(_ yaml: String) -> String? { load(yaml).errors.first?.advice }
        #expect(advice("secretaries: {a: {greeting: Olá}}") == "did you mean greeting_message?")
        #expect(advice("secretaries: {a: {instructions: x}}") == "did you mean personality_prompt?")
        #expect(advice("listeners: {a: {prot: 1}}") == "did you mean port?")
        #expect(advice("logging: {zzz: 1}") == "known here: format, level, mask_numbers, mask_transcripts")
    }
}
