import Audio
import CallControl
import Testing

@testable import WireProtocols

@Suite struct OpenAIEventTests {
    private let response = ResponseID(0)

    /// Each message alone, to a session that is ready.
    private static let single: [(String, [AgentEvent])] = [
        (
            #"{"type":"input_audio_buffer.speech_started","event_id":"e","audio_start_ms":320,"item_id":"u"}"#,
            [.callerStartedSpeaking(audioPosition: .milliseconds(320), item: ItemID(0))]
        ),
        (
            #"{"type":"input_audio_buffer.speech_stopped","audio_end_ms":1840,"item_id":"u"}"#,
            [.callerStoppedSpeaking(audioPosition: .milliseconds(1_840), item: ItemID(0))]
        ),
        (#"{"type":"input_audio_buffer.speech_started"}"#, [.callerStartedSpeaking(audioPosition: nil, item: nil)]),
        (#"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#, [.responseStarted(ResponseID(0))]),
        (
            #"{"type":"conversation.item.added","previous_item_id":"p","item":{"id":"u","type":"message","role":"user","content":[]}}"#,
            [.transcript(TranscriptUpdate(.caller, ItemID(1), .placed(predecessor: ItemID(0))))]
        ),
        (
            #"{"type":"conversation.item.created","previous_item_id":null,"item":{"id":"a","role":"assistant"}}"#,
            [.transcript(TranscriptUpdate(.agent, ItemID(0), .placed(predecessor: nil)))]
        ),
        (#"{"type":"conversation.item.added","item":{"id":"f","type":"function_call","name":"x"}}"#, []),
        (#"{"type":"conversation.item.added","item":{"id":"s","type":"message","role":"system"}}"#, []),
        (
            #"{"type":"conversation.item.input_audio_transcription.delta","item_id":"u","delta":"ol"}"#,
            [.transcript(TranscriptUpdate(.caller, ItemID(0), .delta("ol")))]
        ),
        (#"{"type":"conversation.item.input_audio_transcription.delta","item_id":"u"}"#, []),
        (
            #"{"type":"conversation.item.input_audio_transcription.updated","item_id":"u","transcript":"olá tu"}"#,
            [.transcript(TranscriptUpdate(.caller, ItemID(0), .cumulative("olá tu")))]
        ),
        (
            #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"u","content_index":0,"transcript":"olá","usage":{"type":"duration","seconds":1}}"#,
            [.transcript(TranscriptUpdate(.caller, ItemID(0), .final("olá")))]
        ),
        (
            #"{"type":"conversation.item.input_audio_transcription.failed","item_id":"u","error":{"code":"x","message":"unheard"}}"#,
            [.transcript(TranscriptUpdate(.caller, ItemID(0), .failed("unheard")))]
        ),
        (
            #"{"type":"response.output_audio_transcript.delta","response_id":"r","item_id":"a","delta":"O"}"#,
            [.responseStarted(ResponseID(0)), .transcript(TranscriptUpdate(.agent, ItemID(0), response: ResponseID(0), .delta("O")))]
        ),
        (
            #"{"type":"response.audio_transcript.done","response_id":"r","item_id":"a","transcript":"Olá"}"#,
            [.responseStarted(ResponseID(0)), .transcript(TranscriptUpdate(.agent, ItemID(0), response: ResponseID(0), .final("Olá")))]
        ),
        (#"{"type":"response.audio.done","response_id":"r","item_id":"a"}"#, [.responseStarted(ResponseID(0)), .responseAudioEnded(ResponseID(0))]),
        (
            #"{"type":"response.function_call_arguments.done","response_id":"r","item_id":"i","call_id":"c","name":"lookup","arguments":""}"#,
            [.responseStarted(ResponseID(0)), .toolCall(ToolCall(id: "c", name: "lookup", arguments: "{}", response: ResponseID(0)))]
        ),
        (#"{"type":"conversation.item.truncated","item_id":"a","content_index":0,"audio_end_ms":5}"#, []),
        (
            #"{"type":"conversation.item.truncated","item_id":"a","content_index":0,"audio_end_ms":5,"transcript":"Ol"}"#,
            [.transcript(TranscriptUpdate(.agent, ItemID(0), .correction("Ol")))]
        ),
        (
            #"{"type":"conversation.item.retrieved","item":{"id":"a","role":"assistant","content":[{"type":"output_audio","transcript":"Ol"}]}}"#,
            [.transcript(TranscriptUpdate(.agent, ItemID(0), .correction("Ol")))]
        ),
        (#"{"type":"mystery.event","x":1}"#, [.unrecognised(type: "mystery.event")]),
        (#"{"type":"rate_limits.updated","rate_limits":[]}"#, []), (#"{"type":"input_audio_buffer.committed","item_id":"u"}"#, []),
        (#"{"type":"response.output_text.delta","delta":"x"}"#, []), (#"{"type":"conversation.item.done","item":{"id":"u"}}"#, []),
    ]

    @Test(arguments: single)
    func eachEventIsTranslated(_ message: String, _ expected: [AgentEvent]) throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        #expect(try listener.hear(message) == expected)
    }

    @Test(arguments: [
        (#"{}"#, "type"), (#"{"type":5}"#, "type"), ("[]", "type"), ("nonsense", "message"), (#"{"type":"response.created"}"#, "response.created.response"),
        (#"{"type":"response.created","response":{}}"#, "response.created.response.id"),
        (#"{"type":"response.created","response":[]}"#, "response.created.response"),
        (#"{"type":"response.done","response":{"id":"r","status":7}}"#, "response.done.response.status"),
        (#"{"type":"response.done","response":{"id":"r","output":[{"type":"function_call"}]}}"#, "response.done.response.output[0].call_id"),
        (#"{"type":"input_audio_buffer.speech_started","audio_start_ms":"x"}"#, "input_audio_buffer.speech_started.audio_start_ms"),
        (#"{"type":"input_audio_buffer.speech_stopped","audio_end_ms":-1}"#, "input_audio_buffer.speech_stopped.audio_end_ms"),
        (#"{"type":"conversation.item.added","item":{}}"#, "conversation.item.added.item.id"),
        (
            #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"u"}"#,
            "conversation.item.input_audio_transcription.completed.transcript"
        ),
        (#"{"type":"response.output_audio.delta","item_id":"a","delta":""}"#, "response.output_audio.delta.response_id"),
        (#"{"type":"response.output_audio.delta","response_id":"r","item_id":"a"}"#, "response.output_audio.delta.delta"),
        (#"{"type":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"***"}"#, "response.output_audio.delta.delta"),
        (
            #"{"type":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"AAA\u0041","content_index":"x"}"#,
            "response.output_audio.delta.content_index"
        ),
        (#"{"type":"response.function_call_arguments.done","response_id":"r","call_id":"c"}"#, "response.function_call_arguments.done.arguments"),
        (#"{"type":"error"}"#, "error.error"), (#"{"type":"session.updated"}"#, "session.updated.session"),
    ])
    func aMalformedEventNamesItsField(_ message: String, _ field: String) throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let before = listener.audio
        let error = try #require(throws: WireError.self) { try listener.hear(message) }
        #expect(error.field == field)
        #expect(listener.audio == before)
    }

    @Test func responsesEndAsTheirStatusSays() throws {
        let table: [(String, ResponseEnding)] = [
            (#""status":"completed""#, .completed), (#""status":"cancelled","status_details":{"type":"cancelled","reason":"turn_detected"}"#, .cancelled),
            (#""status":"incomplete","status_details":{"reason":"max_output_tokens"}"#, .incomplete(reason: "max_output_tokens")),
            (
                #""status":"failed","status_details":{"error":{"type":"server_error","code":"rate_limit_exceeded","message":"slow"}}"#,
                .failed(AgentFailure(.retryable, code: "rate_limit_exceeded", message: "slow"))
            ),
            (
                #""status":"failed","status_details":{"error":{"type":"x","code":"insufficient_quota"}}"#,
                .failed(AgentFailure(.fatal, code: "insufficient_quota", message: ""))
            ),
            (#""status":"novel""#, .incomplete(reason: "novel")), (#""x":1"#, .completed),
        ]
        for (fields, ending) in table {
            var listener = try Listener<OpenAIRealtimeCodec>.ready()
            #expect(
                try listener.hear(#"{"type":"response.done","response":{"id":"r",\#(fields)}}"#) == [
                    .responseStarted(response), .responseEnded(response, ending),
                ])
            #expect(try listener.hear(#"{"type":"response.done","response":{"id":"r",\#(fields)}}"#).isEmpty, "told once")
        }
    }

    @Test func usageIsReportedWithWhatIsKnown() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let events = try listener.hear(
            #"{"type":"response.done","response":{"id":"r","usage":{"total_tokens":60,"input_token_details":{"text_tokens":40,"audio_tokens":10,"cached_tokens":3},"output_token_details":{"audio_tokens":4}}}}"#
        )
        var usage = AgentUsage()
        usage.inputTextTokens = 40
        usage.inputAudioTokens = 10
        usage.cachedTokens = 3
        usage.outputAudioTokens = 4
        #expect(events.contains(.usage(usage)))
    }

    /// The answer has ended whatever it is billed at.
    @Test(arguments: [
        "\"x\"", "5", "{\"input_token_details\":[]}", "{\"input_token_details\":{\"text_tokens\":1e30}}", "{\"output_token_details\":{\"audio_tokens\":12.5}}",
    ])
    func aBillThatCanNotBeReadCostsNoEvent(_ usage: String) throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let events = try listener.hear("{\"type\":\"response.done\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"usage\":\(usage)}}")
        #expect(events.contains { if case .responseEnded(_, .completed) = $0 { true } else { false } }, "\(events)")
        #expect(!events.contains { if case .usage(let usage) = $0 { usage != AgentUsage() } else { false } }, "\(events)")
    }

    @Test func aToolCallIsToldOnceHoweverOftenItIsMentioned() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let item = #"{"id":"i","type":"function_call","status":"completed","call_id":"c","name":"lookup","arguments":"{\"id\":1}"}"#
        try listener.hear(
            #"{"type":"response.output_item.added","response_id":"r","output_index":0,"item":{"id":"i","type":"function_call","name":"lookup","call_id":"c","arguments":""}}"#
        )
        let nameless =
            #"{"type":"response.function_call_arguments.done","response_id":"r","item_id":"i","output_index":0,"call_id":"c","arguments":"{\"id\":1}"}"#
        #expect(try listener.hear(nameless) == [.toolCall(ToolCall(id: "c", name: "lookup", arguments: #"{"id":1}"#, response: response))])
        #expect(try listener.hear(#"{"type":"response.output_item.done","response_id":"r","output_index":0,"item":\#(item)}"#).isEmpty)
        #expect(try listener.hear(#"{"type":"response.done","response":{"id":"r","output":[\#(item)]}}"#) == [.responseEnded(response, .completed)])
    }

    @Test func aToolCallCutShortIsNotRun() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let item = #"{"id":"i","type":"function_call","status":"incomplete","call_id":"c","name":"lookup","arguments":"{\"i"}"#
        let events = try listener.hear(#"{"type":"response.done","response":{"id":"r","status":"cancelled","output":[\#(item)]}}"#)
        #expect(events == [.responseStarted(response), .responseEnded(response, .cancelled)])
    }

    @Test func utterancesFollowEachOtherAcrossFunctionCalls() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let items = [
            ("u", "null", #""type":"message","role":"user""#), ("f", "\"u\"", #""type":"function_call","name":"x""#),
            ("o", "\"f\"", #""type":"function_call_output""#), ("a", "\"o\"", #""type":"message","role":"assistant""#),
        ]
        for (id, previous, rest) in items {
            try listener.hear(#"{"type":"conversation.item.added","previous_item_id":\#(previous),"item":{"id":"\#(id)",\#(rest)}}"#)
        }
        let transcripts = listener.events.compactMap { if case .transcript(let update) = $0 { update } else { nil } }
        #expect(transcripts.count == 2)
        #expect(transcripts[1].kind == .placed(predecessor: transcripts[0].item))
    }

    @Test(arguments: [
        ("response_cancel_not_active", "invalid_request_error", AgentFailure.Class.benign), ("conversation_already_has_active_response", "", .benign),
        ("item_retrieve_invalid_item_id", "invalid_request_error", .benign), ("input_audio_buffer_commit_empty", "", .ourFault),
        ("unknown_parameter", "invalid_request_error", .ourFault), ("anything", "invalid_request_error", .ourFault), ("session_expired", "", .expired),
        ("invalid_api_key", "", .fatal), ("insufficient_quota", "", .fatal), ("", "authentication_error", .fatal), ("rate_limit_exceeded", "", .retryable),
        ("server_error", "", .retryable), ("novel", "novel_error", .retryable),
    ])
    func errorsAreClassed(_ code: String, _ type: String, _ kind: AgentFailure.Class) throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let events = try listener.hear(
            #"{"type":"error","event_id":"e","error":{"type":"\#(type)","code":"\#(code)","message":"m","param":null,"event_id":null}}"#)
        #expect(events == [.failure(AgentFailure(kind, code: code.isEmpty ? type : code, message: "m"))])
    }

    @Test func aRefusedSessionIsFatalBeforeItIsReady() throws {
        var listener = Listener(OpenAIRealtimeCodec(dialect: .openAI, setup: .telephone()))
        try listener.hear(#"{"type":"session.created","session":{}}"#)
        let events = try listener.hear(#"{"type":"error","error":{"type":"invalid_request_error","code":"invalid_value","message":"voice"}}"#)
        #expect(events == [.failure(AgentFailure(.fatal, code: "invalid_value", message: "voice"))])
    }

    @Test(arguments: [
        (1_001, "Your session hit the maximum duration of 60 minutes.", AgentFailure.Class.expired), (1_000, "max duration", .expired), (1_000, "", .retryable),
        (4_003, "", .fatal), (1_008, "", .fatal), (1_006, "", .retryable), (1_011, "", .retryable), (1_013, "", .retryable),
    ])
    func closeCodesAreClassed(_ code: Int, _ reason: String, _ kind: AgentFailure.Class) {
        let failure = OpenAIRealtimeCodec(dialect: .openAI, setup: .telephone()).failure(closeCode: code, reason: reason)
        #expect(failure == AgentFailure(kind, code: "close_\(code)", message: reason))
    }

    @Test func aHugeTranscriptIsBoundedAndCounted() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let piece = String(repeating: "é", count: 3_000)
        for _ in 0..<10 { try listener.hear(#"{"type":"response.output_audio_transcript.delta","response_id":"r","item_id":"a","delta":"\#(piece)"}"#) }
        let kept = listener.events.reduce(0) { sum, event in
            if case .transcript(let update) = event, case .delta(let text) = update.kind { sum + text.utf8.count } else { sum }
        }
        #expect(kept <= 16 << 10 && kept > 16_000)
        #expect(listener.codec.droppedTranscripts == 8)
        let whole = String(repeating: "x", count: 1 << 20)
        let events = try listener.hear(#"{"type":"conversation.item.input_audio_transcription.completed","item_id":"u","transcript":"\#(whole)"}"#)
        guard case .transcript(let update) = events.first, case .final(let text) = update.kind else {
            Issue.record("\(events.count)")
            return
        }
        #expect(text.utf8.count == 16 << 10)
    }
}
