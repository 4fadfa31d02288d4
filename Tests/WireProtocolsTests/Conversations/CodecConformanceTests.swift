import Audio
import CallControl
import Foundation
import Testing

@testable import WireProtocols

/// What every provider's codec must do, whatever its protocol. A new provider is added to `subjects`.
@Suite struct CodecConformanceTests {
    /// A codec with messages of its protocol.
    struct Subject: Sendable, CustomTestStringConvertible {
        let name: String
        let make: @Sendable () -> any AgentCodec & Sendable
        /// From the opening of the socket to `.ready`.
        let handshake: [String]
        /// A message with that much audio, in the first response.
        let audio: @Sendable ([UInt8]) -> String
        /// Every known message at least once.
        let messages: [String]
        var testDescription: String { name }
    }

    static let subjects: [Subject] = [Dialect.openAI, .elevenLabsRealtime, .xAI, .compatible].map(openAI) + [elevenLabs]

    private static func openAI(_ dialect: Dialect) -> Subject {
        let formats = #""audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcmu"}}}"#
        let place = #""response_id":"resp_1","item_id":"item_1","output_index":0,"content_index":0"#
        let call = #"{"id":"i","type":"function_call","status":"completed","call_id":"c","name":"n","arguments":"{}"}"#
        return Subject(
            name: dialect.name, make: { OpenAIRealtimeCodec(dialect: dialect, setup: .telephone()) },
            handshake: [#"{"type":"session.created","session":{"id":"s"}}"#, #"{"type":"session.updated","session":{\#(formats)}}"#],
            audio: { #"{"type":"response.output_audio.delta",\#(place),"delta":"\#(base64($0))"}"# },
            messages: [
                #"{"type":"response.created","response":{"id":"resp_1"}}"#,
                #"{"type":"response.output_item.added","response_id":"resp_1","item":{"id":"item_1","type":"message"}}"#,
                #"{"type":"response.output_audio.delta",\#(place),"delta":"\#(base64(.ramp(160)))"}"#,
                #"{"type":"response.output_audio_transcript.delta",\#(place),"delta":"Olá"}"#,
                #"{"type":"response.function_call_arguments.done",\#(place),"call_id":"c","name":"n","arguments":"{}"}"#,
                #"{"type":"response.output_item.done","response_id":"resp_1","item":\#(call)}"#,
                #"{"type":"conversation.item.added","previous_item_id":"x","item":{"id":"item_1","type":"message","role":"assistant"}}"#,
                #"{"type":"conversation.item.input_audio_transcription.completed","item_id":"u","transcript":"oi"}"#,
                #"{"type":"input_audio_buffer.speech_started","audio_start_ms":1,"item_id":"u"}"#,
                #"{"type":"response.done","response":{"id":"resp_1","status":"failed","status_details":{"error":{"code":"x"}},"usage":{"input_token_details":{"text_tokens":1}}}}"#,
                #"{"type":"error","error":{"type":"server_error","code":null,"message":"m"}}"#,
            ])
    }

    private static var elevenLabs: Subject {
        Subject(
            name: "elevenlabs", make: { ElevenLabsAgentCodec(setup: .telephone()) },
            handshake: [
                #"{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"c","agent_output_audio_format":"ulaw_8000","user_input_audio_format":"ulaw_8000"}}"#
            ],
            audio: { #"{"type":"audio","audio_event":{"audio_base_64":"\#(base64($0))","event_id":1}}"# },
            messages: [
                #"{"type":"audio","audio_event":{"audio_base_64":"\#(base64(.ramp(160)))","event_id":1}}"#,
                #"{"type":"user_transcript","user_transcription_event":{"user_transcript":"oi","event_id":2}}"#,
                #"{"type":"agent_response","agent_response_event":{"agent_response":"Olá","event_id":3}}"#,
                #"{"type":"agent_response_correction","agent_response_correction_event":{"original_agent_response":"a","corrected_agent_response":"b","event_id":3}}"#,
                #"{"type":"agent_chat_response_part","text_response_part":{"text":"a","type":"delta","event_id":4}}"#,
                #"{"type":"interruption","interruption_event":{"event_id":3}}"#, #"{"type":"ping","ping_event":{"event_id":5,"ping_ms":1}}"#,
                #"{"type":"client_tool_call","client_tool_call":{"tool_name":"n","tool_call_id":"c","parameters":{},"event_id":6}}"#,
                #"{"type":"error","error_event":{"code":1008,"error_type":"value_error"}}"#,
            ])
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Base64.append(bytes.span, to: &text)
        return text.text
    }

    /// Decodes, and returns what went wrong if anything did.
    private func decode(_ message: [UInt8], _ codec: inout any AgentCodec & Sendable, kind: FrameKind = .text, into audio: inout [UInt8]) -> (
        [AgentEvent], WireError?
    ) {
        var events: [AgentEvent] = []
        var replies: [AgentMessage] = []
        do throws(WireError) {
            try codec.decode(message.span, kind: kind, events: &events, audio: &audio, replies: &replies)
            return (events, nil)
        } catch {
            return (events, error)
        }
    }

    private func ready(_ subject: Subject) -> any AgentCodec & Sendable {
        var codec = subject.make()
        var audio: [UInt8] = []
        for message in subject.handshake { _ = decode(message.bytes, &codec, into: &audio) }
        return codec
    }

    @Test(arguments: subjects)
    func becomesReadyOnceWithTheConfirmedFormats(_ subject: Subject) {
        var codec = subject.make()
        var audio: [UInt8] = []
        var events: [AgentEvent] = []
        for message in subject.handshake + subject.handshake { events += decode(message.bytes, &codec, into: &audio).0 }
        let sessions = events.compactMap { if case .ready(let session) = $0 { session } else { nil } }
        #expect(sessions.count == 1)
        #expect(sessions.first?.formatFromAgent == .pcmu && sessions.first?.formatToAgent == .pcmu)
    }

    @Test(arguments: subjects)
    func audioIsAppendedAndAnnouncedOnce(_ subject: Subject) {
        var codec = ready(subject)
        var audio: [UInt8] = [7]
        let (events, error) = decode(subject.audio(.ramp(160)).bytes, &codec, into: &audio)
        #expect(error == nil && events == [.responseStarted(ResponseID(0)), .audio(ResponseID(0))])
        #expect(audio == [7] + [UInt8].ramp(160))
        #expect(decode(subject.audio([]).bytes, &codec, into: &audio).0.isEmpty, "no audio, no event")
    }

    @Test(arguments: subjects)
    func callerAudioComesBackAsItWent(_ subject: Subject) throws {
        var codec = ready(subject)
        for length in [0, 1, 159, 160, 161, 1_920] {
            var message: [UInt8] = []
            #expect(codec.encodeAudio([UInt8].ramp(length).span, into: &message) == .text)
            let json = try JSONValue(text: message.text)
            let base64 = try #require((json["audio"] ?? json["user_audio_chunk"])?.stringValue).bytes
            var back: [UInt8] = []
            try Base64.decode(base64.span, 0..<base64.count, into: &back)
            #expect(back == .ramp(length))
        }
    }

    @Test(arguments: subjects)
    func everyCommandIsOneOrNoneOrSomeValidMessages(_ subject: Subject) throws {
        var codec = ready(subject)
        let nasty = "\"\\\u{0}\n\u{2028}é😀"
        let commands: [AgentCommand] = [
            .start, .createResponse(instructions: nasty), .createResponse(instructions: nil), .cancelResponse(ResponseID(0)),
            .truncate(ResponseID(0), heard: .milliseconds(1)), .say(nasty), .toolResult(ToolResult(callID: nasty, name: nasty, output: nasty, isError: true)),
            .context(nasty), .callerText(nasty), .pong(id: 3), .end,
        ]
        for command in commands {
            var messages: [AgentMessage] = []
            codec.encode(command, into: &messages)
            for message in messages where message.kind == .text { #expect(try JSONValue(text: message.bytes.text).isObject) }
        }
    }

    @Test(arguments: subjects)
    func unknownTypesAreReportedAndNothingElse(_ subject: Subject) {
        var codec = ready(subject)
        var audio: [UInt8] = []
        let long = String(repeating: "x", count: 500)
        #expect(decode(#"{"type":"x.y","a":{"b":[1]}}"#.bytes, &codec, into: &audio).0 == [.unrecognised(type: "x.y")])
        #expect(decode(#"{"type":"\#(long)"}"#.bytes, &codec, into: &audio).0 == [.unrecognised(type: String(long.prefix(64)))])
    }

    @Test(arguments: subjects)
    func oversizedMessagesAreRefused(_ subject: Subject) {
        var codec = ready(subject)
        var audio: [UInt8] = []
        let (events, error) = decode([UInt8](repeating: 0x20, count: (4 << 20) + 1), &codec, into: &audio)
        #expect(events.isEmpty && error?.field == "message")
    }

    @Test(arguments: subjects)
    func aMegabyteOfTextIsBounded(_ subject: Subject) {
        var codec = ready(subject)
        var audio: [UInt8] = []
        let text = String(repeating: "é\\u0041", count: 150_000)
        for message in subject.messages {
            for word in ["oi", "Olá"] {
                let (events, _) = decode(message.replacingOccurrences(of: "\"\(word)\"", with: "\"\(text)\"").bytes, &codec, into: &audio)
                for case .transcript(let update) in events { #expect("\(update.kind)".utf8.count < 64 << 10) }
            }
        }
    }

    @Test(arguments: subjects)
    func shuffledAndExtraKeysChangeNothing(_ subject: Subject) throws {
        var random = Seeded(8)
        for message in subject.messages {
            var plain = ready(subject)
            var audio: [UInt8] = []
            let expected = decode(message.bytes, &plain, into: &audio)
            for _ in 0..<20 {
                var codec = ready(subject)
                var shuffledAudio: [UInt8] = []
                let shuffled = Self.shuffled(try JSONValue(text: message), &random, atTop: true)
                let result = decode(shuffled.bytes, &codec, into: &shuffledAudio)
                #expect(result.0 == expected.0 && result.1 == expected.1 && shuffledAudio == audio, "\(shuffled.text)")
            }
        }
    }

    /// Members in another order, with keys that nobody knows among them; the arguments of tools stay as they are.
    private static func shuffled(_ value: JSONValue, _ random: inout Seeded, atTop: Bool) -> JSONValue {
        guard case .object(var members) = value else { return value }
        members = members.map { .init($0.name, $0.name == "parameters" ? $0.value : shuffled($0.value, &random, atTop: false)) }
        if members.contains(where: { $0.name == "type" }) || atTop { members.append(.init("x_extra", ["type": "audio", "delta": [1, "}"]])) }
        return .object(members.shuffled(using: &random))
    }

    @Test(arguments: subjects)
    func nothingThatArrivesCrashesIt(_ subject: Subject) {
        var random = Seeded(9)
        var codec = ready(subject)
        var audio: [UInt8] = []
        let all = (subject.handshake + subject.messages).map(\.bytes)
        for round in 0..<6_000 {
            var message = all.randomElement(using: &random)!
            switch round % 4 {
            case 0:
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    message[.random(in: 0..<message.count, using: &random)] = .random(in: 0...255, using: &random)
                }
            case 1: message.removeLast(.random(in: 0...message.count, using: &random))
            case 2:
                let other = all.randomElement(using: &random)!
                message.insert(contentsOf: other.prefix(.random(in: 0...other.count, using: &random)), at: .random(in: 0...message.count, using: &random))
            default: message = (0..<Int.random(in: 0...64, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            }
            let before = audio.count
            let (events, error) = decode(message, &codec, kind: round % 16 == 5 ? .binary : .text, into: &audio)
            let announces = events.contains { if case .audio = $0 { true } else { false } }
            #expect(audio.count == before || (announces && error == nil), "audio without an event for it")
            var messages: [AgentMessage] = []
            codec.encode(
                .truncate(ResponseID(.random(in: 0...9, using: &random)), heard: .milliseconds(.random(in: -9...999, using: &random))), into: &messages)
            if audio.count > 1 << 20 { audio = [] }
        }
    }
}
