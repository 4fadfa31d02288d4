import Audio
import CallControl
import TestSupport
import Testing

/// The handoff within a call: what the caller hears when, and what outlives the call.
@Suite struct HandoffScenarioTests {
    @Test func theSentenceIsSpokenByTheAgentAndTheNumberAfterIt() {
        var call = HandoffScript.noted()
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
        call.agentAnswers(1, milliseconds: 3_000)
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.seconds(3))
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
        call.pass(.seconds(2))
        #expect(HandoffScript.said(call).last == "Seu protocolo é 4 2. Obrigado por ligar!")
        call.agentAnswers(2, milliseconds: 1_000)
        call.pass(.milliseconds(900))
        #expect(call.session.end == nil)
        call.pass(.milliseconds(200))
        #expect(call.session.end == .ticketCreated)
        #expect(call.session.handoff?.outcome == .ticketCreated)
    }

    @Test func theRecordCarriesWhatOmniPlayKeeps() {
        var call = HandoffScript.noted()
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
        var call = HandoffScript.notedDuringAnAnswer()
        #expect(HandoffScript.said(call).isEmpty)
        call.pass(.milliseconds(1_520))
        #expect(call.commands.contains(.cancelResponse(ResponseID(1))))
        #expect(call.effects.contains(.flushStream))
        #expect(HandoffScript.said(call).isEmpty)
        call.event(.responseEnded(ResponseID(1), .cancelled))
        call.pass(.milliseconds(20))
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
    }

    /// Half of an answer would be heard right before the line.
    @Test func anAnswerOfWhichNothingWasHeardIsSpared() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.responseStarted(ResponseID(1)))
        call = HandoffScript.noted(call)
        call.pass(.milliseconds(80))
        #expect(!call.commands.contains(.cancelResponse(ResponseID(1))))
        call.pass(.milliseconds(20))
        #expect(call.commands.contains(.cancelResponse(ResponseID(1))))
        #expect(HandoffScript.said(call).isEmpty)
        // What was under way is not played.
        call.agentSays(1, milliseconds: 500)
        call.event(.responseEnded(ResponseID(1), .cancelled))
        call.pass(.milliseconds(40))
        #expect(call.frameTimes.isEmpty)
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
    }

    /// One that calls a tool is over in a moment, and not worth a refusal.
    @Test func anAnswerThatEndsAtOnceIsNotCancelled() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.responseStarted(ResponseID(1)))
        call = HandoffScript.noted(call)
        call.pass(.milliseconds(60))
        call.event(.responseEnded(ResponseID(1), .completed))
        call.pass(.milliseconds(20))
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
        #expect(!call.commands.contains(.cancelResponse(ResponseID(1))))
    }

    /// A provider that never tells the end of what it was told to stop.
    @Test func theLineDoesNotWaitForASparedAnswersEnd() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.event(.responseStarted(ResponseID(1)))
        call = HandoffScript.noted(call)
        call.pass(.milliseconds(1_080))
        #expect(HandoffScript.said(call).isEmpty)
        call.pass(.milliseconds(40))
        #expect(HandoffScript.said(call) == [HandoffScript.nobody])
    }

    /// The number is said once more to who talked over it: where the answer itself tells that the caller was done, that is none of some milliseconds.
    @Test func aLineIsNoAnswerToWhatWasSaidOverIt() {
        var call = HandoffScript.noted(ScriptedCall.talking(HandoffScript.plan(), .taciturn))
        call.agentSays(1, milliseconds: 1_000)
        call.pass(.seconds(3))
        call.put(.handoff(.ticket(.delivered(number: "42"))))
        call.pass(.seconds(2))
        call.agentSays(2, milliseconds: 3_000)
        call.pass(.seconds(1))
        call.callerSpeaks(for: .milliseconds(400))
        call.event(.interrupted(upTo: ResponseID(2)))
        call.pass(.milliseconds(40))
        call.agentSays(3, milliseconds: 2_000)
        call.pass(.seconds(1))
        #expect(HandoffScript.said(call).suffix(2) == ["Seu protocolo é 4 2. Obrigado por ligar!", "Seu protocolo é 4 2. Obrigado por ligar!"])
        #expect(call.turns.isEmpty, "\(call.turns)")
    }

    @Test func aRecordingSpeaksWhereTheAgentDoesNot() throws {
        var call = HandoffScript.noted()
        call.pass(.milliseconds(3_980))
        #expect(!call.effects.contains { if case .playRecording = $0 { true } else { false } })
        call.pass(.milliseconds(40))
        let response = try #require(call.effects.compactMap { if case .playRecording(.nobody, let response) = $0 { response } else { nil } }.first)
        call.put(.recordingRead(response, true))
        call.pass(.milliseconds(100))
        #expect(call.session.handoff?.isRunning == true)
    }

    @Test func aCallerWhoHangsUpUnservedLeavesATicket() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.session.end == nil)
        #expect(HandoffScript.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .callEnded))
        call.put(.handoff(.ticket(.kept)))
        #expect(call.session.end == .callerHungUp)
        #expect(call.session.handoff?.outcome == .queued)
    }

    @Test func theTransfersOwnEndOfTheStreamIsNotTheCallers() throws {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        #expect(HandoffScript.isAsked(call.effects).contains { if case .transfer = $0 { true } else { false } })
        call.put(.handoff(.transferring(.stoppingStream)))
        call.put(.streamClosed(.callerHungUp))
        #expect(call.session.end == nil)
        call.put(.handoff(.transferEnded(TransferReport(.transferred(nil), isStreamStopped: true))))
        #expect(call.session.end == .transferred)
        #expect(!HandoffScript.isAsked(call.effects).contains { if case .keepTicket = $0 { true } else { false } })
    }

    @Test func aGatewayThatGoesDownKeepsTheWish() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.end(.drained))
        #expect(call.session.end == .drained)
        #expect(HandoffScript.isAsked(call.effects).last == .keepTicket(HandoffTrigger(.userRequest), .callEnded))
    }

    /// Whose answers are never said to be complete.
    @Test func tooManyTurnsAtATaciturnProviderAskForPeopleToo() {
        var call = ScriptedCall.talking(HandoffScript.plan { $0.maxTurns = 2 }, .taciturn)
        for turn in 1...2 {
            call.callerSpeaks(for: .seconds(1))
            call.event(.transcript(TranscriptUpdate(.caller, ItemID(turn), .final("pergunta"))))
            call.event(.responseStarted(ResponseID(turn)))
            call.agentSays(turn, milliseconds: 1_000)
            call.pass(.milliseconds(1_200))
        }
        #expect(HandoffScript.said(call) == ["Percebo que precisamos de mais ajuda. Vou transferir..."])
    }

    @Test func tooManyTurnsAskForPeopleAfterTheLastAnswer() {
        var call = ScriptedCall.talking(HandoffScript.plan { $0.maxTurns = 2 })
        for turn in 1...2 {
            call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
            call.callerSpeaks(for: .seconds(1))
            call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
            call.agentAnswers(turn, milliseconds: 1_000)
            if turn == 2 { #expect(HandoffScript.said(call).isEmpty) }
            call.pass(.milliseconds(1_200))
        }
        #expect(HandoffScript.said(call) == ["Percebo que precisamos de mais ajuda. Vou transferir..."])
    }

    @Test func afterADeclinedWishTooManyTurnsAskAgain() {
        var call = ScriptedCall.talking(
            HandoffScript.plan {
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
        #expect(HandoffScript.said(call).last == "Percebo que precisamos de mais ajuda. Vou transferir...")
    }

    @Test func aBusyAgentIsStoppedOnce() {
        var call = HandoffScript.notedDuringAnAnswer()
        call.pass(.milliseconds(2_400))
        #expect(call.commands.filter { $0 == .cancelResponse(ResponseID(1)) }.count == 1)
    }

    /// The agent hangs up by its tool, or its provider does, while telephones ring.
    @Test(arguments: [false, true]) func anAgentThatEndsTheCallDoesNotEndAWish(_ isProvider: Bool) {
        var call = ScriptedCall.talking(HandoffScript.plan())
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
        #expect(!HandoffScript.isAsked(call.effects).contains(.cancelTransfer))
        call.put(.handoff(.transferEnded(TransferReport(.transferred(nil), isStreamStopped: true))))
        #expect(call.session.end == .transferred)
    }

    @Test func aDrainedTransferIsCancelledAndItsWishKept() {
        var call = ScriptedCall.talking(HandoffScript.plan())
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        call.put(.end(.drained))
        #expect(call.session.end == .drained)
        #expect(call.session.handoff?.outcome == .queued)
        #expect(HandoffScript.isAsked(call.effects).suffix(2) == [.cancelTransfer, .keepTicket(HandoffTrigger(.userRequest), .callEnded)])
    }

    /// The gateway's own recordings come after answers of any number, one after the other.
    @Test func recordingsAreHeardAfterAnAnswer() {
        var call = HandoffScript.noted()
        call.agentAnswers(7, milliseconds: 400)
        call.pass(.seconds(1))
        for number in [-1, -2] {
            let before = call.handed.filter { $0 != 0 }.count
            call.recordingSounds(ResponseID(number), milliseconds: 200)
            call.pass(.seconds(1))
            #expect(call.handed.filter { $0 != 0 }.count - before == call.session.plan.playout.rate.samples(milliseconds: 200))
        }
    }

    @Test func aKeyPressedBeforeTheProviderIsReadyCounts() {
        var call = ScriptedCall(HandoffScript.plan())
        call.put(.started)
        call.put(.stream(.dtmf("0")))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.put(.agentConnected)
        call.event(.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcmu)))
        #expect(HandoffScript.isAsked(call.effects) == [.askHours])
    }

    @Test func aKeyCallsAGoodbyeOff() {
        var call = ScriptedCall.talking(HandoffScript.plan().with { $0.farewell = "Tchau!" })
        call.pass(.seconds(30))
        #expect(call.reports.contains(.ending(.idle)))
        call.put(.stream(.dtmf("0")))
        #expect(HandoffScript.isAsked(call.effects) == [.askHours])
        call.pass(.seconds(1))
        #expect(call.session.end == nil)
    }

    /// What the agent was asked to say, and what became of it.
    @Test func theTrailTellsWhatWasToBeSaid() {
        var call = HandoffScript.noted()
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        let steps = call.session.handoffTrail.map(\.step)
        #expect(steps.contains(HandoffStep("say", "nobody: \(HandoffScript.nobody)")))
        #expect(steps.contains(HandoffStep("said", "nobody: heard, by the agent")))
        var silent = HandoffScript.noted()
        silent.pass(.seconds(4))
        silent.recordingSounds(ResponseID(-1), milliseconds: 200)
        silent.pass(.seconds(1))
        #expect(silent.session.handoffTrail.map(\.step).contains(HandoffStep("said", "nobody: heard, by a recording")))
    }

    @Test func whoHasAskedForAPersonDoesNotWaitForTheAgent() {
        var call = ScriptedCall(HandoffScript.plan())
        call.put(.started)
        call.pass(.seconds(1))
        call.put(.stream(.dtmf("0")))
        call.pass(.milliseconds(2_980))
        #expect(HandoffScript.isAsked(call.effects).isEmpty)
        call.pass(.milliseconds(40))
        #expect(HandoffScript.isAsked(call.effects) == [.askHours] && call.session.handoff?.trigger == HandoffTrigger(.userRequest))
    }
}
