import Audio
import CallControl
import Testing
import WireProtocols

@testable import Simulation

@Suite struct OpenAIEmulationTests {
    private let delta = "response.output_audio.delta"

    @Test func aTurnIsToldInTheVendorsOrderAndAtTheSetTimes() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 10_000)
        #expect(
            script.types() == [
                "0 session.created", "session.updated",
                "1000 input_audio_buffer.speech_started",
                "2500 input_audio_buffer.speech_stopped", "input_audio_buffer.committed", "conversation.item.added", "conversation.item.done",
                "response.created", "rate_limits.updated",
                "2600 conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed",
                "2800 response.output_item.added", "conversation.item.added", "response.content_part.added",
                "response.output_audio_transcript.delta", delta,
                "2850 response.output_audio_transcript.delta", delta, "2900 response.output_audio_transcript.delta", delta,
                "2950 response.output_audio_transcript.delta", delta, "3000 response.output_audio_transcript.delta", delta,
                "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done", "response.output_item.done",
                "conversation.item.done", "response.done",
            ])
        #expect(script.first("input_audio_buffer.speech_started")?["audio_start_ms"] == 700)
        #expect(script.first("input_audio_buffer.speech_stopped")?["audio_end_ms"] == 2_500)
        #expect(script.first("response.output_audio_transcript.done")?["transcript"] == "O saldo da sua conta é de cento e vinte reais.")
        #expect(script.first("conversation.item.input_audio_transcription.completed")?["transcript"] == "Qual é o saldo da minha conta?")
        #expect(script.first("response.done")?["response"]?["status"] == "completed")
    }

    @Test func deltasOfTheTranscriptMakeUpTheWhole() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 10_000)
        let parts = script.messages.filter { $0.json["type"] == "response.output_audio_transcript.delta" }.compactMap { $0.json["delta"]?.stringValue }
        #expect(parts.joined() == script.first("response.output_audio_transcript.done")?["transcript"]?.stringValue)
    }

    @Test(arguments: [(0.0, [2_800, 2_800, 2_800, 2_800, 2_800]), (1.0, [2_800, 3_000, 3_200, 3_400, 3_600]), (8.0, [2_800, 2_825, 2_850, 2_875, 2_900])])
    func audioComesFasterThanRealTimeByTheBurstFactor(burst: Double, times: [Int]) {
        var script = ConversationScript(.openAI) { $0.burst = burst }
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 10_000)
        #expect(script.times(delta) == times)
    }

    @Test func theClientsSilenceCountsUnlessTheSettingsSayOtherwise() {
        let wishes: JSONValue = [
            "type": "session.update",
            "session": ["type": "realtime", "audio": ["input": ["turn_detection": ["type": "server_vad", "silence_duration_ms": 800]]]],
        ]
        var asked = ConversationScript(.openAI)
        asked.at(0, .opened)
        asked.at(0, wishes)
        #expect(asked.log.last?.effect == .listen(.linear16(.hz24000), endpointing: .milliseconds(800)))
        var set = ConversationScript(.openAI) { $0.endpointing = .milliseconds(350) }
        set.at(0, .opened)
        set.at(0, wishes)
        #expect(set.log.last?.effect == .listen(.linear16(.hz24000), endpointing: .milliseconds(350)))
    }

    @Test func bargeInWhileGeneratingCancelsTheResponse() {
        var script = ConversationScript(.openAI) { $0.burst = 1 }
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.at(3_100, .speechStarted(at: .milliseconds(3_100)))
        script.wait(until: 20_000)
        #expect(script.times(delta) == [2_800, 3_000])
        let done = script.first("response.done")?["response"]
        #expect(done?["status"] == "cancelled")
        #expect(done?["status_details"]?["reason"] == "turn_detected")
        #expect(done?["output"]?.arrayValue?.first?["status"] == "incomplete")
    }

    @Test func bargeInAfterGeneratingLeavesNothingToCancel() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.speech(from: 3_200, to: 4_000)
        #expect(script.count("response.done") == 1)
        #expect(script.first("response.done")?["response"]?["status"] == "completed")
    }

    @Test func aPauseWithinASentenceKeepsTheTurn() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        // Thinking would end at 2,800.
        script.speech(from: 2_700, to: 3_500)
        script.wait(until: 10_000)
        #expect(script.first("response.done")?["response"]?["output"] == [])
        #expect(script.times(delta).first == 4_300)
        #expect(script.first("response.output_audio_transcript.done")?["transcript"] == "O saldo da sua conta é de cento e vinte reais.")
    }

    @Test func truncationWithinWhatWasSentIsConfirmedAndBeyondItRefused() {
        var script = ConversationScript(.openAI) { $0.burst = 1 }
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.at(3_100, .speechStarted(at: .milliseconds(3_100)))
        let item = script.first(delta)?["item_id"]?.stringValue ?? ""
        script.at(3_110, ["type": "conversation.item.truncate", "item_id": .string(item), "content_index": 0, "audio_end_ms": 401])
        #expect(script.first("error")?["error"]?["message"] == "Audio content of 400ms is already shorter than 401ms")
        script.at(3_120, ["type": "conversation.item.truncate", "item_id": .string(item), "content_index": 0, "audio_end_ms": 400])
        #expect(script.first("conversation.item.truncated")?["audio_end_ms"] == 400)
        script.at(3_130, ["type": "conversation.item.truncate", "item_id": "item_99", "content_index": 0, "audio_end_ms": 0])
        #expect(script.count("error") == 2)
    }

    @Test func aSecondResponseIsRefusedWhileOneIsActive() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.at(10, ["type": "response.create", "event_id": "mine"])
        script.at(20, ["type": "response.create", "event_id": "mine too"])
        #expect(script.first("error")?["error"]?["code"] == "conversation_already_has_active_response")
        #expect(script.first("error")?["error"]?["event_id"] == "mine too")
        #expect(script.count("response.created") == 1)
    }

    @Test func cancellingNothingIsRefused() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.at(10, ["type": "response.cancel"])
        #expect(script.first("error")?["error"]?["code"] == "response_cancel_not_active")
        script.at(20, ["type": "response.create"])
        script.at(30, ["type": "response.cancel"])
        #expect(script.first("response.done")?["response"]?["status_details"]?["reason"] == "client_cancelled")
    }

    @Test func aLineIsSpokenAsItWasAskedFor() {
        var script = ConversationScript(.openAI)
        script.openOpenAI()
        script.at(10, ["type": "response.create", "response": ["instructions": "Say word for word, and add nothing:\nBom dia, doutora."]])
        script.wait(until: 5_000)
        #expect(script.first("response.output_audio_transcript.done")?["transcript"] == "Bom dia, doutora.")
        #expect(script.times(delta).first == 310)
    }

    @Test func aToolComesBeforeTheAnswerThatNeedsIt() {
        var script = ConversationScript(.openAI) {
            let answer = Answer("Cem reais.", tool: .init("balance", arguments: #"{"account":1}"#, .before))
            $0.dialogue = Dialogue(turns: [.init(heard: "saldo", answer)], otherwise: Dialogue.builtIn.otherwise)
        }
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 3_000)
        let call = script.first("response.function_call_arguments.done")
        #expect(call?["name"] == "balance")
        #expect(call?["arguments"] == #"{"account":1}"#)
        #expect(script.first("response.done")?["response"]?["output"]?.arrayValue?.first?["type"] == "function_call")
        #expect(script.count(delta) == 0)
        script.at(3_100, ["type": "conversation.item.create", "item": ["type": "function_call_output", "call_id": "call_1", "output": "{}"]])
        script.at(3_100, ["type": "response.create"])
        script.wait(until: 6_000)
        #expect(script.times(delta).first == 3_400)
        #expect(script.first("response.output_audio_transcript.done")?["transcript"] == "Cem reais.")
    }

    @Test func aFarewellIsSpokenBeforeTheCallIsEnded() {
        var script = ConversationScript(.openAI) {
            $0.dialogue = Dialogue(turns: [.init(heard: "tchau", Answer("Até logo!", tool: .init("end_call", .after)))], otherwise: Dialogue.builtIn.otherwise)
        }
        script.openOpenAI()
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 3_000)
        #expect(script.first("response.done")?["response"]?["output"]?.arrayValue?.map { $0["type"] } == ["message", "function_call"])
        script.at(3_100, ["type": "response.create"])
        script.wait(until: 6_000)
        #expect(script.count("response.done") == 2)
        #expect(script.count(delta) == 5)
    }

    @Test func theDialogueEndsInTheOtherwiseAnswerOrBeginsAnew() {
        for (continuation, expected) in [(Dialogue.Continuation.otherwise, "não"), (.loop, "um")] {
            var script = ConversationScript(.openAI) {
                $0.dialogue = Dialogue(turns: [.init(heard: "1", Answer("um"))], otherwise: .init(heard: "?", Answer("não")))
                $0.dialogue.continuation = continuation
            }
            script.openOpenAI()
            script.speech(from: 1_000, to: 2_000)
            script.speech(from: 5_000, to: 6_000)
            script.wait(until: 10_000)
            let said = script.messages.filter { $0.json["type"] == "response.output_audio_transcript.done" }.map { $0.json["transcript"] }
            #expect(said == ["um", .string(expected)])
        }
    }

    @Test func anUtteranceFindsItsTurnByItsLength() {
        let lengths: [String: Duration] = ["short": .milliseconds(600), "long": .milliseconds(3_000)]
        var script = ConversationScript(.openAI, speech: ToneSpeech(lengths: lengths)) {
            $0.dialogue = Dialogue(
                turns: [.init(heard: "longo", fixture: "long", Answer("l")), .init(heard: "curto", fixture: "short", Answer("c"))],
                otherwise: Dialogue.builtIn.otherwise)
            $0.dialogue.matching = .duration
        }
        script.openOpenAI()
        script.speech(from: 1_000, to: 1_700)
        script.wait(until: 10_000)
        #expect(script.first("conversation.item.input_audio_transcription.completed")?["transcript"] == "curto")
    }

    @Test func withoutTurnDetectionTheClientCommitsAndAsks() {
        var script = ConversationScript(.openAI)
        script.at(0, .opened)
        script.at(0, ["type": "session.update", "session": ["type": "realtime", "audio": ["input": ["turn_detection": .null]]]])
        #expect(script.log.last?.effect == .listen(.linear16(.hz24000), endpointing: nil))
        script.at(10, .heard(upTo: .milliseconds(90)))
        script.at(10, ["type": "input_audio_buffer.commit"])
        #expect(script.first("error")?["error"]?["code"] == "input_audio_buffer_commit_empty")
        script.at(20, .heard(upTo: .milliseconds(100)))
        script.at(20, ["type": "input_audio_buffer.commit"])
        #expect(script.count("input_audio_buffer.committed") == 1)
        #expect(script.count("response.created") == 0)
    }

    @Test func formatsThatTheVendorLacksAreRefused() {
        let opus: JSONValue = ["type": "audio/opus"]
        for (dialect, isTaken) in [(ProviderDialect.openAI, false), (.elevenLabsRealtime, false), (.compatible, true), (.xAI, true)] {
            var script = ConversationScript(dialect)
            script.openOpenAI(format: opus)
            #expect((script.count("session.updated") == 1) == isTaken)
            #expect((script.count("error") == 1) == !isTaken)
        }
    }

    @Test func xAIForcesMessagesAndIsSilentAboutItemsThatAreDone() {
        var script = ConversationScript(.xAI)
        script.openOpenAI()
        let item: JSONValue = ["type": "force_message", "role": "assistant", "content": [["type": "output_text", "text": "Esta chamada é gravada."]]]
        script.at(10, ["type": "conversation.item.create", "item": item])
        script.wait(until: 5_000)
        #expect(script.first("response.output_audio_transcript.done")?["transcript"] == "Esta chamada é gravada.")
        #expect(script.count("conversation.item.done") == 0)
        #expect(script.count("rate_limits.updated") == 0)
    }

    @Test func xAISendsBinaryAudioWhereItIsAskedTo() {
        var script = ConversationScript(.xAI)
        script.at(0, .opened)
        script.at(0, ["type": "session.update", "session": ["audio": ["output": ["format": ["type": "audio/pcma"], "transport": "binary"]]]])
        script.at(10, ["type": "response.create"])
        script.wait(until: 2_000)
        let audio = script.log.compactMap { entry -> AudioMessage? in
            guard case .sendAudio(let message) = entry.effect else { return nil }
            return message
        }
        #expect(audio.count == 5)
        #expect(audio.allSatisfy { $0.isBinary })
        var payload: [UInt8] = []
        audio[2].write(to: &payload)
        #expect(payload == [UInt8](repeating: 2, count: 1_600))
    }
}
