import Testing
import WireProtocols

@testable import Simulation

/// What goes wrong, on either protocol.
@Suite struct FaultTests {
    private func turn(_ dialect: ProviderDialect, _ fault: Fault, burst: Double = 1) -> ConversationScript {
        var script = ConversationScript(dialect) {
            $0.faults = [FaultRule(fault)]
            $0.burst = burst
        }
        if dialect == .elevenLabs { script.openElevenLabs() } else { script.openOpenAI() }
        script.speech(from: 1_000, to: 2_000)
        script.wait(until: 10_000)
        return script
    }

    private func ends(_ script: ConversationScript) -> (at: Int, effect: EmulatedConversation.Effect)? {
        script.log.last { entry in
            switch entry.effect {
            case .drop, .close: true
            case .send, .sendText, .sendAudio, .willSpeak, .listen: false
            }
        }
    }

    @Test(arguments: [ProviderDialect.openAI, .elevenLabs]) func aDropCutsTheConnection(dialect: ProviderDialect) {
        let script = turn(dialect, .drop(after: .milliseconds(1_500)))
        #expect(ends(script)?.at == 1_500)
        #expect(ends(script)?.effect == .drop)
        #expect(script.conversation.nextWake == nil)
    }

    @Test(arguments: [ProviderDialect.openAI, .elevenLabs]) func aDropCanComeInTheMiddleOfASentence(dialect: ProviderDialect) {
        let script = turn(dialect, .dropMidSentence)
        #expect(script.messages.filter { ["audio", "response.output_audio.delta"].contains($0.json["type"]?.stringValue) }.count == 1)
        #expect(ends(script)?.at == 2_820)
    }

    @Test(arguments: [ProviderDialect.openAI, .elevenLabs]) func aStallLeavesTheSocketOpen(dialect: ProviderDialect) {
        let script = turn(dialect, .stall(after: .milliseconds(2_900)))
        #expect(ends(script) == nil)
        #expect(script.log.last?.at ?? 0 <= 2_900)
        #expect(script.conversation.nextWake == nil)
    }

    @Test(arguments: [ProviderDialect.openAI, .elevenLabs]) func itClosesWithACode(dialect: ProviderDialect) {
        let script = turn(dialect, .close(code: 1_011, after: .milliseconds(700)))
        #expect(ends(script)?.effect == .close(code: 1_011, reason: "emulated close"))
        #expect(ends(script)?.at == 700)
    }

    @Test func itConfirmsAnotherFormat() {
        #expect(turn(.openAI, .wrongFormat).first("session.updated")?["session"]?["audio"]?["output"]?["format"]?["type"] == "audio/pcm")
        let metadata = turn(.elevenLabs, .wrongFormat).first("conversation_initiation_metadata")?["conversation_initiation_metadata_event"]
        #expect(metadata?["agent_output_audio_format"] == "ulaw_8000")
    }

    @Test func itNeverConfirmsTheSession() {
        #expect(turn(.openAI, .neverReady).count("session.updated") == 0)
        #expect(turn(.elevenLabs, .neverReady).messages.first?.json["type"] != "conversation_initiation_metadata")
    }

    @Test(arguments: Fault.Malformation.allCases) func malformedMessagesComeBeforeTheAnswer(kind: Fault.Malformation) {
        for dialect in [ProviderDialect.openAI, .elevenLabs] {
            let script = turn(dialect, .malformed(kind))
            let texts = script.log.compactMap { entry -> [UInt8]? in
                guard case .sendText(let bytes) = entry.effect, entry.at == 2_800 else { return nil }
                return bytes
            }
            #expect(texts.count == 1)
            let json = texts.first.flatMap { try? JSONValue($0.span) }
            #expect((json == nil) == (kind == .json))
        }
    }

    @Test func audioTrailsAnAnswerThatIsDoneOrCancelled() {
        let done = turn(.openAI, .lateAudio, burst: 0)
        #expect(done.times("response.done") == [2_800])
        #expect(done.times("response.output_audio.delta").last == 2_860)
        var cancelled = ConversationScript(.elevenLabs) {
            $0.faults = [FaultRule(.lateAudio)]
            $0.burst = 1
        }
        cancelled.openElevenLabs()
        cancelled.speech(from: 1_000, to: 2_000)
        cancelled.at(3_100, .speechStarted(at: .milliseconds(3_100)))
        cancelled.wait(until: 5_000)
        #expect(cancelled.times("audio") == [2_800, 3_000, 3_160])
    }

    @Test func transcriptsComeAfterTheAnswer() {
        let script = turn(.openAI, .lateTranscripts)
        #expect(script.types().last == "conversation.item.input_audio_transcription.completed")
        #expect(turn(.elevenLabs, .lateTranscripts).times("user_transcript") == [5_500])
    }

    @Test func errorsComeBeforeTheAnswer() {
        #expect(turn(.openAI, .errors).times("error") == [2_800])
        #expect(turn(.elevenLabs, .errors).times("error") == [2_800])
    }

    @Test(arguments: [
        ("drop:2000", FaultRule(.drop(after: .milliseconds(2_000)))),
        ("refuse:503@3", FaultRule(.refuse(status: 503), on: .connection(3))),
        ("refuse:tcp", FaultRule(.refuseConnection)),
        ("drop:mid-sentence@/2", FaultRule(.dropMidSentence, on: .eachNth(2))),
        ("stall:500@p0.25", FaultRule(.stall(after: .milliseconds(500)), on: .share(0.25))),
        ("close:1011:800", FaultRule(.close(code: 1_011, after: .milliseconds(800)))),
        ("close:4003", FaultRule(.close(code: 4_003, after: .zero))),
        ("malformed:base64", FaultRule(.malformed(.base64))),
        ("slow-reader:40", FaultRule(.slowReader(pause: .milliseconds(40)))),
        ("wrong-format", FaultRule(.wrongFormat)), ("never-ready", FaultRule(.neverReady)), ("late-audio", FaultRule(.lateAudio)),
        ("late-transcripts", FaultRule(.lateTranscripts)), ("errors", FaultRule(.errors)),
    ])
    func rulesAreReadFromText(text: String, rule: FaultRule) { #expect(FaultRule(text) == rule) }

    @Test(arguments: ["", "drop", "drop:x", "refuse:200", "refuse", "close:99", "malformed:xml", "drop:1@", "drop:1@0", "drop:1@/0", "drop:1@p2", "nonsense"])
    func nonsenseIsNoRule(text: String) { #expect(FaultRule(text) == nil) }

    @Test func rulesConcernTheConnectionsTheyName() {
        var settings = EmulatorSettings()
        settings.faults = [FaultRule(.neverReady, on: .connection(2)), FaultRule(.errors, on: .eachNth(3)), FaultRule(.lateAudio, on: .share(0.5))]
        let all = (1...400).map { settings.faults(ofConnection: $0) }
        #expect(all.indices.filter { all[$0].contains(.neverReady) } == [1])
        #expect(all.indices.filter { all[$0].contains(.errors) } == all.indices.filter { ($0 + 1).isMultiple(of: 3) })
        #expect((150...250).contains(all.count { $0.contains(.lateAudio) }))
        #expect(all == (1...400).map { settings.faults(ofConnection: $0) })
    }
}
