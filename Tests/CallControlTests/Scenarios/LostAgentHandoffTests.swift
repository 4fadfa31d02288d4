import Audio
import CallControl
import TestSupport
import Testing

/// Callers whose agent is lost, mute or deaf come to people all the same.
@Suite struct LostAgentHandoffTests {
    @Test func aLostAgentIsReplacedByRecordingsAndPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.agentClosed(AgentFailure(.retryable, code: "1006", message: "gone")))
        #expect(call.session.end == nil)
        #expect(HandoffScript.isAsked(call.effects) == [.askHours])
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        #expect(HandoffScript.said(call).isEmpty)
        #expect(call.effects.contains { if case .playRecording(.technicalProblem, _) = $0 { true } else { false } })
    }

    @Test func withoutHandoffALostAgentEndsTheCall() {
        var call = ScriptedCall.talking()
        call.put(.agentClosed(AgentFailure(.retryable, code: "1006", message: "gone")))
        #expect(call.session.end == .providerFailed)
    }

    private static let broken = AgentFailure(.retryable, code: "1006", message: "gone")

    /// Has the caller been handed over because the agent is lost?
    private static func isHandedOver(_ call: ScriptedCall) -> Bool {
        call.session.end == nil && HandoffScript.isAsked(call.effects) == [.askHours] && call.session.handoff?.trigger?.reason == .providerFailed
    }

    @Test func aProviderThatIsNeverReadyIsReplacedByPeople() {
        var call = ScriptedCall(HandoffScript.plan())
        call.put(.started)
        call.put(.agentConnected)
        call.pass(.seconds(10))
        #expect(Self.isHandedOver(call))
    }

    @Test func anAnswerThatNeverComesIsReplacedByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.seconds(20))
        #expect(Self.isHandedOver(call))
    }

    @Test func anAnswerThatNeverEndsIsReplacedByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.responseStarted(ResponseID(1)))
        call.pass(.seconds(31))
        #expect(Self.isHandedOver(call))
    }

    // MARK: A caller who talks over the answer of a provider that hangs since

    /// The answer came in one burst; the voice is heard while it is played, and may be its echo.
    private static func talkedOver() -> ScriptedCall {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.stillThere = "Are you there?" })
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 4_000)
        call.event(.responseEnded(ResponseID(1), .completed))
        call.pass(.seconds(1))
        call.callerSpeaks(for: .milliseconds(1_500))
        return call
    }

    @Test func theAgentIsAskedToSpeakBeforeASilentCallEnds() {
        var call = Self.talkedOver()
        call.pass(.milliseconds(31_500))
        #expect(call.session.end == nil)
        #expect(HandoffScript.said(call) == ["Are you there?"])
    }

    @Test func anAgentThatCannotEvenAskIsReplacedByPeople() {
        var call = Self.talkedOver()
        call.pass(.seconds(53))
        #expect(Self.isHandedOver(call))
    }

    @Test func anAgentThatAsksIsNoLostOne() {
        var call = Self.talkedOver()
        call.pass(.milliseconds(31_600))
        call.agentAnswers(2, milliseconds: 1_000)
        call.pass(.milliseconds(500))
        // The echo of the question asks for no other.
        call.callerSpeaks(for: .milliseconds(300))
        call.pass(.seconds(31))
        #expect(call.session.end == .idle)
        #expect(HandoffScript.said(call) == ["Are you there?"])
    }

    /// A cough, long after the answer was heard: the agent has all its time from the question, and the cough is no turn.
    @Test(arguments: [AgentCapabilities.outspoken, .taciturn]) func aNoiseMakesNoHandoff(_ capabilities: AgentCapabilities) {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.stillThere = "Are you there?" }, capabilities)
        call.agentAnswers(1, milliseconds: 2_000)
        call.pass(.seconds(4))
        call.callerSpeaks(for: .milliseconds(100))
        call.pass(.milliseconds(30_020))
        #expect(HandoffScript.said(call) == ["Are you there?"])
        call.pass(.seconds(4))
        #expect(call.session.handoff?.isRunning == false)
        call.agentAnswers(2, milliseconds: 1_000)
        call.pass(.seconds(32))
        #expect(call.session.end == .idle && call.turns.isEmpty)
    }

    @Test func whereNobodyWasHeardNothingIsAsked() {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.stillThere = "Are you there?" })
        call.agentAnswers(1, milliseconds: 4_000)
        call.pass(.seconds(35))
        #expect(call.session.end == .idle)
        #expect(HandoffScript.said(call).isEmpty)
    }

    /// Its front may live on.
    @Test func aPingIsNoSignOfTheAgent() {
        var call = Self.talkedOver()
        call.event(.ping(id: 1, roundTrip: nil))
        call.pass(.seconds(53))
        #expect(Self.isHandedOver(call))
    }

    @Test func whoWaitsForAnAnswerIsNotIdle() {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.idleTimeout = .seconds(5) })
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.seconds(19))
        #expect(call.session.end == nil)
        call.pass(.seconds(1))
        #expect(Self.isHandedOver(call))
    }

    @Test func formatsThatDoNotFitAreReplacedByPeople() {
        var call = ScriptedCall(HandoffScript.plan())
        call.put(.started)
        call.event(.ready(AgentSession(formatToAgent: .linear16(.hz24000), formatFromAgent: .pcmu)))
        #expect(Self.isHandedOver(call))
        #expect(call.session.tally.detail?.contains("l16/24000") == true)
    }

    @Test func aProviderThatTakesNoMoreAudioIsReplacedByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.end(.providerBacklog))
        #expect(Self.isHandedOver(call))
    }

    /// The provider that goes in the middle of the caller's words can't say when he has finished.
    @Test func aCallerWhoSpeaksWhenTheAgentIsLostIsNotLeftInSilence() throws {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.put(.agentClosed(Self.broken))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        call.pass(.milliseconds(20))
        #expect(call.effects.contains { if case .playRecording(.technicalProblem, _) = $0 { true } else { false } })
    }

    @Test func aMessageIsNotWaitedForWhenNobodyTellsItsEnd() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: false)))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.callerSpeaks(for: .seconds(3))
        call.put(.agentClosed(Self.broken))
        call.pass(.milliseconds(2_100))
        #expect(HandoffScript.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .outsideHours))
    }

    @Test func withoutTicketsAndAgentTheCallerIsNotPromisedMoreTalk() {
        var call = ScriptedCall.talking(HandoffScript.plan { $0.makesTickets = false })
        call.put(.stream(.dtmf("0")))
        call.put(.agentClosed(Self.broken))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.pass(.milliseconds(20))
        #expect(call.effects.contains { if case .playRecording(.notNoted, _) = $0 { true } else { false } })
    }

    /// A provider that hangs without closing tells of nothing; the gateway's own ear has heard the caller.
    @Test func speechThatTheProviderShowsNoSignOfHearingIsAnsweredByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.callerSpeaks(for: .seconds(2))
        call.pass(.milliseconds(19_900))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.pass(.milliseconds(200))
        #expect(Self.isHandedOver(call))
    }

    @Test func aNoiseIsNoSpeechThatWouldHaveToBeHeard() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for _ in 0..<5 {
            call.callerSpeaks(for: .milliseconds(300))
            call.pass(.seconds(3))
        }
        call.pass(.seconds(22))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
    }

    @Test func aGreetingThatNeverComesIsAnsweredByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.greeting = "Olá!" })
        call.pass(.seconds(20))
        #expect(Self.isHandedOver(call))
    }

    /// It was waited for once; the next line is a recording's at once.
    @Test func aMuteAgentIsNotWaitedForAgain() {
        var call = HandoffScript.noted()
        call.pass(.seconds(4))
        call.recordingSounds(ResponseID(-1), milliseconds: 200)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.milliseconds(1_900))
        #expect(call.effects.contains { if case .playRecording(.number, _) = $0 { true } else { false } })
        #expect(HandoffScript.said(call).count == 1)
    }

    @Test func whereNoRecordingIsTheMuteAgentIsAskedAllTheSame() {
        var call = HandoffScript.noted()
        call.pass(.seconds(4))
        call.recordingSounds(ResponseID(-1), milliseconds: 200)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.milliseconds(1_900))
        call.put(.recordingRead(ResponseID(-2), false))
        call.pass(.milliseconds(40))
        #expect(HandoffScript.said(call).count == 2)
        call.agentAnswers(9, milliseconds: 300)
        call.pass(.seconds(1))
        #expect(call.session.end == .ticketCreated)
    }

    /// Each word would have begun the wait anew.
    @Test func whoCallsAgainAndAgainHasWaitedSinceTheFirst() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for _ in 0..<6 {
            call.callerSpeaks(for: .seconds(2))
            call.pass(.seconds(5))
        }
        #expect(HandoffScript.isAsked(call.effects).isEmpty, "6 times 3 s")
        call.callerSpeaks(for: .seconds(2))
        call.pass(.milliseconds(3_700))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.pass(.milliseconds(500))
        #expect(Self.isHandedOver(call))
    }

    /// Short words are speech in the end.
    @Test func aloAloIsSpeechToo() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for _ in 0..<4 {
            call.callerSpeaks(for: .milliseconds(400))
            call.pass(.seconds(7))
        }
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.callerSpeaks(for: .milliseconds(400))
        call.pass(.milliseconds(2_500))
        #expect(Self.isHandedOver(call))
    }

    /// A caller who takes breath for long, and a provider that waits for six seconds to be sure: no wait of his.
    @Test func longDictationIsNoWait() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for _ in 0..<7 {
            call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
            call.callerSpeaks(for: .seconds(6))
            call.pass(.milliseconds(4_500))
        }
        call.pass(.seconds(1))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(15))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
    }

    /// The provider hears and writes down each of his words, and answers none.
    @Test func hearingIsNoAnswer() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for round in 0..<7 {
            call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
            call.callerSpeaks(for: .seconds(1))
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.event(.responseStarted(ResponseID(round + 1)))
            call.pass(.seconds(5))
        }
        #expect(Self.isHandedOver(call), "7 times 3 s")
    }

    /// Answers that hold nothing, or have failed, are none.
    @Test func emptyAnswersAreNone() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for round in 0..<4 {
            #expect(HandoffScript.isAsked(call.effects).isEmpty)
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.event(.responseStarted(ResponseID(round + 1)))
            call.event(.responseEnded(ResponseID(round + 1), round % 2 == 0 ? .completed : .failed(Self.broken)))
            call.pass(.seconds(7))
        }
        #expect(Self.isHandedOver(call))
    }

    @Test func anAnswerThatBeganAndHangsIsAnsweredByPeople() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.seconds(1))
        call.event(.responseStarted(ResponseID(1)))
        call.pass(.seconds(18))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.pass(.seconds(2))
        #expect(Self.isHandedOver(call))
    }

    /// Voices in the room that the provider passes over, while the caller looks for his papers.
    @Test func voicesInTheRoomAreNotAtOnceTheProvidersFault() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        for _ in 0..<3 {
            call.callerSpeaks(for: .seconds(3))
            call.pass(.seconds(5))
        }
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(20))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
    }

    /// "Alô?" is too short for our own ear to take it for speech; the provider has heard it, and nothing since.
    @Test func aProviderThatHangsInTheMidstOfHisWordsIsNoticed() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.callerSpeaks(for: .milliseconds(400))
        call.pass(.seconds(21))
        #expect(Self.isHandedOver(call))
    }

    /// Nor is a line held back for words that ended long ago.
    @Test func lineIsNotHeldBackForWordsThatNobodyHears() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.callerSpeaks(for: .milliseconds(400))
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        #expect(HandoffScript.said(call).isEmpty)
        call.pass(.seconds(3))
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
    }

    /// What comes back of the agent's own voice while he is heard is no speech that he would have to answer.
    @Test func anEchoIsNoSpeech() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 6_000)
        call.event(.responseEnded(ResponseID(1), .completed))
        call.callerSpeaks(for: .seconds(3))
        call.pass(.seconds(25))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
    }

    /// A call that ends well: what the agent failed in is told all the same.
    @Test func whatTheAgentFailedInIsReported() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.seconds(21))
        #expect(Self.isHandedOver(call))
        #expect(call.reports.contains { if case .failure(let failure) = $0 { failure.code == "provider_silent" } else { false } })
    }
}
