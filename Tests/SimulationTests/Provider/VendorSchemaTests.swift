import Testing
import WireProtocols

@testable import Simulation

/// What the emulated providers send must pass the vendors' own schemas.
@Suite struct VendorSchemaTests {
    private static let dialogue = Dialogue(
        turns: [
            .init(heard: "saldo", Answer("Cem reais e mais alguns centavos.")),
            .init(heard: "conta", Answer("A sua conta está em dia.", tool: .init("balance", arguments: #"{"account":1}"#, .before))),
            .init(heard: "tchau", Answer("Até logo!", tool: .init("end_call", .after))),
        ], otherwise: Dialogue.builtIn.otherwise)

    @Test func openAIsSchemaKnowsEveryEvent() throws {
        var script = ConversationScript(.openAI) {
            $0.burst = 1
            $0.dialogue = Self.dialogue
            $0.faults = [FaultRule(.errors)]
        }
        script.openOpenAI()
        script.at(10, ["type": "response.create", "response": ["instructions": "Diga: “Olá!”"]])
        script.speech(from: 5_000, to: 6_000)
        // Barge-in on the answer, which began at 6,800.
        script.at(7_500, .speechStarted(at: .milliseconds(7_500)))
        let item = script.first("response.output_audio.delta", from: 6_800)?["item_id"] ?? ""
        script.at(7_510, ["type": "conversation.item.truncate", "item_id": item, "content_index": 0, "audio_end_ms": 600])
        script.at(7_520, ["type": "conversation.item.retrieve", "item_id": item])
        script.at(8_500, .speechStopped(lastVoiced: .milliseconds(8_000), decided: .milliseconds(8_500)))
        script.wait(until: 9_000)
        let call = script.first("response.function_call_arguments.done")?["call_id"] ?? ""
        script.at(9_100, ["type": "conversation.item.create", "item": ["type": "function_call_output", "call_id": call, "output": "{}"]])
        script.at(9_100, ["type": "response.create"])
        script.speech(from: 12_000, to: 13_000)
        script.wait(until: 16_000)
        script.at(16_000, ["type": "conversation.item.delete", "item_id": item])
        script.at(16_000, ["type": "input_audio_buffer.clear"])
        #expect(script.count("response.function_call_arguments.done") == 2)
        try PythonTool.expectNoProblems("validate_openai.py", in: script.capture)
    }

    @Test func elevenLabsSchemaKnowsEveryMessage() throws {
        var script = ConversationScript(.elevenLabs, model: "agent-ulaw_8000") {
            $0.burst = 1
            $0.dialogue = Self.dialogue
            $0.pingInterval = .seconds(1)
            $0.faults = [FaultRule(.errors)]
        }
        var pongs = 0
        func answerPings(_ script: inout ConversationScript, until milliseconds: Int) {
            for second in stride(from: (pongs + 1) * 1_000, through: milliseconds, by: 1_000) {
                script.wait(until: second)
                let ping = script.messages.last { $0.json["type"] == "ping" }?.json["ping_event"]?["event_id"] ?? 0
                script.at(second, ["type": "pong", "event_id": ping])
                pongs += 1
            }
        }
        script.openElevenLabs(greeting: "Olá!")
        answerPings(&script, until: 4_000)
        script.speech(from: 4_100, to: 4_400)
        answerPings(&script, until: 5_000)
        script.at(5_500, .speechStarted(at: .milliseconds(5_500)))
        #expect(script.count("interruption") == 1)
        script.at(5_900, .speechStopped(lastVoiced: .milliseconds(5_800), decided: .milliseconds(5_900)))
        answerPings(&script, until: 7_000)
        let call = script.first("client_tool_call")?["client_tool_call"]?["tool_call_id"] ?? ""
        script.at(7_100, ["type": "client_tool_result", "tool_call_id": call, "result": "{}", "is_error": false])
        answerPings(&script, until: 9_000)
        #expect(script.count("agent_response") == 3)
        try PythonTool.expectNoProblems("validate_elevenlabs.py", in: script.capture)
    }
}
