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
        var call = ScriptedCall.talking(plan(change))
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
        return call
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
        var call = ScriptedCall.talking(Self.plan())
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 8_000)
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
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
        var call = ScriptedCall.talking(Self.plan())
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 8_000)
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.nobody)))
        call.put(.handoff(.ticket(.kept)))
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
}
