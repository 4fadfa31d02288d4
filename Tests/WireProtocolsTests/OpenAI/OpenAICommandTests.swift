import Audio
import CallControl
import Foundation
import Testing

@testable import WireProtocols

@Suite struct OpenAICommandTests {
    private func listening(_ dialect: Dialect = .openAI, audio: [(item: String, index: Int, milliseconds: Int)] = []) throws -> Listener<OpenAIRealtimeCodec> {
        var listener = try Listener<OpenAIRealtimeCodec>.ready(dialect)
        for part in audio {
            let base64 = Data([UInt8](repeating: 255, count: part.milliseconds * 8)).base64EncodedString()
            try listener.hear(
                #"{"type":"response.output_audio.delta","response_id":"r","item_id":"\#(part.item)","content_index":\#(part.index),"delta":"\#(base64)"}"#)
        }
        return listener
    }

    private func cut(_ item: String, _ index: Int, _ milliseconds: Int) -> String {
        #"{"type":"conversation.item.truncate","item_id":"\#(item)","content_index":\#(index),"audio_end_ms":\#(milliseconds)}"#
    }

    @Test func truncationNamesTheItemAndNeverMoreThanCame() throws {
        var listener = try listening(audio: [("a", 0, 200)])
        #expect(listener.say(.truncate(ResponseID(0), heard: .microseconds(120_900))) == [cut("a", 0, 120)])
        #expect(listener.say(.truncate(ResponseID(0), heard: .milliseconds(60))).isEmpty, "an item is truncated once")
        listener = try listening(audio: [("a", 0, 200)])
        #expect(listener.say(.truncate(ResponseID(0), heard: .seconds(9))) == [cut("a", 0, 200)])
        listener = try listening(audio: [("a", 0, 200)])
        #expect(listener.say(.truncate(ResponseID(0), heard: .milliseconds(-5))) == [cut("a", 0, 0)])
        #expect(listener.say(.truncate(ResponseID(7), heard: .zero)).isEmpty, "of an unknown response there is nothing to forget")
    }

    @Test func aResponseOfSeveralPartsIsTruncatedWhereItWasHeard() throws {
        let parts = [(item: "a", index: 0, milliseconds: 100), (item: "b", index: 1, milliseconds: 100), (item: "c", index: 0, milliseconds: 100)]
        var listener = try listening(audio: parts)
        #expect(listener.say(.truncate(ResponseID(0), heard: .milliseconds(150))) == [cut("b", 1, 50), cut("c", 0, 0)])
        listener = try listening(audio: parts)
        #expect(listener.say(.truncate(ResponseID(0), heard: .milliseconds(100))) == [cut("b", 1, 0), cut("c", 0, 0)])
    }

    @Test func elevenLabsRealtimeIsAskedForWhatWasKept() throws {
        var listener = try listening(.elevenLabsRealtime, audio: [("a", 0, 200)])
        #expect(listener.say(.truncate(ResponseID(0), heard: .milliseconds(20))) == [cut("a", 0, 20), #"{"type":"conversation.item.retrieve","item_id":"a"}"#])
    }

    @Test func onlyARunningResponseIsCancelled() throws {
        var listener = try listening(audio: [("a", 0, 20)])
        #expect(listener.say(.cancelResponse(ResponseID(0))) == [#"{"type":"response.cancel","response_id":"r"}"#])
        try listener.hear(#"{"type":"response.done","response":{"id":"r"}}"#)
        #expect(listener.say(.cancelResponse(ResponseID(0))).isEmpty)
        #expect(listener.say(.cancelResponse(ResponseID(5))).isEmpty)
    }

    @Test func theOtherCommandsAreWrittenAsDocumented() throws {
        var listener = try listening()
        #expect(listener.say(.createResponse(instructions: nil)) == [#"{"type":"response.create"}"#])
        #expect(listener.say(.createResponse(instructions: "Oi")) == [#"{"type":"response.create","response":{"instructions":"Oi"}}"#])
        #expect(
            listener.say(.toolResult(ToolResult(callID: "c", name: "n", output: #"{"a":1}"#)))
                == [#"{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"c","output":"{\"a\":1}"}}"#])
        #expect(listener.say(.toolResult(ToolResult(callID: "c", name: "n", output: "no", isError: true)))[0].contains(#"{\"error\":\"no\"}"#))
        #expect(
            listener.say(.context("x"))
                == [#"{"type":"conversation.item.create","item":{"type":"message","role":"system","content":[{"type":"input_text","text":"x"}]}}"#])
        #expect(
            listener.say(.callerText("x"))
                == [#"{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}"#])
        for silent in [AgentCommand.start, .pong(id: 1), .end] { #expect(listener.say(silent).isEmpty) }
    }

    @Test func aLineIsSpokenAsLiterallyAsTheDialectCan() throws {
        var openAI = try listening()
        let response = try #require(try JSONValue(text: openAI.say(.say("Esta chamada é gravada."))[0])["response"])
        #expect(response["input"]?.text == "[]")
        #expect(response["tool_choice"]?.stringValue == "none")
        #expect(response["conversation"]?.text == nil)
        #expect(response["instructions"]?.stringValue?.hasSuffix("\nEsta chamada é gravada.") == true)
        var xAI = try listening(.xAI)
        #expect(
            xAI.say(.say("Oi"))
                == [
                    #"{"type":"conversation.item.create","item":{"type":"force_message","role":"assistant","interruptible":false,"content":[{"type":"output_text","text":"Oi"}]}}"#
                ])
        #expect(!openAI.codec.capabilities.speaksVerbatim && xAI.codec.capabilities.speaksVerbatim)
    }
}
