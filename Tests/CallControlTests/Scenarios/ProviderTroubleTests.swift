import Audio
import CallControl
import Testing
import TestSupport

private let broken = AgentFailure(.retryable, code: "1006", message: "reset")

@Suite struct ProviderDropsMidSentence {
    @Test func whatItHasSaidIsStillPlayed() {
        var call = ScriptedCall.talking()
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 500)
        call.pass(milliseconds: 100)
        #expect(call.put(.agentClosed(broken)) == [.report(.failure(broken)), .report(.ending(.providerFailed))])
        call.pass(milliseconds: 380)
        #expect(call.session.end == nil)
        call.pass(milliseconds: 60)
        #expect(call.session.end == .providerFailed)
        #expect(call.frameTimes.count == 25)
        #expect(call.session.tally.detail == "1006: reset")
    }

    @Test func endsAtOnceInSilence() {
        var call = ScriptedCall.talking()
        let effects = call.put(.agentClosed(broken))
        #expect(
            effects == [
                .report(.failure(broken)), .command(.end), .closeAgent, .closeStream(code: 1_011, reason: "provider_failed: 1006: reset"), .finished,
            ])
    }

    @Test(arguments: [
        (AgentFailure.Class.benign, CallEnd.agentEnded), (.expired, .sessionExpired), (.fatal, .providerFailed), (.retryable, .providerFailed),
        (.ourFault, .providerFailed),
    ])
    func theCloseNamesTheReason(_ kind: AgentFailure.Class, _ end: CallEnd) {
        var call = ScriptedCall.talking()
        call.put(.agentClosed(AgentFailure(kind, code: "c", message: "m")))
        #expect(call.session.end == end)
    }

    @Test func theCloseAfterAFatalErrorAddsNothing() {
        var call = ScriptedCall.talking()
        call.agentSays(1, milliseconds: 500)
        call.event(.failure(AgentFailure(.fatal, code: "insufficient_quota", message: "")))
        #expect(call.put(.agentClosed(broken)).isEmpty)
        call.pass(milliseconds: 600)
        #expect(call.session.end == .providerFailed)
        #expect(call.reports.count { $0 == .ending(.providerFailed) } == 1)
    }
}

@Suite struct ProviderNeverReady {
    @Test func endsAtTheDeadlineRetriesIncluded() {
        var call = ScriptedCall()
        call.put(.started)
        call.pass(.seconds(6))
        call.put(.agentUnreachable(broken))
        call.put(.agentConnected)
        call.pass(.milliseconds(3_980))
        #expect(call.session.end == nil)
        call.pass(milliseconds: 20)
        #expect(call.session.end == .providerSilent)
        #expect(call.dispositions.allSatisfy { $0 == .hold })
    }

    @Test func audioBeforeTheFormatsAreConfirmedIsNotPlayed() {
        var call = ScriptedCall()
        call.put(.started)
        call.agentSays(1, milliseconds: 100)
        call.pass(milliseconds: 100)
        #expect(call.frameTimes.isEmpty)
    }

    @Test func whatTheDialplanSaysMeanwhileIsToldLater() {
        var call = ScriptedCall()
        call.put(.stream(.dtmf("5")))
        call.put(.stream(.context("from the shop")))
        call.begin()
        #expect(call.commands == [.start, .context("The caller pressed the key 5."), .context("from the shop")])
    }
}

@Suite struct RetryOnceOnConnect {
    @Test func dialsAgainAndThenGivesUp() {
        var call = ScriptedCall()
        #expect(call.put(.started) == [.dialAgent])
        #expect(call.put(.agentUnreachable(broken)) == [.report(.retrying(broken)), .dialAgent])
        call.put(.agentClosed(broken))
        #expect(call.session.end == .providerUnreachable)
        #expect(call.effects.count { $0 == .dialAgent } == 2)
    }

    @Test(arguments: [AgentFailure.Class.fatal, .ourFault, .expired, .benign])
    func whatCannotHelpIsNotTried(_ kind: AgentFailure.Class) {
        var call = ScriptedCall()
        call.put(.started)
        call.put(.agentUnreachable(AgentFailure(kind, code: "", message: "")))
        #expect(call.session.end == .providerUnreachable)
    }

    @Test func aSecondStartDialsNoSecondTime() {
        var call = ScriptedCall()
        call.put(.started)
        #expect(call.put(.started).isEmpty)
    }
}

@Suite struct FormatMismatch {
    @Test(arguments: [true, false])
    func refusesTheCall(_ up: Bool) {
        var call = ScriptedCall()
        call.put(.started)
        let other = AudioFormat.linear16(.hz24000)
        call.event(.ready(AgentSession(formatToAgent: up ? other : .pcmu, formatFromAgent: up ? .pcmu : other)))
        #expect(call.session.end == .formatMismatch)
        #expect(call.session.tally.detail?.contains("l16/24000") == true)
        #expect(!call.effects.contains(.releaseHeldAudio))
    }

    @Test func aChangeInMidCallIsRefusedToo() {
        var call = ScriptedCall.talking()
        #expect(call.event(.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcmu))).isEmpty)
        call.event(.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcma)))
        #expect(call.session.end == .formatMismatch)
    }
}

@Suite struct ProviderSilentAfterCallerSpoke {
    @Test func endsTheCallWhenNoAnswerComes() {
        var call = ScriptedCall.talking()
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.milliseconds(19_980))
        #expect(call.session.end == nil)
        call.pass(milliseconds: 20)
        #expect(call.session.end == .providerSilent)
    }

    /// A provider that hangs decides nothing: what our own ear heard must tell that an answer is missing.
    @Test func theTurnIsCountedThoughNobodyEverDecidedIt() {
        var call = ScriptedCall.talking()
        call.callerSpeaks(for: .milliseconds(1_500))
        let spoken = call.now
        call.pass(.seconds(18))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.turns.map(\.outcome) == [.unanswered])
        #expect(call.turns.allSatisfy { $0.endOfSpeech <= spoken && spoken - $0.endOfSpeech < .milliseconds(40) })
        var lost = ScriptedCall.talking()
        lost.callerSpeaks(for: .milliseconds(1_500))
        lost.pass(.seconds(21))
        #expect(lost.session.end == .providerSilent && lost.turns.map(\.outcome) == [.unanswered])
    }

    @Test func whoHangsUpWithHisLastWordMissesNoAnswer() {
        var call = ScriptedCall.talking()
        call.callerSpeaks(for: .milliseconds(1_500))
        call.pass(.seconds(3))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.turns.isEmpty)
        for (wait, turns) in [(1_900, 0), (2_100, 1)] {
            var call = ScriptedCall.talking()
            call.callerSpeaks(for: .milliseconds(1_500))
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.pass(.milliseconds(wait))
            call.put(.streamClosed(.callerHungUp))
            #expect(call.turns.count == turns, "after \(wait) ms")
        }
    }

    /// "Alô?" again and again.
    @Test func waitsAreAddedUp() {
        var call = ScriptedCall.talking()
        for _ in 0..<3 {
            call.callerSpeaks(for: .milliseconds(1_000))
            call.pass(.seconds(3))
        }
        call.put(.streamClosed(.callerHungUp))
        #expect(call.turns.map(\.outcome) == [.unanswered])
    }

    @Test func aLateTranscriptIsNoNewQuestion() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.callerSpeaks(for: .milliseconds(500))
        call.pass(milliseconds: 300)
        call.agentSays(1, milliseconds: 400)
        call.pass(milliseconds: 1_000)
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(1), .final("hello"))))
        call.pass(.seconds(25))
        #expect(call.session.end == nil)
        #expect(call.turns.count == 1)
    }

    @Test func anAnswerThatFailedIsWaitedForAllTheSame() {
        var call = ScriptedCall.talking()
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.event(.responseStarted(ResponseID(1)))
        call.event(.responseEnded(ResponseID(1), .failed(AgentFailure(.retryable, code: "rate_limit_exceeded", message: ""))))
        call.pass(.seconds(19))
        #expect(call.session.end == nil)
        call.pass(.seconds(2))
        #expect(call.session.end == .providerSilent)
    }
}

@Suite struct StreamRestarted {
    @Test func theConversationGoesOn() {
        var call = ScriptedCall.talking(.scripted(.longWarmup))
        call.agentAnswers(1, milliseconds: 2_000)
        call.pass(milliseconds: 100)
        let frames = call.frameTimes.count
        #expect(call.put(.streamReplaced).isEmpty)
        call.pass(milliseconds: 20)
        #expect(call.frameTimes.count >= frames + 20)
        #expect(call.underflows == 0)
        #expect(call.session.end == nil)
    }
}
