import Audio
import CallControl
import Testing

@testable import WireProtocols

@Suite struct OpenAISessionTests {
    private func update(_ dialect: Dialect, _ setup: AgentSetup) throws -> JSONValue {
        try JSONValue(text: OpenAISessionUpdate(setup: setup, dialect: dialect).json.text)
    }

    @Test func theServersHelloIsAnsweredWithTheWholeSession() throws {
        var listener = Listener(OpenAIRealtimeCodec(dialect: .openAI, setup: .telephone()))
        #expect(listener.say(.start).isEmpty)
        #expect(try listener.hear(#"{"type":"session.created","event_id":"e","session":{"id":"sess_9","type":"realtime"}}"#).isEmpty)
        #expect(listener.replies.count == 1)
        let session = try #require(try JSONValue(text: listener.replies[0].bytes.text)["session"])
        #expect(session["type"]?.stringValue == "realtime")
        #expect(session["output_modalities"]?.text == #"["audio"]"#)
        let input = try #require(session["audio"]?["input"])
        #expect(input["format"]?.text == #"{"type":"audio/pcmu"}"#)
        #expect(input["noise_reduction"]?.text == #"{"type":"far_field"}"#)
        #expect(input["transcription"]?.text == #"{"model":"gpt-transcribe","language":"pt","keywords":["Pix","CPF"]}"#)
        #expect(
            input["turn_detection"]?.text
                == #"{"type":"server_vad","threshold":0.6,"prefix_padding_ms":300,"silence_duration_ms":500,"create_response":true,"interrupt_response":true,"idle_timeout_ms":15000}"#
        )
        #expect(session["audio"]?["output"]?["voice"]?.stringValue == "marin")
        #expect(session["tools"]?.arrayValue?.count == 2)
        #expect(session["max_output_tokens"]?.intValue == 1_024)
        try listener.hear(#"{"type":"session.created","event_id":"e2","session":{}}"#)
        #expect(listener.replies.count == 1, "a second hello is not answered")
    }

    @Test func xAIsHybridShapeIsItsOwn() throws {
        var setup = AgentSetup(
            model: "grok-voice-latest", voice: "eve", instructions: "Fale pt-BR.", greeting: nil, language: "pt-BR", formatToAgent: .opus(.hz24000),
            formatFromAgent: .opus(.hz24000),
            turnDetection: .server(threshold: 0.6, prefixPadding: .milliseconds(333), silence: .milliseconds(500), idleTimeout: nil))
        setup.carriageToAgent = .binary
        setup.carriageFromAgent = .binary
        let sample = try JSONValue(
            text: #"""
                {"type":"session.update","session":{"voice":"eve","instructions":"Fale pt-BR.",
                  "turn_detection":{"type":"server_vad","threshold":0.6,"prefix_padding_ms":333,"silence_duration_ms":500},
                  "audio":{"input":{"format":{"type":"audio/opus"},"transport":"binary","transcription":{"model":"grok-transcribe","language_hint":"pt-BR"}},
                           "output":{"format":{"type":"audio/opus"},"transport":"binary"}}}}
                """#)
        #expect(try update(.xAI, setup) == sample)
    }

    @Test func elevenLabsRealtimeUsesItsOwnNames() throws {
        let session = try #require(try update(.elevenLabsRealtime, .telephone())["session"])
        #expect(session["max_response_output_tokens"]?.intValue == 1_024)
        for name in ["max_output_tokens", "truncation"] { #expect(session[name]?.text == nil) }
        #expect(session["audio"]?["input"]?["transcription"]?.text == #"{"language":"pt-br"}"#)
        #expect(session["audio"]?["input"]?["noise_reduction"]?.text == nil)
        #expect(session["audio"]?["output"]?["speed"]?.text == nil)
        #expect(session["audio"]?["input"]?["pacing"]?.stringValue == "realtime")
    }

    @Test(arguments: [
        (Dialect.openAI, AudioFormat.pcma, true), (.openAI, .linear16(.hz24000), true), (.openAI, .linear16(.hz8000), false), (.openAI, .opus(.hz24000), false),
        (.elevenLabsRealtime, .pcma, false), (.xAI, .linear16(.hz8000), true), (.xAI, .opus(.hz24000), true), (.compatible, .opus(.hz24000), true),
    ])
    func dialectsKnowTheirFormats(_ dialect: Dialect, _ format: AudioFormat, _ isSupported: Bool) {
        #expect(dialect.supports(format) == isSupported)
    }

    @Test(arguments: [
        (#"{"audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcmu"}}}}"#, AudioFormat.pcmu, AudioFormat.pcmu),
        (#"{"audio":{"input":{"format":{"type":"audio/pcm"}},"output":{"format":{"type":"audio/pcm","rate":8000}}}}"#, .linear16(.hz24000), .linear16(.hz8000)),
        (#"{"audio":{"input":{"format":{"type":"audio/pcma"}}}}"#, .pcma, .linear16(.hz24000)), ("{}", .linear16(.hz24000), .linear16(.hz24000)),
        (#"{"input_audio_format":"g711_ulaw","output_audio_format":"g711_alaw"}"#, .pcmu, .pcma),
        (#"{"audio":{"input":{"format":{"type":"audio/opus"}},"output":{"format":{"type":"audio/opus"}}},"extra":[1]}"#, .opus(.hz24000), .opus(.hz24000)),
    ])
    func readyCarriesWhatWasConfirmedNotWhatWasAsked(_ session: String, _ input: AudioFormat, _ output: AudioFormat) throws {
        var listener = Listener(OpenAIRealtimeCodec(dialect: .openAI, setup: .telephone()))
        try listener.hear(#"{"type":"session.created","session":{"id":"sess_9"}}"#)
        let events = try listener.hear(#"{"type":"session.updated","session":\#(session)}"#)
        #expect(events == [.ready(AgentSession(formatToAgent: input, formatFromAgent: output, conversationID: "sess_9"))])
    }

    /// Its confirmation names no rate, as its packets don't.
    @Test func opusIsConfirmedAtTheRateAskedFor() throws {
        var setup = AgentSetup.telephone()
        setup.formatToAgent = .opus(.hz8000)
        setup.formatFromAgent = .opus(.hz16000)
        var listener = Listener(OpenAIRealtimeCodec(dialect: .compatible, setup: setup))
        try listener.hear(#"{"type":"session.created","session":{"id":"sess_9"}}"#)
        let audio = #"{"input":{"format":{"type":"audio/opus"}},"output":{"format":{"type":"audio/opus"}}}"#
        let events = try listener.hear(#"{"type":"session.updated","session":{"audio":\#(audio)}}"#)
        #expect(events == [.ready(AgentSession(formatToAgent: .opus(.hz8000), formatFromAgent: .opus(.hz16000), conversationID: "sess_9"))])
    }

    @Test func aFormatNobodyKnowsIsFatalAndNamed() throws {
        var listener = Listener(OpenAIRealtimeCodec(dialect: .openAI, setup: .telephone()))
        let events = try listener.hear(#"{"type":"session.updated","session":{"audio":{"input":{"format":{"type":"audio/flac"}}}}}"#)
        guard case .failure(let failure) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(failure.kind == .fatal && failure.code == "unsupported_format" && failure.message.contains("audio/flac"))
    }

    @Test func formatsThatChangeInMidCallAreFatal() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let same = #"{"type":"session.updated","session":{"audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcmu"}}}}}"#
        #expect(try listener.hear(same).isEmpty)
        let events = try listener.hear(#"{"type":"session.updated","session":{}}"#)
        guard case .failure(let failure) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(failure.kind == .fatal && failure.code == "format_changed")
    }
}
