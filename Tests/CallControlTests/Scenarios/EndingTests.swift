import CallControl
import Testing
import TestSupport

@Suite struct IdleCall {
    @Test func asksForTheFarewellAndEndsWhenItWasHeard() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.pass(.seconds(30))
        #expect(call.commands.last == .say("Bye"))
        call.agentAnswers(1, milliseconds: 1_000)
        call.pass(milliseconds: 1_180)
        #expect(call.session.end == nil)
        call.pass(milliseconds: 60)
        #expect(call.session.end == .idle)
    }

    @Test func queuedSpeechIsActivity() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 40_000)
        call.pass(.seconds(65))
        #expect(call.session.end == nil)
        call.pass(.seconds(6))
        #expect(call.session.end == .idle)
    }

    @Test func theCallersVoiceIsActivity() {
        var call = ScriptedCall.talking()
        call.callerSpeaks(for: .seconds(40))
        #expect(call.session.end == nil)
    }

    @Test func aResponseThatHangsDoesNotKeepTheCall() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.pass(.seconds(30))
        #expect(call.session.end == .providerSilent)
    }
}

@Suite struct MaxDuration {
    @Test func waitsForTheSentenceBeforeItAsksForTheFarewell() {
        var call = ScriptedCall.talking(
            .scripted().with {
                $0.maxDuration = .seconds(5)
                $0.farewell = "Bye"
            })
        call.pass(.milliseconds(4_900))
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 2_000)
        call.pass(milliseconds: 200)
        #expect(call.reports.last == .ending(.maxDuration))
        #expect(!call.commands.contains(.say("Bye")))
        call.agentSays(1, milliseconds: 200)
        call.event(.responseEnded(ResponseID(1), .completed))
        #expect(call.commands.last == .say("Bye"))
        call.pass(.seconds(3))
        #expect(call.session.end == nil)
        call.agentAnswers(2, milliseconds: 500)
        call.pass(milliseconds: 800)
        #expect(call.session.end == .maxDuration)
    }

    /// Its last answer was never said to be complete, and is long over.
    @Test func aCallerOfATaciturnProviderIsIdleToo() {
        var call = ScriptedCall.talking(.scripted().with { $0.idleTimeout = .seconds(5) }, .taciturn)
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 1_000)
        call.pass(.seconds(7))
        #expect(call.session.end == .idle)
    }

    @Test func endsAtOnceWithoutAFarewell() {
        var call = ScriptedCall.talking(.scripted().with { $0.maxDuration = .seconds(5) })
        call.pass(.seconds(5))
        #expect(call.session.end == .maxDuration)
    }
}

@Suite struct EndCallToolPlaysFarewell {
    private let endCall = AgentEvent.toolCall(ToolCall(id: "c", name: "end_call", arguments: "{}"))

    private func spoken() -> ScriptedCall {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 1_000)
        call.event(endCall)
        call.event(.responseEnded(ResponseID(1), .completed))
        return call
    }

    @Test func whatTheAgentSaysIsHeardToTheEnd() {
        var call = spoken()
        #expect(call.commands.count == 2 && !call.commands.contains(.say("Bye")))
        call.pass(milliseconds: 1_180)
        #expect(call.session.end == nil)
        call.pass(milliseconds: 60)
        #expect(call.session.end == .agentEnded)
        #expect(call.frameTimes.count == 50)
        #expect(call.effects.contains(.closeStream(code: 1_000, reason: "agent_ended")))
    }

    @Test func aCallerWhoTalksOverItGoesOn() {
        var call = spoken()
        call.pass(milliseconds: 300)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.agentAnswers(2, milliseconds: 300)
        call.pass(.seconds(16))
        #expect(call.session.end == nil)
    }

    @Test func aGoodbyeOfTheCallerAfterItDoesNotHoldTheCall() {
        var call = spoken()
        call.pass(milliseconds: 1_100)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.pass(milliseconds: 200)
        #expect(call.session.end == .agentEnded)
    }

    @Test func aSilentAgentIsAskedForAFarewellAfterItsResponse() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.event(.responseStarted(ResponseID(1)))
        call.event(endCall)
        #expect(!call.commands.contains(.say("Bye")))
        call.event(.responseEnded(ResponseID(1), .completed))
        #expect(call.commands.last == .say("Bye"))
        call.pass(.seconds(1))
        call.agentAnswers(2, milliseconds: 500)
        call.pass(milliseconds: 800)
        #expect(call.session.end == .agentEnded)
    }

    @Test func withoutAFixedFarewellItFindsItsOwn() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.event(endCall)
        call.event(.responseEnded(ResponseID(1), .completed))
        #expect(call.commands.last == .createResponse(instructions: nil))
    }

    @Test func wordsAfterTheCallInTheSameResponseAreTheFarewell() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.event(.responseStarted(ResponseID(1)))
        call.event(endCall)
        call.agentSays(1, milliseconds: 400)
        call.event(.responseEnded(ResponseID(1), .completed))
        #expect(!call.commands.contains(.say("Bye")))
        call.pass(milliseconds: 700)
        #expect(call.session.end == .agentEnded)
    }

    /// As at ElevenLabs: silence tells that the farewell is over, long before the deadline.
    @Test func whereNobodySaysThatAnAnswerIsCompleteSilenceEndsTheCall() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 1_000)
        call.event(endCall)
        call.pass(milliseconds: 2_400)
        #expect(call.session.end == nil)
        call.pass(milliseconds: 400)
        #expect(call.session.end == .agentEnded)
    }

    @Test func theDeadlineHoldsWhenNoFarewellComes() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.event(.responseStarted(ResponseID(1)))
        call.event(endCall)
        call.pass(.milliseconds(14_980))
        #expect(call.session.end == nil)
        call.pass(milliseconds: 20)
        #expect(call.session.end == .agentEnded)
    }

    @Test func aFarewellWithoutSoundEndsTheCall() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.event(.responseStarted(ResponseID(1)))
        call.event(endCall)
        call.event(.responseEnded(ResponseID(1), .completed))
        call.event(.responseStarted(ResponseID(2)))
        call.event(.responseEnded(ResponseID(2), .completed))
        call.pass(milliseconds: 300)
        #expect(call.session.end == .agentEnded)
    }
}

@Suite struct EveryWaitHasADeadline {
    @Test(arguments: [PlayoutPolicy.longWarmup, .shortWarmup, .noFlush, .plain], [AgentCapabilities.outspoken, .taciturn])
    func anySequenceOfEventsEnds(_ policy: PlayoutPolicy, _ capabilities: AgentCapabilities) {
        for seed in 0..<4 {
            var random = SeededGenerator(seed: UInt64(seed))
            var call = ScriptedCall(
                .scripted(policy).with {
                    $0.farewell = seed % 2 == 0 ? "Bye" : nil
                    $0.maxDuration = .seconds(80)
                }, capabilities)
            call.put(.started)
            for step in 0..<60 where call.session.end == nil {
                let response = ResponseID(Int.random(in: 1...(1 + step / 4), using: &random))
                switch Int.random(in: 0..<12, using: &random) {
                case 0: call.begin()
                case 1: call.event(.callerStartedSpeaking(audioPosition: nil, item: ItemID(step)))
                case 2: call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
                case 3: call.event(.responseStarted(response))
                case 4, 5, 6: call.agentSays(response.rawValue, milliseconds: Int.random(in: 1...3_000, using: &random))
                case 7: call.event(.responseEnded(response, Bool.random(using: &random) ? .completed : .cancelled))
                case 8: call.event(.toolCall(ToolCall(id: "\(step)", name: step % 3 == 0 ? "end_call" : "other", arguments: "{}")))
                case 9: call.event(.interrupted(upTo: response))
                case 10: call.event(.transcript(TranscriptUpdate(.caller, ItemID(step), .final("text"))))
                default: call.callerSpeaks(for: .milliseconds(Int.random(in: 20...900, using: &random)))
                }
                call.pass(milliseconds: Int.random(in: 0...900, using: &random))
            }
            call.pass(.seconds(100))
            #expect(call.session.end != nil)
            #expect(call.effects.count { $0 == .finished } == 1)
            #expect(call.effects.last == .finished)
        }
    }
}
