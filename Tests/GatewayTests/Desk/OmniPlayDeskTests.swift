import CallControl
import Locking
import Settings
import Simulation
import Telemetry
import Testing
import WireProtocols

@testable import Gateway

@Suite struct OmniPlayDeskTests {
    private func dial(_ answer: AgentsOnline) -> String? {
        guard case .available(let online) = answer, case .endpoints(let dial) = online.target else { return nil }
        return dial.description
    }

    private func outcomes(_ harness: DeskHarness) -> [String] { harness.omniplay.requests.map(\.outcome) }

    /// What is counted of a kind of request, by outcome, and how many spans.
    private struct Counted: Equatable {
        var outcomes: [String: Int] = [:]
        var spans = 0
    }

    private func counted(_ harness: DeskHarness, _ request: String) -> Counted {
        let text = harness.metrics.registry.text
        let outcomes = text.matches(of: #/omniplay_requests_total\{outcome="(\w+)",request="(\w+)"\} ([1-9]\d*)/#).filter { $0.2 == request }
        let spans = text.matches(of: #/omniplay_request_seconds_count\{request="(\w+)"\} (\d+)/#).first { $0.1 == request }
        return Counted(
            outcomes: Dictionary(uniqueKeysWithValues: outcomes.map { (String($0.1), Int($0.3) ?? 0) }), spans: spans.flatMap { Int($0.2) } ?? -1)
    }

    /// The repetition of a question too; what could not be sent has no span.
    @Test func eachRequestIsCountedByWhatBecameOfIt() throws {
        let harness = try DeskHarness(["agents=status:500@1", "agents=garbage@3"])
        #expect(counted(harness, "agents") == Counted() && counted(harness, "ticket") == Counted())
        for _ in 1...2 { _ = try harness.attendants() }
        #expect(counted(harness, "agents") == Counted(outcomes: ["unavailable": 1, "ok": 1, "garbled": 1], spans: 3))
        #expect(try harness.deliver().failure == nil)
        _ = try harness.deliver("call-2", company: nil)
        #expect(counted(harness, "ticket") == Counted(outcomes: ["ok": 1, "no_company": 1], spans: 1))
        // All there is to count is there from the beginning.
        #expect(harness.metrics.registry.text.matches(of: #/omniplay_requests_total\{/#).count == 2 * (1 + DeskFailure.Kind.allCases.count))
    }

    @Test func aRefusalIsCountedAsSuch() throws {
        let harness = try DeskHarness(token: "another")
        _ = try harness.attendants()
        _ = try harness.deliver()
        let refused = Counted(outcomes: ["refused": 1], spans: 1)
        #expect(counted(harness, "agents") == refused && counted(harness, "ticket") == refused)
    }

    // MARK: What is sent

    @Test func headersAreExactlyTheDocumented() throws {
        let harness = try DeskHarness()
        _ = try harness.attendants(AttendantsQuery(companyID: 7, queueID: 5))
        _ = try harness.deliver("call-1", company: 7)
        let (question, ticket) = (harness.omniplay.requests[0], harness.omniplay.requests[1])
        #expect(question.method == "GET" && question.target == "/api/voice/agents/online?queue_id=5")
        #expect(question.headers == ["x-service-name": "voice-ai-realtime", "x-company-id": "7"])
        #expect(ticket.method == "POST" && ticket.target == "/api/tickets/realtime-handoff")
        #expect(
            ticket.headers == [
                "x-service-name": "voice-ai-realtime", "x-company-id": "7", "content-type": "application/json", "idempotency-key": "call-1:handoff",
            ])
        #expect(harness.omniplay.tickets[0].companyID == 7 && harness.omniplay.tickets[0].body["caller_id"] == "+5511999998888")
    }

    // MARK: Who is online

    @Test(arguments: OmniPlayBehaviour.Spelling.allCases) func attendantsComeInBothSpellings(_ spelling: OmniPlayBehaviour.Spelling) throws {
        let harness = try DeskHarness { $0.spelling = spelling }
        #expect(dial(try harness.attendants()) == "user/200@pbx.local,user/201@pbx.local")
        #expect(harness.desk.standing == .well)
        harness.omniplay.behaviour.setOnline(0)
        #expect(try harness.attendants() == .nobody)
        harness.omniplay.behaviour.hasOnlineAgents = true
        guard case .available(let online) = try harness.attendants() else { throw DeskHarness.Late() }
        #expect(online.target == .transferExtension("200"))
        #expect(try harness.attendants(AttendantsQuery(companyID: 1)) == .nobody)
    }

    @Test(arguments: ["status:500", "status:503", "cut-before", "cut-after", "cut-answer", "garbage", "noise", "status:429"])
    func oneFailureOfTheQuestionIsMendedByTheRepetition(_ fault: String) throws {
        let harness = try DeskHarness(["agents=\(fault)@1"])
        #expect(dial(try harness.attendants()) != nil || fault == "garbage")
        #expect(outcomes(harness).count == (fault == "garbage" ? 1 : 2))
    }

    @Test func twoFailuresAreUnknown() throws {
        let harness = try DeskHarness(["agents=status:500"])
        #expect(try harness.attendants() == .unknown(.unavailable(status: 500, said: "ERR_EMULATED")))
        #expect(outcomes(harness).count == 2)
        #expect(harness.desk.standing == .failing(.unavailable(status: 500, said: "ERR_EMULATED"), times: 1))
        _ = try harness.attendants()
        #expect(harness.desk.standing == .failing(.unavailable(status: 500, said: "ERR_EMULATED"), times: 2))
    }

    @Test func silenceIsUnknownWithinTheBudget() throws {
        let harness = try DeskHarness(["agents=timeout"], attendantsTimeout: .milliseconds(400))
        let before = ContinuousClock.now
        #expect(try harness.attendants() == .unknown(.timedOut))
        let took = ContinuousClock.now - before
        #expect(took >= .milliseconds(350) && took < .seconds(3), "\(took)")
    }

    @Test func slowAnswerWithinTheBudgetCounts() throws {
        let harness = try DeskHarness(["agents=slow:300"])
        #expect(dial(try harness.attendants()) != nil)
    }

    @Test func refusalIsNotAskedTwice() throws {
        let harness = try DeskHarness(token: "wrong")
        #expect(try harness.attendants() == .unknown(.refused(status: 401, suspects: [.token, .serviceName, .company], said: "ERR_SESSION_EXPIRED")))
        #expect(outcomes(harness) == ["401"])
    }

    // MARK: Tickets

    @Test func ticketIsDeliveredAndNumbered() throws {
        let harness = try DeskHarness()
        guard case .delivered(let receipt) = try harness.deliver() else {
            Issue.record("not delivered")
            return
        }
        #expect(receipt.ticketID == 12_345 && receipt.contactID == 678 && receipt.voiceConversationID == 42 && receipt.status == "pending")
        #expect(!receipt.wasKnown)
        #expect(receipt.protocolNumber(on: CalendarDay(year: 2026, month: 1, day: 15)) == "2026011512345")
    }

    @Test(arguments: OmniPlayBehaviour.Repetition.allCases) func secondDeliveryMakesNoSecondTicket(_ repetition: OmniPlayBehaviour.Repetition) throws {
        let harness = try DeskHarness { $0.repetition = repetition }
        _ = try harness.deliver()
        guard case .delivered(let receipt) = try harness.deliver() else {
            Issue.record("not delivered")
            return
        }
        #expect(receipt.ticketID == (repetition == .bareConflict ? nil : 12_345))
        #expect(receipt.wasKnown == (repetition != .same))
        #expect(harness.omniplay.tickets.count == 1)
    }

    /// Each failure, whether OmniPlay has the ticket after it, and the course to take. The delivery after it always ends well, with one ticket.
    @Test(arguments: [
        ("status:500", false, "retry"), ("status:503", false, "retry"), ("status:429", false, "retry"), ("status-after:500", true, "retry"),
        ("timeout", false, "retry"), ("timeout-after", true, "retry"), ("cut-before", false, "retry"), ("cut-after", true, "retry"),
        ("cut-answer", true, "retry"), ("garbage", false, "retry"), ("noise", false, "retry"), ("expired", false, "slow"), ("status:403", false, "slow"),
        ("status:404", false, "slow"), ("status:302", false, "slow"), ("status:400", false, "rejected"), ("status:422", false, "rejected"),
        ("status:413", false, "rejected"),
    ]) func failedDeliveryTakesItsCourseAndTheNextOneMendsIt(_ fault: String, _ isThere: Bool, _ course: String) throws {
        let harness = try DeskHarness(["tickets=\(fault)@1"], ticketTimeout: .milliseconds(500))
        let first = try harness.deliver()
        switch first {
        case .delivered: Issue.record("delivered")
        case .retry: #expect(course == "retry")
        case .slow: #expect(course == "slow")
        case .rejected: #expect(course == "rejected")
        }
        // Given once: repetitions are the outbox's.
        #expect(outcomes(harness).count == 1)
        #expect(harness.omniplay.tickets.count == (isThere ? 1 : 0))
        let second = try harness.deliver()
        guard case .delivered(let receipt) = second else {
            Issue.record("\(second)")
            return
        }
        #expect(receipt.ticketID == 12_345 && receipt.wasKnown == isThere)
        #expect(harness.omniplay.tickets.count == 1)
        #expect(harness.desk.standing == .well)
    }

    @Test func nobodyListensIsRetried() throws {
        let harness = try DeskHarness()
        // Ports below 1,024 are nobody's here; one just given up might be another test's next moment.
        harness.desk.reconfigure(OmniPlaySettings(access: OmniPlayAccess(url: "http://127.0.0.1:1", token: Secret(DeskHarness.token))))
        guard case .retry(.unreachable) = try harness.deliver(), case .unknown(.unreachable) = try harness.attendants() else {
            Issue.record("not unreachable")
            return
        }
        harness.desk.reconfigure(OmniPlaySettings(access: OmniPlayAccess(url: "http://127.0.0.1:\(harness.port)", token: Secret(DeskHarness.token))))
        guard case .delivered = try harness.deliver() else {
            Issue.record("not delivered")
            return
        }
    }

    @Test func whatIsMissingIsNamedAndNothingIsSent() throws {
        let harness = try DeskHarness(token: nil)
        #expect(try harness.deliver() == .slow(.notConfigured(.token)))
        harness.desk.reconfigure(OmniPlaySettings(access: OmniPlayAccess(url: nil, token: Secret(DeskHarness.token))))
        #expect(try harness.attendants() == .unknown(.notConfigured(.address)))
        harness.desk.reconfigure(OmniPlaySettings(access: OmniPlayAccess(url: "http://127.0.0.1:\(harness.port)", token: Secret(DeskHarness.token))))
        #expect(try harness.deliver(company: nil) == .slow(.notConfigured(.company)))
        #expect(try harness.attendants(AttendantsQuery(companyID: nil)) == .unknown(.notConfigured(.company)))
        #expect(harness.omniplay.requests.isEmpty)
        // Put right, it works without a restart.
        guard case .delivered = try harness.deliver() else {
            Issue.record("not delivered")
            return
        }
    }

    @Test func manyAtOnceEachGetTheirOwnAnswer() throws {
        let harness = try DeskHarness(["tickets=cut-after@/3", "tickets=status:500@/5"])
        let results: [(Int, TicketDelivery)] = try DeskHarness.wait { done in
            let gathered = Locked<[(Int, TicketDelivery)]>([])
            let box = Gathering(gathered, 100, done)
            for index in 0..<100 {
                harness.desk.deliver(TicketDraft(call: CallID("many-\(index)"), companyID: 1, reason: .maxTurns)) { box.add(index, $0) }
            }
        }
        #expect(Set(results.map(\.0)).count == 100)
        for (index, result) in results {
            guard case .delivered(let receipt) = result else { continue }
            #expect(harness.omniplay.tickets.first { $0.ticketID == receipt.ticketID }?.callUUID == "many-\(index)")
        }
        let failed = results.filter { if case .delivered = $0.1 { false } else { true } }
        #expect(failed.count == 33 + 20 - 6)
    }

    @Test func stoppingAnswersWhatIsUnderWay() throws {
        let harness = try DeskHarness(["tickets=timeout"])
        let delivery: TicketDelivery = try DeskHarness.wait { done in
            harness.desk.deliver(TicketDraft(call: CallID("c"), companyID: 1, reason: .maxTurns), completion: done)
            harness.desk.stop()
        }
        guard case .retry = delivery else {
            Issue.record("\(delivery)")
            return
        }
    }
}

/// Hands all results on when there are enough.
private final class Gathering: Sendable {
    private let results: Locked<[(Int, TicketDelivery)]>
    private let count: Int
    private let done: @Sendable ([(Int, TicketDelivery)]) -> Void

    init(_ results: Locked<[(Int, TicketDelivery)]>, _ count: Int, _ done: @escaping @Sendable ([(Int, TicketDelivery)]) -> Void) {
        self.results = results
        self.count = count
        self.done = done
    }

    func add(_ index: Int, _ delivery: TicketDelivery) {
        let all = results.withLock { results -> [(Int, TicketDelivery)]? in
            results.append((index, delivery))
            return results.count == count ? results : nil
        }
        if let all { done(all) }
    }
}
