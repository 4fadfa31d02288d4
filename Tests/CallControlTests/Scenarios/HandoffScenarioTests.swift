import Audio
import CallControl
import TestSupport
import Testing

/// The handoff within a call: what the caller hears when, and what outlives the call.
@Suite struct HandoffScenarioTests {
    private static func plan(_ change: (inout HandoffPlan) -> Void = { _ in }) -> CallPlan {
        var handoff = HandoffPlan(
            attendants: AttendantsQuery(companyID: 1, domain: "clinic.example", transferExtension: "200"), texts: HandoffTexts(language: "pt-BR"))
        handoff.digit = "0"
        change(&handoff)
        return CallPlan.scripted().with { $0.handoff = handoff }
    }

    private static func isAsked(_ effects: [ScriptedCall.Effect]) -> [Handoff.Effect] {
        effects.compactMap { if case .handoff(let effect) = $0 { effect } else { nil } }
    }

    private static func said(_ call: ScriptedCall) -> [String] {
        call.commands.compactMap { if case .say(let text) = $0 { text } else { nil } }
    }

    private static let nobody = HandoffTexts(language: "pt")[.nobody]

    /// A call in which the key for a person was pressed and nobody was there.
    private static func noted(_ change: (inout HandoffPlan) -> Void = { _ in }) -> ScriptedCall {
        noted(ScriptedCall.talking(plan(change)))
    }

    private static func noted(_ talking: ScriptedCall) -> ScriptedCall {
        var call = talking
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        return call
    }

    /// The same, while the agent gives a long answer.
    private static func notedDuringAnAnswer() -> ScriptedCall {
        var call = ScriptedCall.talking(plan())
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 8_000)
        return noted(call)
    }

    @Test func theSentenceIsSpokenByTheAgentAndTheNumberAfterIt() {
        var call = Self.noted()
        #expect(Self.said(call) == [Self.nobody])
        call.agentAnswers(1, milliseconds: 3_000)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.seconds(3))
        #expect(Self.said(call) == [Self.nobody])
        call.pass(.seconds(2))
        #expect(Self.said(call).last == "Seu protocolo é 4 2. Obrigado por ligar!")
        call.agentAnswers(2, milliseconds: 1_000)
        call.pass(.milliseconds(900))
        #expect(call.session.end == nil)
        call.pass(.milliseconds(200))
        #expect(call.session.end == .ticketCreated)
        #expect(call.session.handoff?.outcome == .ticketCreated)
    }

    @Test func theRecordCarriesWhatOmniPlayKeeps() {
        var call = Self.noted()
        let receipt = TicketReceipt(ticketID: 12_345, contactID: 678, voiceConversationID: 42)
        call.put(.handoff(.ticket(.delivered(number: "2026011512345", receipt))))
        let context = CallRecord.Context(
            callID: CallID("u"), callerID: nil, secretary: "s", provider: "p", model: nil, language: "pt-BR", startedAtUnixMilliseconds: 0)
        let record = CallRecord(call.session, context, at: call.now)
        #expect(record.ticket_id == 12_345 && record.contact_id == 678 && record.voice_conversation_id == 42)
        #expect(record.handoff_reason == "user_request" && record.handoff?.protocol_number == "2026011512345")
        let summary = TicketSummary(reason: .userRequest, occasion: .nobodyOnline).text(language: "pt-BR")
        #expect(record.summary == summary)
    }

    /// The agent's own answer to the caller's wish is let finish for a moment, then it gives way.
    @Test func anAnswerUnderWayGivesWay() {
        var call = Self.notedDuringAnAnswer()
        #expect(Self.said(call).isEmpty)
        call.pass(.milliseconds(1_520))
        #expect(call.commands.contains(.cancelResponse(ResponseID(1))))
        #expect(call.effects.contains(.flushStream))
        #expect(Self.said(call).isEmpty)
        call.event(.responseEnded(ResponseID(1), .cancelled))
        call.pass(.milliseconds(20))
        #expect(Self.said(call) == [Self.nobody])
    }

    @Test func aRecordingSpeaksWhereTheAgentDoesNot() throws {
        var call = Self.noted()
        call.pass(.milliseconds(3_980))
        #expect(!call.effects.contains { if case .playRecording = $0 { true } else { false } })
        call.pass(.milliseconds(40))
        let response = try #require(call.effects.compactMap { if case .playRecording(.nobody, let response) = $0 { response } else { nil } }.first)
        call.put(.recordingRead(response, true))
        call.pass(.milliseconds(100))
        #expect(call.session.handoff?.isRunning == true)
    }

    @Test func aLostAgentIsReplacedByRecordingsAndPeople() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.agentClosed(AgentFailure(.retryable, code: "1006", message: "gone")))
        #expect(call.session.end == nil)
        #expect(Self.isAsked(call.effects) == [.askHours])
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        #expect(Self.said(call).isEmpty)
        #expect(call.effects.contains { if case .playRecording(.technicalProblem, _) = $0 { true } else { false } })
    }

    @Test func withoutHandoffALostAgentEndsTheCall() {
        var call = ScriptedCall.talking()
        call.put(.agentClosed(AgentFailure(.retryable, code: "1006", message: "gone")))
        #expect(call.session.end == .providerFailed)
    }

    @Test func aCallerWhoHangsUpUnservedLeavesATicket() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.session.end == nil)
        #expect(Self.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .callEnded))
        call.put(.handoff(.ticket(.kept)))
        #expect(call.session.end == .callerHungUp)
        #expect(call.session.handoff?.outcome == .queued)
    }

    @Test func theTransfersOwnEndOfTheStreamIsNotTheCallers() throws {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        #expect(Self.isAsked(call.effects).contains { if case .transfer = $0 { true } else { false } })
        call.put(.handoff(.transferring(.stoppingStream)))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.session.end == nil)
        call.put(.handoff(.transferEnded(TransferReport(.transferred(nil), isStreamStopped: true))))
        #expect(call.session.end == .transferred)
        #expect(!Self.isAsked(call.effects).contains { if case .keepTicket = $0 { true } else { false } })
    }

    @Test func aGatewayThatGoesDownKeepsTheWish() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.end(.drained))
        #expect(call.session.end == .drained)
        #expect(Self.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .callEnded))
    }

    /// Whose answers are never said to be complete.
    @Test func tooManyTurnsAtATaciturnProviderAskForPeopleToo() {
        var call = ScriptedCall.talking(Self.plan { $0.maxTurns = 2 }, .taciturn)
        for turn in 1...2 {
            call.callerSpeaks(for: .seconds(1))
            call.event(.transcript(TranscriptUpdate(.caller, ItemID(turn), .final("pergunta"))))
            call.event(.responseStarted(ResponseID(turn)))
            call.agentSays(turn, milliseconds: 1_000)
            call.pass(.milliseconds(1_200))
        }
        #expect(Self.said(call) == ["Percebo que precisamos de mais ajuda. Vou transferir..."])
    }

    @Test func tooManyTurnsAskForPeopleAfterTheLastAnswer() {
        var call = ScriptedCall.talking(Self.plan { $0.maxTurns = 2 })
        for turn in 1...2 {
            call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
            call.callerSpeaks(for: .seconds(1))
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.agentAnswers(turn, milliseconds: 1_000)
            if turn == 2 { #expect(Self.said(call).isEmpty) }
            call.pass(.milliseconds(1_200))
        }
        #expect(Self.said(call) == ["Percebo que precisamos de mais ajuda. Vou transferir..."])
    }

    @Test func afterADeclinedWishTooManyTurnsAskAgain() {
        var call = ScriptedCall.talking(
            Self.plan {
                $0.maxTurns = 2
                $0.makesTickets = false
            })
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        #expect(call.session.handoff?.outcome == .declined)
        for turn in 2...3 {
            call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
            call.callerSpeaks(for: .seconds(1))
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.agentAnswers(turn, milliseconds: 1_000)
            call.pass(.milliseconds(1_200))
        }
        #expect(Self.said(call).last == "Percebo que precisamos de mais ajuda. Vou transferir...")
    }

    @Test func aBusyAgentIsStoppedOnce() {
        var call = Self.notedDuringAnAnswer()
        call.pass(.milliseconds(2_400))
        #expect(call.commands.filter { $0 == .cancelResponse(ResponseID(1)) }.count == 1)
    }

    /// The agent hangs up by its tool, or its provider does, while telephones ring.
    @Test(arguments: [false, true]) func anAgentThatEndsTheCallDoesNotEndAWish(_ isProvider: Bool) {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        if isProvider {
            call.put(.agentClosed(AgentFailure(.benign, code: "1000", message: "bye")))
        } else {
            call.event(.toolCall(ToolCall(id: "1", name: ToolDesk.endCallName, arguments: "{}")))
        }
        call.pass(.seconds(5))
        #expect(call.session.end == nil)
        #expect(!Self.isAsked(call.effects).contains(.cancelTransfer))
        call.put(.handoff(.transferEnded(TransferReport(.transferred(nil), isStreamStopped: true))))
        #expect(call.session.end == .transferred)
    }

    @Test func aDrainedTransferIsCancelledAndItsWishKept() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        call.put(.end(.drained))
        #expect(call.session.end == .drained)
        #expect(call.session.handoff?.outcome == .queued)
        #expect(Self.isAsked(call.effects).suffix(2) == [.cancelTransfer, .keepTicket(HandoffTrigger(.userRequest), .callEnded)])
    }

    /// The gateway's own recordings come after answers of any number, one after the other.
    @Test func recordingsAreHeardAfterAnAnswer() {
        var call = Self.noted()
        call.agentAnswers(7, milliseconds: 400)
        call.pass(.seconds(1))
        for number in [-1, -2] {
            let before = call.handed.filter { $0 != 0 }.count
            call.recordingSounds(ResponseID(number), milliseconds: 200)
            call.pass(.seconds(1))
            #expect(call.handed.filter { $0 != 0 }.count - before == call.session.plan.playout.rate.samples(milliseconds: 200))
        }
    }

    private static let broken = AgentFailure(.retryable, code: "1006", message: "gone")

    /// Has the caller been handed over because the agent is lost?
    private static func isHandedOver(_ call: ScriptedCall) -> Bool {
        call.session.end == nil && isAsked(call.effects) == [.askHours] && call.session.handoff?.trigger?.reason == .providerFailed
    }

    @Test func aProviderThatIsNeverReadyIsReplacedByPeople() {
        var call = ScriptedCall(Self.plan())
        call.put(.started)
        call.put(.agentConnected)
        call.pass(.seconds(10))
        #expect(Self.isHandedOver(call))
    }

    @Test func anAnswerThatNeverComesIsReplacedByPeople() {
        var call = ScriptedCall.talking(Self.plan())
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        call.pass(.seconds(20))
        #expect(Self.isHandedOver(call))
    }

    @Test func anAnswerThatNeverEndsIsReplacedByPeople() {
        var call = ScriptedCall.talking(Self.plan())
        call.event(.responseStarted(ResponseID(1)))
        call.pass(.seconds(31))
        #expect(Self.isHandedOver(call))
    }

    @Test func formatsThatDoNotFitAreReplacedByPeople() {
        var call = ScriptedCall(Self.plan())
        call.put(.started)
        call.event(.ready(AgentSession(formatToAgent: .linear16(.hz24000), formatFromAgent: .pcmu)))
        #expect(Self.isHandedOver(call))
        #expect(call.session.tally.detail?.contains("l16/24000") == true)
    }

    @Test func aProviderThatTakesNoMoreAudioIsReplacedByPeople() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.end(.providerBacklog))
        #expect(Self.isHandedOver(call))
    }

    /// The provider that goes in the middle of the caller's words can't say when he has finished.
    @Test func aCallerWhoSpeaksWhenTheAgentIsLostIsNotLeftInSilence() throws {
        var call = ScriptedCall.talking(Self.plan())
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.put(.agentClosed(Self.broken))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        call.pass(.milliseconds(20))
        #expect(call.effects.contains { if case .playRecording(.technicalProblem, _) = $0 { true } else { false } })
    }

    @Test func aMessageIsNotWaitedForWhenNobodyTellsItsEnd() {
        var call = ScriptedCall.talking(Self.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: false)))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.callerSpeaks(for: .seconds(3))
        call.put(.agentClosed(Self.broken))
        call.pass(.milliseconds(2_100))
        #expect(Self.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .outsideHours))
    }

    @Test func withoutTicketsAndAgentTheCallerIsNotPromisedMoreTalk() {
        var call = ScriptedCall.talking(Self.plan { $0.makesTickets = false })
        call.put(.stream(.dtmf("0")))
        call.put(.agentClosed(Self.broken))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.pass(.milliseconds(20))
        #expect(call.effects.contains { if case .playRecording(.notNoted, _) = $0 { true } else { false } })
    }

    @Test func aKeyPressedBeforeTheProviderIsReadyCounts() {
        var call = ScriptedCall(Self.plan())
        call.put(.started)
        call.put(.stream(.dtmf("0")))
        #expect(Self.isAsked(call.effects).isEmpty)
        call.put(.agentConnected)
        call.event(.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcmu)))
        #expect(Self.isAsked(call.effects) == [.askHours])
    }

    @Test func aKeyCallsAGoodbyeOff() {
        var call = ScriptedCall.talking(Self.plan().with { $0.farewell = "Tchau!" })
        call.pass(.seconds(30))
        #expect(call.reports.contains(.ending(.idle)))
        call.put(.stream(.dtmf("0")))
        #expect(Self.isAsked(call.effects) == [.askHours])
        call.pass(.seconds(1))
        #expect(call.session.end == nil)
    }

    /// What the agent was asked to say, and what became of it.
    @Test func theTrailTellsWhatWasToBeSaid() {
        var call = Self.noted()
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        let steps = call.session.handoffTrail.map(\.step)
        #expect(steps.contains(HandoffStep("say", "nobody: \(Self.nobody)")))
        #expect(steps.contains(HandoffStep("said", "nobody: heard, by the agent")))
        var silent = Self.noted()
        silent.pass(.seconds(4))
        silent.recordingSounds(ResponseID(-1), milliseconds: 200)
        silent.pass(.seconds(1))
        #expect(silent.session.handoffTrail.map(\.step).contains(HandoffStep("said", "nobody: heard, by a recording")))
    }

    /// A provider that hangs without closing tells of nothing; the gateway's own ear has heard the caller.
    @Test func speechThatTheProviderShowsNoSignOfHearingIsAnsweredByPeople() {
        var call = ScriptedCall.talking(Self.plan())
        call.callerSpeaks(for: .seconds(2))
        call.pass(.milliseconds(19_900))
        #expect(Self.isAsked(call.effects).isEmpty)
        call.pass(.milliseconds(200))
        #expect(Self.isHandedOver(call))
    }

    @Test func aNoiseIsNoSpeechThatWouldHaveToBeHeard() {
        var call = ScriptedCall.talking(Self.plan())
        for _ in 0..<5 {
            call.callerSpeaks(for: .milliseconds(300))
            call.pass(.seconds(3))
        }
        call.pass(.seconds(22))
        #expect(Self.isAsked(call.effects).isEmpty)
    }

    @Test func aGreetingThatNeverComesIsAnsweredByPeople() {
        var call = ScriptedCall.talking(Self.plan().with { $0.greeting = "Olá!" })
        call.pass(.seconds(20))
        #expect(Self.isHandedOver(call))
    }

    @Test func whoHasAskedForAPersonDoesNotWaitForTheAgent() {
        var call = ScriptedCall(Self.plan())
        call.put(.started)
        call.pass(.seconds(1))
        call.put(.stream(.dtmf("0")))
        call.pass(.milliseconds(2_980))
        #expect(Self.isAsked(call.effects).isEmpty)
        call.pass(.milliseconds(40))
        #expect(Self.isAsked(call.effects) == [.askHours] && call.session.handoff?.trigger == HandoffTrigger(.userRequest))
    }

    /// It was waited for once; the next line is a recording's at once.
    @Test func aMuteAgentIsNotWaitedForAgain() {
        var call = Self.noted()
        call.pass(.seconds(4))
        call.recordingSounds(ResponseID(-1), milliseconds: 200)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.milliseconds(1_900))
        #expect(call.effects.contains { if case .playRecording(.number, _) = $0 { true } else { false } })
        #expect(Self.said(call).count == 1)
    }

    @Test func whereNoRecordingIsTheMuteAgentIsAskedAllTheSame() {
        var call = Self.noted()
        call.pass(.seconds(4))
        call.recordingSounds(ResponseID(-1), milliseconds: 200)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.milliseconds(1_900))
        call.put(.recordingRead(ResponseID(-2), false))
        call.pass(.milliseconds(40))
        #expect(Self.said(call).count == 2)
        call.agentAnswers(9, milliseconds: 300)
        call.pass(.seconds(1))
        #expect(call.session.end == .ticketCreated)
    }
}
