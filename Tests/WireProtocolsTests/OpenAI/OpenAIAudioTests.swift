import Audio
import CallControl
import Foundation
import Testing

@testable import WireProtocols

@Suite struct OpenAIAudioTests {
    private func delta(_ audio: [UInt8], response: String = "r", item: String = "a", index: Int = 0) -> String {
        #"{"type":"response.output_audio.delta","event_id":"e","response_id":"\#(response)","item_id":"\#(item)","output_index":0,"content_index":\#(index),"delta":"\#(Data(audio).base64EncodedString())"}"#
    }

    @Test func audioArrivesWithItsResponse() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        #expect(try listener.hear(delta(.ramp(160))) == [.responseStarted(ResponseID(0)), .audio(ResponseID(0))])
        #expect(try listener.hear(delta(.ramp(320))) == [.audio(ResponseID(0))])
        #expect(try listener.hear(delta(.ramp(160), response: "s")) == [.responseStarted(ResponseID(1)), .audio(ResponseID(1))])
        #expect(try listener.hear(delta(.ramp(160))) == [.audio(ResponseID(0))], "late audio is still of its own response")
        #expect(listener.audio == [160, 320, 160, 160].flatMap([UInt8].ramp))
    }

    @Test func theOrderOfKeysAndExtraKeysDontMatter() throws {
        let base64 = Data([UInt8].ramp(160)).base64EncodedString()
        var members = [
            #""type":"response.audio.delta""#, #""response_id":"r""#, #""item_id":"a""#, #""content_index":0"#, #""delta":"\#(base64)""#,
            #""x":{"type":"no","delta":[1,"}"]}"#, #""y":null"#, #""z":"a\"b""#,
        ]
        var random = Seeded(7)
        for _ in 0..<200 {
            members.shuffle(using: &random)
            var listener = try Listener<OpenAIRealtimeCodec>.ready()
            #expect(try listener.hear("{ \(members.joined(separator: " , ")) }") == [.responseStarted(ResponseID(0)), .audio(ResponseID(0))])
            #expect(listener.audio == .ramp(160))
        }
    }

    @Test(arguments: [
        #"{"type":"response.output_audio.delta","response_id":"\u0072","item_id":"a","delta":"AAAA"}"#,
        #"{"type":"response.output_audio.delta","response_id":"r","item_id":"\u0061","delta":"AAAA"}"#,
        #"{"type":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"AAA\u0041"}"#,
        #"{"type":"response.output_audio\u002edelta","response_id":"r","item_id":"a","delta":"AAAA"}"#,
        #"{"\u0074ype":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"AAAA"}"#,
    ])
    func escapesTakeTheSlowWayToTheSameEnd(_ message: String) throws {
        var quick = try Listener<OpenAIRealtimeCodec>.ready()
        try quick.hear(#"{"type":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"AAAA"}"#)
        var slow = try Listener<OpenAIRealtimeCodec>.ready()
        try slow.hear(message)
        #expect(slow.events == quick.events && slow.audio == quick.audio && slow.codec == quick.codec)
    }

    @Test func escapedSlashesAreAudioToo() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        try listener.hear(#"{"type":"response.output_audio.delta","response_id":"r","item_id":"a","delta":"\/\/\/\/"}"#)
        #expect(listener.audio == [255, 255, 255])
    }

    @Test func halfASampleIsRefused() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready(.openAI, .telephone(.linear16(.hz24000)))
        #expect(throws: WireError.self) { try listener.hear(delta(.ramp(7))) }
        #expect(listener.audio.isEmpty)
    }

    @Test func binaryFramesAreAudioOfTheCurrentResponse() throws {
        var setup = AgentSetup.telephone()
        setup.carriageToAgent = .binary
        setup.carriageFromAgent = .binary
        var listener = try Listener<OpenAIRealtimeCodec>.ready(.xAI, setup)
        #expect(throws: WireError(field: "binary frame", problem: "audio before any response")) { try listener.hear(.binary, .ramp(160)) }
        try listener.hear(#"{"type":"response.created","response":{"id":"r"}}"#)
        try listener.hear(#"{"type":"response.output_item.added","response_id":"r","item":{"id":"a","type":"message","role":"assistant"}}"#)
        #expect(try listener.hear(.binary, .ramp(800)) == [.audio(ResponseID(0))])
        #expect(try listener.hear(.binary, []).isEmpty)
        #expect(listener.audio == .ramp(800))
        #expect(
            listener.say(.truncate(ResponseID(0), heard: .milliseconds(40))) == [
                #"{"type":"conversation.item.truncate","item_id":"a","content_index":0,"audio_end_ms":40}"#
            ])
        #expect(listener.say(audio: .ramp(160)) == (.binary, .ramp(160)))
    }

    @Test func binaryFramesAreNoneOfOpenAIs() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        #expect(throws: WireError.self) { try listener.hear(.binary, .ramp(160)) }
    }

    @Test func callerAudioIsAppendedAsBase64() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        let (kind, message) = listener.say(audio: .ramp(160))
        #expect(kind == .text)
        #expect(message.text == #"{"type":"input_audio_buffer.append","audio":"\#(Data([UInt8].ramp(160)).base64EncodedString())"}"#)
    }

    @Test func forgottenResponsesAreNewOnes() throws {
        var listener = try Listener<OpenAIRealtimeCodec>.ready()
        for number in 0..<1_000 { try listener.hear(delta(.ramp(8), response: "r\(number)", item: "a\(number)")) }
        #expect(listener.codec.conversation.responses.count == 64)
        #expect(try listener.hear(delta(.ramp(8), response: "r999", item: "a999")) == [.audio(ResponseID(999))])
        #expect(try listener.hear(delta(.ramp(8), response: "r0", item: "a0")).first == .responseStarted(ResponseID(1_000)))
    }
}
