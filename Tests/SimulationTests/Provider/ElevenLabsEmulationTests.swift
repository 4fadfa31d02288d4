import CallControl
import Testing
import WireProtocols

@testable import Simulation

@Suite struct ElevenLabsEmulationTests {
    @Test func theClientSpeaksFirstAndTheGreetingFollowsAtOnce() {
        var script = ConversationScript(.elevenLabs, model: "secretary-ulaw_8000")
        script.at(0, .opened)
        #expect(script.messages.isEmpty)
        script.openElevenLabs(greeting: "Olá!")
        #expect(script.types() == ["0 conversation_initiation_metadata", "agent_response", "audio"])
        let metadata = script.first("conversation_initiation_metadata")?["conversation_initiation_metadata_event"]
        #expect(metadata?["agent_output_audio_format"] == "ulaw_8000")
        #expect(metadata?["user_input_audio_format"] == "ulaw_8000")
        #expect(script.first("agent_response")?["agent_response_event"]?["agent_response"] == "Olá!")
    }

    @Test func aTurnIsTranscribedAndAnsweredAtTheSetTimes() {
        var script = ConversationScript(.elevenLabs)
        script.openElevenLabs()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 10_000)
        #expect(
            script.types(from: 1) == [
                "2500 user_transcript", "2800 agent_response", "audio", "2850 audio", "2900 audio", "2950 audio", "3000 audio",
            ])
    }

    @Test func itInterruptsByItsOwnClockOfWhatIsPlaying() {
        var script = ConversationScript(.elevenLabs)
        script.openElevenLabs()
        script.speech(from: 1_000, to: 2_000)
        // Sent by 3,000, but playing from 2,800 to 3,800: half of the ten words are heard.
        script.at(3_300, .speechStarted(at: .milliseconds(3_300)))
        script.wait(until: 4_000)
        let event = script.first("audio")?["audio_event"]?["event_id"]
        #expect(script.types(from: 3_300) == ["3300 interruption", "3350 agent_response_correction"])
        #expect(script.first("interruption")?["interruption_event"]?["event_id"] == event)
        let correction = script.first("agent_response_correction")?["agent_response_correction_event"]
        #expect(correction?["corrected_agent_response"] == "O saldo da sua conta")
        #expect(correction?["event_id"] == event)
    }

    @Test func whatHasBeenPlayedIsNotInterrupted() {
        var script = ConversationScript(.elevenLabs)
        script.openElevenLabs()
        script.speech(from: 1_000, to: 2_000)
        script.at(3_801, .speechStarted(at: .milliseconds(3_801)))
        #expect(script.count("interruption") == 0)
    }

    @Test func anInterruptedAnswerSendsNoMoreAudio() {
        var script = ConversationScript(.elevenLabs) { $0.burst = 1 }
        script.openElevenLabs()
        script.speech(from: 1_000, to: 2_000)
        script.at(3_100, .speechStarted(at: .milliseconds(3_100)))
        script.wait(until: 10_000)
        #expect(script.times("audio") == [2_800, 3_000])
    }

    @Test func aToolsResultIsAnsweredAfterThinking() {
        var script = ConversationScript(.elevenLabs) {
            let answer = Answer("Cem reais.", tool: .init("balance", arguments: #"{"account":1}"#))
            $0.dialogue = Dialogue(turns: [.init(heard: "saldo", answer)], otherwise: Dialogue.builtIn.otherwise)
        }
        script.openElevenLabs()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 4_000)
        let call = script.first("client_tool_call")?["client_tool_call"]
        #expect(call?["parameters"] == ["account": 1])
        #expect(script.count("audio") == 0)
        let result: JSONValue = ["type": "client_tool_result", "tool_call_id": call?["tool_call_id"] ?? "", "result": "{}", "is_error": false]
        script.at(5_000, result)
        script.wait(until: 9_000)
        #expect(script.times("audio").first == 5_300)
    }

    @Test func pingsCarryTheRoundTripOfTheLast() {
        var script = ConversationScript(.elevenLabs) { $0.pingInterval = .milliseconds(1_000) }
        script.openElevenLabs()
        script.wait(until: 1_000)
        #expect(script.first("ping")?["ping_event"]?["ping_ms"] == .null)
        script.at(1_042, ["type": "pong", "event_id": script.first("ping")?["ping_event"]?["event_id"] ?? 0])
        script.wait(until: 2_500)
        #expect(script.times("ping") == [1_000, 2_000])
        #expect(script.first("ping", from: 2_000)?["ping_event"]?["ping_ms"] == 42)
    }

    @Test func aMessageOfAnotherProtocolEndsTheConversation() {
        var script = ConversationScript(.elevenLabs)
        script.at(0, .opened)
        script.at(0, ["type": "session.update"])
        #expect(script.log.last?.effect == .close(code: 1_008, reason: "expected conversation_initiation_client_data"))
    }

    @Test func aTextTurnIsAnswered() {
        var script = ConversationScript(.elevenLabs)
        script.openElevenLabs()
        script.at(1_000, ["type": "user_message", "text": "oi"])
        script.wait(until: 5_000)
        #expect(script.times("audio").first == 1_300)
    }
}
