import Audio
import CallControl
import Foundation
import Testing

@testable import WireProtocols

@Suite struct ElevenLabsEventTests {
    private func audio(_ event: Int, _ bytes: [UInt8] = .ramp(160)) -> String {
        #"{"audio_event":{"audio_base_64":"\#(Data(bytes).base64EncodedString())","event_id":\#(event),"alignment":{"chars":["O"],"char_start_times_ms":[0],"char_durations_ms":[20]}},"type":"audio"}"#
    }
    private func interruption(_ event: Int) -> String { #"{"type":"interruption","interruption_event":{"event_id":\#(event)}}"# }
    private let first = ResponseID(0)
    private let second = ResponseID(1)

    @Test func theConversationBeginsWithOurData() throws {
        var listener = Listener(ElevenLabsAgentCodec(setup: .telephone()))
        let messages = listener.say(.start)
        #expect(messages.count == 1)
        let message = try JSONValue(text: messages[0])
        #expect(message["type"]?.stringValue == "conversation_initiation_client_data")
        let overrides = try #require(message["conversation_config_override"])
        #expect(overrides["agent"]?["language"]?.stringValue == "pt-br")
        #expect(overrides["agent"]?["first_message"]?.stringValue == "Olá! Em que posso ajudar?")
        #expect(overrides["tts"]?.text == #"{"voice_id":"marin","speed":1.0}"#)
        #expect(overrides["asr"]?.text == #"{"keywords":["Pix","CPF"]}"#)
        #expect(message["dynamic_variables"]?.text == #"{"attempt":"1","call_uuid":"f3"}"#)
        var plain = AgentSetup.telephone()
        plain.overridesAgent = false
        listener = Listener(ElevenLabsAgentCodec(setup: plain))
        #expect(try JSONValue(text: listener.say(.start)[0])["conversation_config_override"]?.text == nil)
    }

    @Test(arguments: [("pt-BR", "pt-br"), ("pt_BR", "pt-br"), ("pt-PT", "pt"), ("en-US", "en"), ("es", "es")])
    func languagesAreReducedToTheirs(_ tag: String, _ code: String) { #expect(ElevenLabsInitiation.language(tag) == code) }

    @Test(arguments: [
        ("pcm_8000", AudioFormat.linear16(.hz8000)), ("pcm_16000", .linear16(.hz16000)), ("pcm_22050", .linear16(SampleRate(hertz: 22_050)!)),
        ("pcm_24000", .linear16(.hz24000)), ("pcm_44100", .linear16(SampleRate(hertz: 44_100)!)), ("pcm_48000", .linear16(.hz48000)), ("ulaw_8000", .pcmu),
    ])
    func readyCarriesTheAgentsFormats(_ name: String, _ format: AudioFormat) throws {
        let listener = try Listener<ElevenLabsAgentCodec>.ready(format: name)
        #expect(listener.events == [.ready(AgentSession(formatToAgent: format, formatFromAgent: format, conversationID: "conv_1"))])
        #expect(ElevenLabsAudioFormat.name(format) == name)
    }

    @Test(arguments: ["opus_48000", "alaw_8000", "pcm_8001", "mp3"])
    func aFormatNobodyKnowsIsFatalAndNamed(_ name: String) throws {
        let listener = try Listener<ElevenLabsAgentCodec>.ready(format: name)
        guard case .failure(let failure) = listener.events.first else {
            Issue.record("\(listener.events)")
            return
        }
        #expect(failure.kind == .fatal && failure.message.contains(name))
    }

    @Test func eachEventIDIsAResponse() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        #expect(try listener.hear(audio(3)) == [.responseStarted(first), .audio(first)])
        #expect(try listener.hear(audio(3)) == [.audio(first)])
        #expect(try listener.hear(audio(5)) == [.responseAudioEnded(first), .responseEnded(first, .completed), .responseStarted(second), .audio(second)])
        #expect(listener.audio == [160, 160, 160].flatMap([UInt8].ramp))
    }

    @Test func anInterruptionMakesItsUtteranceAndAllBeforeStale() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        try listener.hear(audio(3))
        #expect(try listener.hear(interruption(3)) == [.interrupted(upTo: first), .responseAudioEnded(first), .responseEnded(first, .cancelled)])
        #expect(try listener.hear(audio(3)).isEmpty && listener.codec.staleAudio == 1)
        #expect(try listener.hear(audio(2)).isEmpty)
        #expect(try listener.hear(audio(4)) == [.responseStarted(second), .audio(second)])
    }

    @Test func anInterruptionThatNamesTheComingUtteranceSparesIt() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        try listener.hear(audio(3))
        #expect(try listener.hear(interruption(4)).first == .interrupted(upTo: first))
        #expect(try listener.hear(audio(3)).isEmpty)
        #expect(try listener.hear(audio(4)) == [.responseStarted(second), .audio(second)])
    }

    @Test func anInterruptionOfNothingIsNone() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        #expect(try listener.hear(interruption(1)).isEmpty)
    }

    @Test func transcriptsFollowEachOther() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        try listener.hear(#"{"type":"tentative_user_transcript","tentative_user_transcription_event":{"user_transcript":"o","event_id":2}}"#)
        try listener.hear(#"{"type":"user_transcript","user_transcription_event":{"user_transcript":"oi","event_id":2}}"#)
        try listener.hear(#"{"type":"agent_chat_response_part","text_response_part":{"text":"","type":"start","event_id":3}}"#)
        try listener.hear(#"{"type":"agent_chat_response_part","text_response_part":{"text":"Ol","type":"delta","event_id":3}}"#)
        try listener.hear(#"{"type":"agent_response","agent_response_event":{"agent_response":"Olá! Tudo bem?","event_id":3}}"#)
        try listener.hear(audio(3))
        try listener.hear(interruption(3))
        try listener.hear(
            #"{"type":"agent_response_correction","agent_response_correction_event":{"original_agent_response":"Olá! Tudo bem?","corrected_agent_response":"Olá!","event_id":3}}"#
        )
        let updates = listener.events.compactMap { if case .transcript(let update) = $0 { update } else { nil } }
        #expect(
            updates == [
                TranscriptUpdate(.caller, ItemID(0), .placed(predecessor: nil)), TranscriptUpdate(.caller, ItemID(0), .cumulative("o")),
                TranscriptUpdate(.caller, ItemID(0), .final("oi")), TranscriptUpdate(.agent, ItemID(1), response: first, .placed(predecessor: ItemID(0))),
                TranscriptUpdate(.agent, ItemID(1), response: first, .delta("Ol")),
                TranscriptUpdate(.agent, ItemID(1), response: first, .final("Olá! Tudo bem?")),
                TranscriptUpdate(.agent, ItemID(1), response: first, .correction("Olá!")),
            ])
        #expect(listener.events.filter { $0 == .responseStarted(first) }.count == 1)
    }

    private static let single: [(String, [AgentEvent])] = [
        (#"{"type":"ping","ping_event":{"event_id":12,"ping_ms":35}}"#, [.ping(id: 12, roundTrip: .milliseconds(35))]),
        (#"{"type":"ping","ping_event":{"event_id":12,"ping_ms":null}}"#, [.ping(id: 12, roundTrip: nil)]),
        (#"{"type":"ping","ping_event":{"event_id":12}}"#, [.ping(id: 12, roundTrip: nil)]),
        (
            #"{"type":"client_tool_call","client_tool_call":{"tool_name":"lookup","tool_call_id":"tc","parameters":{"id":1,"n":"é"},"event_id":5}}"#,
            [.toolCall(ToolCall(id: "tc", name: "lookup", arguments: #"{"id":1,"n":"é"}"#))]
        ),
        (#"{"type":"vad_score","vad_score_event":{"vad_score":0.9}}"#, []), (#"{"type":"agent_tool_response","agent_tool_response":{}}"#, []),
        (#"{"type":"novelty"}"#, [.unrecognised(type: "novelty")]), (#"{"type":""}"#, [.unrecognised(type: "")]),
        (
            #"{"type":"error","error_event":{"code":1002,"error_type":"llm_timeout","message":"slow"}}"#,
            [.failure(AgentFailure(.retryable, code: "llm_timeout", message: "slow"))]
        ),
        (
            #"{"type":"error","error_event":{"code":1008,"error_type":"override_error","message":"no"}}"#,
            [.failure(AgentFailure(.fatal, code: "override_error", message: "no"))]
        ),
        (
            #"{"type":"error","error_event":{"code":1000,"error_type":"max_duration_exceeded"}}"#,
            [.failure(AgentFailure(.expired, code: "max_duration_exceeded", message: ""))]
        ),
        (
            #"{"type":"error","error_event":{"code":1008,"error_type":null,"reason":"bad key"}}"#,
            [.failure(AgentFailure(.fatal, code: "1008", message: "bad key"))]
        ),
        (
            #"{"type":"error","error_event":{"code":1008,"error_type":"invalid_message"}}"#,
            [.failure(AgentFailure(.ourFault, code: "invalid_message", message: ""))]
        ),
    ]

    @Test(arguments: single)
    func eachEventIsTranslated(_ message: String, _ expected: [AgentEvent]) throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        #expect(try listener.hear(message) == expected)
    }

    @Test(arguments: [
        (#"{"audio_event":{}}"#, "type"), (#"{"type":"audio"}"#, "audio.audio_event"),
        (#"{"type":"audio","audio_event":{"event_id":1}}"#, "audio.audio_event.audio_base_64"),
        (#"{"type":"audio","audio_event":{"audio_base_64":"AAAA"}}"#, "audio.audio_event.event_id"),
        (#"{"type":"audio","audio_event":{"audio_base_64":"AA","event_id":1}}"#, "audio.audio_event.audio_base_64"),
        (#"{"type":"audio","audio_event":{"audio_base_64":"A\u0041","event_id":1}}"#, "audio.audio_event.audio_base_64"),
        (#"{"type":"ping","ping_event":{}}"#, "ping.ping_event.event_id"),
        (#"{"type":"interruption","interruption_event":{"event_id":"x"}}"#, "interruption.interruption_event.event_id"),
        (#"{"type":"user_transcript","user_transcription_event":{}}"#, "user_transcript.user_transcription_event.user_transcript"),
        (#"{"type":"client_tool_call","client_tool_call":{"tool_name":"x"}}"#, "client_tool_call.client_tool_call.tool_call_id"),
        (
            #"{"type":"client_tool_call","client_tool_call":{"tool_name":"x","tool_call_id":"c","parameters":[]}}"#,
            "client_tool_call.client_tool_call.parameters"
        ),
        (#"{"type":"error","error_event":{}}"#, "error.error_event.code"), ("{", "message"),
    ])
    func aMalformedEventNamesItsField(_ message: String, _ field: String) throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        let error = try #require(throws: WireError.self) { try listener.hear(message) }
        #expect(error.field == field)
        #expect(listener.audio.isEmpty)
    }

    @Test(arguments: [
        (1_000, "", AgentFailure.Class.benign), (1_000, "Max duration exceeded", .expired), (1_002, "", .retryable), (1_008, "override", .fatal),
        (1_011, "", .retryable),
        (3_000, "Request error", .fatal), (1_006, "", .retryable),
    ])
    func closeCodesAreClassed(_ code: Int, _ reason: String, _ kind: AgentFailure.Class) {
        #expect(ElevenLabsAgentCodec(setup: .telephone()).failure(closeCode: code, reason: reason).kind == kind)
    }

    @Test func commandsAreWrittenAsDocumented() throws {
        var listener = try Listener<ElevenLabsAgentCodec>.ready()
        #expect(listener.say(.pong(id: 12)) == [#"{"type":"pong","event_id":12}"#])
        #expect(
            listener.say(.toolResult(ToolResult(callID: "tc", name: "x", output: "42")))
                == [#"{"type":"client_tool_result","tool_call_id":"tc","result":"42","is_error":false}"#])
        #expect(listener.say(.context("x")) == [#"{"type":"contextual_update","text":"x"}"#])
        #expect(listener.say(.callerText("x")) == [#"{"type":"user_message","text":"x"}"#])
        let spoken = try JSONValue(text: try #require(listener.say(.say("Claro!")).first))
        #expect(spoken["type"]?.stringValue == "user_message")
        #expect(spoken["text"]?.stringValue?.contains("Claro!") == true)
        for silent in [AgentCommand.createResponse(instructions: nil), .cancelResponse(first), .truncate(first, heard: .zero), .end] {
            #expect(listener.say(silent).isEmpty)
        }
        let (kind, message) = listener.say(audio: .ramp(160))
        #expect(kind == .text && message.text == #"{"user_audio_chunk":"\#(Data([UInt8].ramp(160)).base64EncodedString())"}"#)
    }
}
