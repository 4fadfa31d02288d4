import CallControl
import Testing

/// The machine alone: what it asks, says and decides, input by input.
@Suite struct HandoffTests {
    private static let query = AttendantsQuery(companyID: 1, queueID: 5, domain: "clinic.example", transferExtension: "200")
    private static func plan(_ change: (inout HandoffPlan) -> Void = { _ in }) -> HandoffPlan {
        var plan = HandoffPlan(attendants: query, texts: HandoffTexts(language: "pt-BR"))
        change(&plan)
        return plan
    }

    /// Runs inputs, keeping what came out.
    private struct Script {
        var handoff: Handoff
        var now = Instant(nanoseconds: 0)
        var effects: [Handoff.Effect] = []

        init(_ plan: HandoffPlan = HandoffTests.plan()) { handoff = Handoff(plan: plan) }

        @discardableResult
        mutating func put(_ input: Handoff.Input) -> [Handoff.Effect] {
            var new: [Handoff.Effect] = []
            handoff.handle(input, at: now, effects: &new)
            return keep(new)
        }

        /// So many frames of 20 ms in which the gateway's own ear hears the caller.
        mutating func callerIsHeard(frames: Int) {
            for _ in 0..<frames {
                pass(.milliseconds(20))
                handoff.callerIsHeard(at: now)
            }
        }

        @discardableResult
        mutating func pass(_ duration: Duration) -> [Handoff.Effect] {
            let end = now + duration
            var all: [Handoff.Effect] = []
            while now < end {
                now = now + .milliseconds(20)
                var new: [Handoff.Effect] = []
                handoff.tick(at: now, effects: &new)
                all += keep(new)
            }
            return all
        }

        /// All but the steps told to whoever watches.
        private mutating func keep(_ new: [Handoff.Effect]) -> [Handoff.Effect] {
            let acts = new.filter { if case .step = $0 { false } else { true } }
            effects += acts
            return acts
        }

        var spoken: [String] { effects.compactMap { if case .speak(_, let text) = $0 { text } else { nil } } }
        var orders: [TransferOrder] { effects.compactMap { if case .transfer(let order) = $0 { order } else { nil } } }
        var tickets: [TicketOccasion] { effects.compactMap { if case .keepTicket(_, let occasion) = $0 { occasion } else { nil } } }
    }

    private static let keyword = HandoffTrigger(.keywordDetected, keyword: "atendente")

    private static func twoOnline() throws -> AgentsOnline {
        .available(AttendantsOnline(target: .endpoints(try DialString(rounds: [["user/200", "user/201"]], domain: "clinic.example")), count: 2))
    }

    @Test func somebodyOnlineIsATransferAfterTheSentenceWasHeard() throws {
        var script = Script()
        #expect(script.put(.wanted(Self.keyword)) == [.askHours])
        #expect(script.put(.hours(isOpen: true)) == [.askDesk(Self.query)])
        #expect(script.put(.attendants(try Self.twoOnline())) == [.speak(.transfer, "Claro! Vou transferir você agora...")])
        #expect(script.orders.isEmpty)
        script.put(.lineEnded(.heard))
        #expect(script.orders.count == 1)
        let users = ["200", "201"].map { DialEndpoint.user(Extension(number: $0, domain: "clinic.example")) }
        #expect(script.orders.first?.way == .attended(users, .all))
        script.put(.transferring(.ringing))
        #expect(!script.handoff.survivesStream)
        script.put(.transferring(.stoppingStream))
        #expect(script.handoff.survivesStream)
        #expect(script.put(.transferEnded(TransferReport(.transferred(nil), isStreamStopped: true))) == [.ended(.transferred), .endCall])
        #expect(script.tickets.isEmpty)
    }

    @Test func nobodyOnlineIsNotedFirstThenToldThenNumbered() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        #expect(script.put(.attendants(.nobody)) == [.keepTicket(Self.keyword, .nobodyOnline)])
        let told = "No momento não temos atendentes disponíveis. Vou anotar sua solicitação e alguém entrará em contato em breve."
        #expect(script.put(.ticket(.kept)) == [.speak(.nobody, told)])
        script.put(.ticket(.delivered(number: "2026011512345")))
        script.put(.lineEnded(.heard))
        #expect(script.pass(.milliseconds(1_000)).isEmpty)
        script.put(.callerStartedSpeaking)
        #expect(script.pass(.milliseconds(400)).isEmpty)
        script.put(.callerStoppedSpeaking)
        #expect(script.pass(.milliseconds(20)) == [.speak(.number, "Seu protocolo é 2 0 2 6 0 1 1 5 1 2 3 4 5. Obrigado por ligar!")])
        #expect(script.put(.lineEnded(.heard)) == [.ended(.ticketCreated), .endCall])
    }

    @Test func withoutAnAnswerOfTheDeskInTimeTheNumberIsLeftOut() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(.nobody))
        script.put(.ticket(.kept))
        script.put(.lineEnded(.heard))
        #expect(script.pass(.milliseconds(3_980)).isEmpty)
        #expect(script.pass(.milliseconds(20)) == [.speak(.noted, HandoffTexts(language: "pt")[.noted])])
        #expect(script.put(.lineEnded(.heard)) == [.ended(.queued), .endCall])
    }

    @Test func halfANumberIsSaidOnceMore() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(.nobody))
        script.put(.ticket(.delivered(number: "1")))
        script.put(.lineEnded(.heard))
        script.pass(.seconds(2))
        #expect(script.put(.lineEnded(.interrupted)).count == 1)
        #expect(script.put(.lineEnded(.interrupted)) == [.ended(.ticketCreated), .endCall])
    }

    @Test func outsideBusinessHoursTheDeskIsNotAsked() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        #expect(script.put(.hours(isOpen: false)) == [.speak(.outsideHours, HandoffTexts(language: "pt")[.outsideHours])])
        #expect(script.put(.lineEnded(.heard)).isEmpty)
        #expect(script.pass(.milliseconds(7_980)).isEmpty)
        #expect(script.pass(.milliseconds(20)) == [.keepTicket(Self.keyword, .outsideHours)])
        #expect(script.put(.ticket(.kept)).isEmpty)
        script.put(.ticket(.delivered(number: "7")))
        #expect(script.pass(.milliseconds(20)) == [.speak(.number, "Seu protocolo é 7. Obrigado por ligar!")])
    }

    /// Whom nobody can serve now, and who has been asked for his message.
    private static func invited(_ plan: HandoffPlan = plan()) -> Script {
        var script = Script(plan)
        script.put(.wanted(keyword))
        script.put(.hours(isOpen: false))
        script.put(.lineEnded(.heard))
        return script
    }

    @Test func theMessageIsHeardToItsEndBeforeTheTicketIsMade() {
        var script = Self.invited()
        script.pass(.seconds(5))
        script.put(.callerStartedSpeaking)
        script.callerIsHeard(frames: 1_000)
        script.put(.callerStoppedSpeaking)
        script.pass(.milliseconds(1_900))
        script.put(.callerStartedSpeaking)
        script.pass(.seconds(3))
        script.put(.callerStoppedSpeaking)
        script.pass(.milliseconds(1_980))
        #expect(script.tickets.isEmpty)
        script.pass(.milliseconds(20))
        #expect(script.tickets == [.outsideHours])
    }

    /// A provider that doesn't tell when the caller speaks.
    @Test func theGatewaysOwnEarKeepsTheMessageGoing() {
        var script = Self.invited()
        script.callerIsHeard(frames: 600)
        #expect(script.tickets.isEmpty)
        script.pass(.seconds(2))
        #expect(script.tickets == [.outsideHours])
    }

    /// It would never tell that he has stopped.
    @Test func aProviderThatHangsInTheMidstOfTheMessageIsNotWaitedFor() {
        var script = Self.invited()
        script.put(.callerStartedSpeaking)
        script.callerIsHeard(frames: 500)
        script.pass(.milliseconds(14_980))
        #expect(script.tickets.isEmpty)
        script.pass(.milliseconds(20))
        #expect(script.tickets == [.outsideHours])
    }

    @Test func aMessageWithoutEndBecomesATicketToo() {
        var script = Self.invited()
        script.put(.callerStartedSpeaking)
        script.callerIsHeard(frames: 4_499)
        #expect(script.tickets.isEmpty)
        script.pass(.milliseconds(20))
        #expect(script.tickets == [.outsideHours])
    }

    @Test func whoHangsUpInsteadOfLeavingAMessageIsCalledBackToo() {
        for isListening in [false, true] {
            var script = isListening ? Self.invited() : Script()
            if !isListening {
                script.put(.wanted(Self.keyword))
                script.put(.hours(isOpen: false))
            }
            #expect(script.put(.callEnded) == [.keepTicket(Self.keyword, .outsideHours)])
            #expect(script.put(.ticket(.kept)) == [.ended(.queued), .endCall])
        }
    }

    @Test func outsideBusinessHoursWithoutTicketsTheConversationGoesOn() {
        var script = Script(Self.plan { $0.makesTickets = false })
        script.put(.wanted(Self.keyword))
        #expect(script.put(.hours(isOpen: false)) == [.speak(.goesOn, HandoffTexts(language: "pt")[.goesOn])])
    }

    @Test func aLostAgentsCallerIsNotAskedForAMessageNobodyWouldWriteDown() {
        var script = Script()
        script.put(.agentLost)
        script.put(.wanted(HandoffTrigger(.providerFailed)))
        script.put(.hours(isOpen: false))
        #expect(script.tickets == [.outsideHours])
    }

    /// The call ends while telephones ring: they stop, and the wish is kept.
    @Test func anAbandonedTransferIsATicket() throws {
        for isStreamStopped in [false, true] {
            var script = Script()
            script.put(.wanted(Self.keyword))
            script.put(.hours(isOpen: true))
            script.put(.attendants(try Self.twoOnline()))
            script.put(.lineEnded(.heard))
            if isStreamStopped { script.put(.transferring(.bridging)) }
            let cancel: [Handoff.Effect] = isStreamStopped ? [] : [.cancelTransfer]
            #expect(script.put(.abandoned) == cancel + [.keepTicket(Self.keyword, .callEnded), .ended(.queued)])
            #expect(script.put(.transferEnded(TransferReport(.cancelled, isStreamStopped: false))).isEmpty)
        }
    }

    static let beforeTheEnd: [[Handoff.Input]] = [[], [.hours(isOpen: true)], [.hours(isOpen: false)], [.hours(isOpen: true), .attendants(.nobody)]]

    @Test(arguments: beforeTheEnd)
    func anAbandonedWishHasAnOutcomeAtOnce(_ inputs: [Handoff.Input]) {
        var script = Script()
        script.put(.wanted(Self.keyword))
        for input in inputs { script.put(input) }
        #expect(script.put(.abandoned).last == .ended(.queued))
        #expect(script.tickets.count == 1)
    }

    /// They may be talking: only the line to FreeSWITCH is gone.
    @Test func aLostEventSocketCutsNobodyOff() throws {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(try Self.twoOnline()))
        script.put(.lineEnded(.heard))
        script.put(.transferEnded(TransferReport(.eventSocketDown("reset"), isStreamStopped: true)))
        #expect(script.put(.ticket(.kept)) == [.ended(.queued), .endCall])
    }

    @Test func tooManyTurnsAreAnnouncedFirstAndNotTwice() throws {
        var script = Script()
        #expect(script.put(.wanted(HandoffTrigger(.maxTurns))) == [.speak(.maxTurns, "Percebo que precisamos de mais ajuda. Vou transferir...")])
        #expect(script.put(.lineEnded(.heard)) == [.askHours])
        script.put(.hours(isOpen: true))
        script.put(.attendants(try Self.twoOnline()))
        #expect(script.orders.count == 1)
        #expect(script.spoken.count == 1)
    }

    @Test func askingAgainChangesNothing() throws {
        var script = Script()
        script.put(.wanted(Self.keyword))
        let after = script.handoff
        for reason in HandoffReason.allCases { #expect(script.put(.wanted(HandoffTrigger(reason))).isEmpty) }
        #expect(script.handoff == after)
    }

    static let failures: [(TransferOutcome, TicketOccasion)] = [
        (.noAnswer(.noAnswer), .unanswered), (.busy, .unanswered), (.rejected(.callRejected), .unanswered), (.notRegistered, .unanswered),
        (.unallocated(.unallocatedNumber), .transferFailed(cause: "UNALLOCATED_NUMBER")), (.failed(HangupCause("X")), .transferFailed(cause: "X")),
        (.attendantGone(.normalClearing), .transferFailed(cause: "NORMAL_CLEARING")), (.bridgeFailed("no"), .transferFailed(cause: nil)),
        (.cancelled, .transferFailed(cause: nil)), (.eventSocketDown("refused"), .switchboardDown), (.timedOut(.ringing), .transferFailed(cause: nil)),
        (.refused(place: "extension", problem: "no"), .transferFailed(cause: nil)), (.overloaded, .switchboardDown), (.callerGone, .callEnded),
    ]

    @Test(arguments: failures)
    func everyFailedTransferIsATicket(_ outcome: TransferOutcome, _ occasion: TicketOccasion) throws {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(try Self.twoOnline()))
        script.put(.lineEnded(.heard))
        script.put(.transferEnded(TransferReport(outcome, isStreamStopped: false)))
        #expect(script.tickets == [occasion])
    }

    @Test func aTransferThatBrokeAfterTheStreamWasStoppedIsATicketWithoutWords() throws {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(try Self.twoOnline()))
        script.put(.lineEnded(.heard))
        script.put(.transferEnded(TransferReport(.bridgeFailed("gone"), isStreamStopped: true)))
        #expect(script.put(.ticket(.kept)) == [.ended(.queued), .hangUp, .endCall])
        #expect(script.spoken == ["Claro! Vou transferir você agora..."])
    }

    /// Nobody answers any question: the caller still gets a ticket, or the truth.
    @Test func silenceOfEveryoneEndsInWords() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.pass(.seconds(2))
        #expect(script.effects.last == .askDesk(Self.query))
        script.pass(.seconds(7))
        #expect(script.tickets == [.availabilityUnknown])
        script.pass(.seconds(8))
        #expect(script.effects.last == .speak(.notNoted, HandoffTexts(language: "pt")[.notNoted]))
        #expect(script.put(.lineEnded(.unspoken)) == [.ended(.failed), .endCall])
    }

    @Test func withoutTicketsTheConversationGoesOnAndMayAskAgain() {
        var script = Script(Self.plan { $0.makesTickets = false })
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        #expect(script.put(.attendants(.nobody)) == [.speak(.goesOn, HandoffTexts(language: "pt")[.goesOn])])
        #expect(script.put(.lineEnded(.heard)) == [.ended(.declined)])
        #expect(script.put(.wanted(Self.keyword)) == [.askHours])
    }

    static let beforeTheTicket: [[Handoff.Input]] = [[], [.hours(isOpen: true)]]

    @Test(arguments: beforeTheTicket)
    func aCallerWhoHangsUpUnservedIsNotForgotten(_ inputs: [Handoff.Input]) {
        var script = Script()
        script.put(.wanted(Self.keyword))
        for input in inputs { script.put(input) }
        #expect(script.put(.callEnded) == [.keepTicket(Self.keyword, .callEnded)])
        #expect(script.put(.ticket(.kept)) == [.ended(.queued), .endCall])
        #expect(script.put(.callEnded).isEmpty)
    }

    @Test func aForgetfulSwitchboardIsNotWaitedForForever() throws {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(try Self.twoOnline()))
        script.put(.lineEnded(.heard))
        script.pass(.seconds(61))
        #expect(script.effects.contains(.cancelTransfer))
        #expect(script.tickets == [.transferFailed(cause: nil)])
    }

    @Test func theExtensionServesWhereTheDeskNamesNobody() {
        var script = Script()
        script.put(.wanted(Self.keyword))
        script.put(.hours(isOpen: true))
        script.put(.attendants(.available(AttendantsOnline(target: .transferExtension("200")))))
        script.put(.lineEnded(.heard))
        let number = DialEndpoint.number(Extension(number: "200", domain: "clinic.example"), context: "default")
        #expect(script.orders.first?.way == .attended([number], .all))
        var unchecked = Script(Self.plan { $0.checksPresence = false })
        unchecked.put(.wanted(Self.keyword))
        unchecked.put(.hours(isOpen: true))
        unchecked.put(.attendants(.available(AttendantsOnline(target: .transferExtension("200")))))
        unchecked.put(.lineEnded(.heard))
        #expect(unchecked.orders.first?.way == .attended([.dialplan(number: "200", context: "default")], .all))
    }
}
