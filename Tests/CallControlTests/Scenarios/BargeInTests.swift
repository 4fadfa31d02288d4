import CallControl
import Testing
import TestSupport

private let first = ResponseID(1)

@Suite struct CallerTalksOverGreeting {
    @Test func theGreetingIsCutAndIsNoTurn() {
        var call = ScriptedCall.talking(.scripted().with { $0.greeting = "Good day" })
        #expect(call.commands == [.start, .say("Good day")])
        call.event(.responseStarted(first))
        call.pass(milliseconds: 100)
        call.agentSays(1, milliseconds: 2_000)
        call.pass(milliseconds: 300)
        let effects = call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(
            effects == [
                .report(.callerStartedSpeaking), .flushStream, .report(.bargeIn(first, heard: .milliseconds(280))),
            ])
        #expect(call.turns.isEmpty)
        #expect(call.session.greetingLatency == .milliseconds(100))
        // The provider still generates: it is truncated once it has stopped.
        #expect(call.event(.responseEnded(first, .cancelled)) == [.command(.truncate(first, heard: .milliseconds(280)))])
    }

    @Test func aHelloBeforeTheGreetingIsNotAnsweredByIt() {
        var call = ScriptedCall(.scripted().with { $0.greeting = "Good day" }, .taciturn)
        call.callerSpeaks(for: .milliseconds(400))
        call.begin()
        call.pass(milliseconds: 300)
        call.agentSays(1, milliseconds: 1_000)
        #expect(call.turns.isEmpty)
        #expect(call.session.greetingLatency == .milliseconds(700))
    }
}

@Suite struct CallerInterruptsAfterProviderFinished {
    @Test func flushesAndTruncatesAtOnceAtTheHeardPosition() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 5_000)
        call.pass(milliseconds: 1_000)
        let effects = call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(effects.contains(.flushStream))
        #expect(effects.last == .command(.truncate(first, heard: .milliseconds(980))))
        #expect(!call.commands.contains(.cancelResponse(first)))
        let frames = call.frameTimes.count
        call.pass(milliseconds: 500)
        #expect(call.frameTimes.count == frames)
    }

    @Test func positionsOfQueuedResponsesAreKeptApart() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 300)
        call.agentAnswers(2, milliseconds: 3_000)
        call.pass(milliseconds: 500)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(call.truncations == [.truncate(ResponseID(2), heard: .milliseconds(180))])
    }

    @Test func aTruncationDoesNotWaitForEverForTheEndOfItsResponse() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(first))
        call.agentSays(1, milliseconds: 2_000)
        call.pass(milliseconds: 200)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(call.truncations.isEmpty)
        call.pass(milliseconds: 1_000)
        #expect(call.truncations == [.truncate(first, heard: .milliseconds(180))])
        call.event(.responseEnded(first, .cancelled))
        #expect(call.truncations.count == 1)
    }

    @Test func nothingIsCutWhenAllWasHeard() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 500)
        call.pass(milliseconds: 600)
        #expect(call.event(.callerStartedSpeaking(audioPosition: nil, item: nil)) == [.report(.callerStartedSpeaking)])
        #expect(call.session.tally.interruptions == 0)
    }

    @Test func anAnswerWhoseEndIsNeverToldIsNotInterruptedLater() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.agentSays(1, milliseconds: 333)
        call.pass(milliseconds: 1_000)
        #expect(!call.session.isPlaying(at: call.now))
        #expect(call.underflows == 0)
    }
}

@Suite struct LateDeltasAfterBargeIn {
    @Test func areDroppedAndCounted() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 1_000)
        call.pass(milliseconds: 100)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        let handed = call.handed.count
        #expect(!call.session.wants(first))
        call.agentSays(1, milliseconds: 400)
        call.pass(milliseconds: 100)
        #expect(call.handed.count == handed)
        #expect(call.session.tally.staleSamples == 3_200)
    }

    @Test func theNextResponseIsPlayed() {
        var call = ScriptedCall.talking()
        call.agentAnswers(1, milliseconds: 1_000)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        let frames = call.frameTimes.count
        call.agentAnswers(2, milliseconds: 200)
        call.pass(milliseconds: 300)
        #expect(call.frameTimes.count == frames + 10)
    }

    @Test func aProviderThatInterruptsItselfIsFollowed() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.agentSays(3, milliseconds: 2_000)
        call.pass(milliseconds: 200)
        let effects = call.event(.interrupted(upTo: ResponseID(3)))
        #expect(effects == [.flushStream, .report(.bargeIn(ResponseID(3), heard: .milliseconds(180)))])
        #expect(!call.session.wants(ResponseID(2)) && !call.session.wants(ResponseID(3)) && call.session.wants(ResponseID(4)))
    }
}

@Suite struct TruncationNeverBeyondPlayed {
    /// A model of FreeSWITCH: it starts once it holds its warm-up and plays in real time.
    private func played(_ call: ScriptedCall, warmup: Duration) -> Duration {
        let frames = call.frameTimes
        let needed = Int(max(warmup.inMilliseconds / 20, 1))
        guard frames.count >= needed else { return .zero }
        return min(call.now - frames[needed - 1], .milliseconds(20 * frames.count))
    }

    @Test(arguments: [PlayoutPolicy.longWarmup, .shortWarmup, .plain], [0, 20, 60, 100, 180, 380, 400, 500, 900, 1_500])
    func withAProviderThatBursts(_ policy: PlayoutPolicy, _ after: Int) {
        var call = ScriptedCall.talking(.scripted(policy))
        call.agentAnswers(1, milliseconds: 1_200)
        check(&call, after: after)
    }

    @Test(arguments: [PlayoutPolicy.longWarmup, .shortWarmup, .plain], [0, 20, 60, 100, 180, 380, 400, 500, 900, 1_500])
    func withAProviderInRealTime(_ policy: PlayoutPolicy, _ after: Int) {
        var call = ScriptedCall.talking(.scripted(policy))
        for _ in 0..<max(1, after / 20) {
            call.agentSays(1, milliseconds: 20)
            call.pass(milliseconds: 20)
        }
        check(&call, after: 0)
    }

    private func check(_ call: inout ScriptedCall, after: Int) {
        call.pass(milliseconds: after)
        let played = played(call, warmup: call.session.plan.playout.warmup)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        for case .bargeIn(_, let heard) in call.reports {
            #expect(heard <= played)
            #expect(played - heard <= .milliseconds(20))
        }
    }

    @Test func withoutAFlushWhatWasHandedIsHeard() {
        var call = ScriptedCall.talking(.scripted(.noFlush))
        call.agentAnswers(1, milliseconds: 1_200)
        call.pass(milliseconds: 200)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(call.truncations == [.truncate(first, heard: .milliseconds(20 * call.frameTimes.count))])
        #expect(!call.effects.contains(.flushStream))
    }
}
