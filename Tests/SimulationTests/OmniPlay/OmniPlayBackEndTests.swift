import CallControl
import Testing
import WireProtocols

@testable import Simulation

@Suite struct OmniPlayBackEndTests {
    private let visit = OmniPlayBackEnd.Visit(companyID: 1, idempotencyKey: "c1:handoff", time: 1_768_487_400_000)

    private func backEnd(_ change: (inout OmniPlayBehaviour) -> Void = { _ in }) -> OmniPlayBackEnd {
        var behaviour = OmniPlayBehaviour(token: "t")
        change(&behaviour)
        return OmniPlayBackEnd(behaviour)
    }

    private func body(_ call: String, _ caller: String = "+5511999998888") -> [UInt8] { Array(#"{"call_uuid":"\#(call)","caller_id":"\#(caller)"}"#.utf8) }

    @Test func documentedAnswerAboutAttendants() throws {
        let documented = """
            {"hasOnlineAgents": true, "agents": [{"id": 5, "name": "João Silva", "extension": "200", "status": "online"},
             {"id": 8, "name": "Maria Santos", "extension": "201", "status": "away"}], "dialString": "user/200 & user/201", "strategy": "ring_all"}
            """
        #expect(backEnd { $0.setOnline(2) }.attendants() == (try JSONValue(text: documented)))
        let snake = backEnd {
            $0.setOnline(3)
            $0.spelling = .snakeCase
        }.attendants()
        #expect(snake["has_online_agents"] == true && snake["agent_count"] == 3 && snake["dial_string"] == "user/200 & user/201 & user/202")
    }

    @Test func flagAndDialStringCanLie() {
        #expect(backEnd().attendants()["hasOnlineAgents"] == false)
        #expect(backEnd().attendants()["dialString"] == .null)
        let lying = backEnd {
            $0.hasOnlineAgents = true
            $0.dialString = ""
        }.attendants()
        #expect(lying["hasOnlineAgents"] == true && lying["dialString"] == .null)
    }

    @Test func newTicketIsNumberedAndDated() throws {
        var backEnd = backEnd()
        guard case .new(let first) = backEnd.take(body("c1"), visit) else { throw WireError(field: "test", problem: "not taken") }
        #expect(first.ticketID == 12_345)
        #expect(first.answer["created_at"] == "2026-01-15T14:30:00Z" && first.answer["status"] == "pending")
        #expect(first.answer["contact_id"] == 678 && first.answer["voice_conversation_id"] == 42)
        // Only what is kept counts.
        #expect(backEnd.tickets.isEmpty)
        backEnd.keep(first)
        guard case .new(let second) = backEnd.take(body("c2"), .init(companyID: 1, idempotencyKey: nil, time: 0)) else {
            throw WireError(field: "test", problem: "not taken")
        }
        #expect(second.ticketID == 12_346 && second.answer["contact_id"] == 678)
        backEnd.keep(second)
        guard case .new(let third) = backEnd.take(body("c3", "200"), .init(companyID: 1, idempotencyKey: nil, time: 0)) else {
            throw WireError(field: "test", problem: "not taken")
        }
        #expect(third.answer["contact_id"] == 679)
    }

    @Test func callHasOneTicketAndKeyOneCall() throws {
        var backEnd = backEnd()
        guard case .new(let ticket) = backEnd.take(body("c1"), visit) else { throw WireError(field: "test", problem: "not taken") }
        backEnd.keep(ticket)
        guard case .known(let known) = backEnd.take(body("c1"), visit) else { throw WireError(field: "test", problem: "taken twice") }
        #expect(known.ticketID == ticket.ticketID && known.repetitions == 1)
        #expect(backEnd.take(body("c2"), visit) == .keyReused)
        #expect(backEnd.tickets.count == 1)
    }

    @Test(arguments: [
        ("", "body"), ("[]", "body"), ("{}", "call_uuid"), (#"{"call_uuid":""}"#, "call_uuid"), (#"{"call_uuid":7}"#, "call_uuid"),
        (#"{"call_uuid":"c","queue_id":"5"}"#, "queue_id"), (#"{"call_uuid":"c","turns":2.5}"#, "turns"),
        (#"{"call_uuid":"c","attach_recording":1}"#, "attach_recording"),
        (#"{"call_uuid":"c","transcript":"x"}"#, "transcript"), (#"{"call_uuid":"c","transcript":[{"role":"caller","text":"x","timestamp":1}]}"#, "transcript"),
        (#"{"call_uuid":"c","transcript":[{"role":"user","text":"x","timestamp":"1"}]}"#, "transcript"),
    ]) func wrongFieldIsNamed(_ body: String, _ field: String) {
        var backEnd = backEnd()
        #expect(backEnd.take(Array(body.utf8), visit) == .wrong(field: field))
    }

    @Test(
        arguments: [
            ("timeout", OmniPlayFault.timeout, nil, FaultRule.Scope.every), ("tickets=cut-after@2", .cutAfter, .tickets, .connection(2)),
            ("agents=slow:2500@/3", .slow(.milliseconds(2_500)), .agents, .eachNth(3)), ("status:500@p0.25", .status(500), nil, .share(0.25)),
            ("tickets=status-after:502", .statusAfter(502), .tickets, .every), ("cut-before", .cutBefore, nil, .every), ("cut-answer", .cutAnswer, nil, .every),
            ("garbage", .garbage, nil, .every), ("noise", .noise, nil, .every), ("expired", .expired, nil, .every),
            ("timeout-after", .timeoutAfter, nil, .every),
        ] as [(String, OmniPlayFault, OmniPlayFaultRule.Endpoint?, FaultRule.Scope)]) func faultsAreReadFromText(
            _ text: String, _ fault: OmniPlayFault, _ endpoint: OmniPlayFaultRule.Endpoint?, _ scope: FaultRule.Scope
        )
    {
        let rule = OmniPlayFaultRule(text)
        #expect(rule?.fault == fault && rule?.endpoint == endpoint && rule?.scope == scope && rule?.text == text)
    }

    @Test(arguments: [
        "", "timeouts", "status", "status:abc", "status:700", "slow", "ticket=timeout", "timeout@", "timeout@0", "timeout@p2", "=timeout", "slow:-1",
    ])
    func whatIsNoFaultIsNone(_ text: String) { #expect(OmniPlayFaultRule(text) == nil) }

    @Test func faultsHitTheirRequests() {
        var backEnd = backEnd { $0.faults = ["tickets=timeout@2", "status:500@/3"].compactMap(OmniPlayFaultRule.init) }
        #expect((1...6).map { _ in backEnd.begin(.tickets) } == [nil, .timeout, .status(500), nil, nil, .status(500)])
        #expect((1...3).map { _ in backEnd.begin(.agents) } == [nil, nil, .status(500)])
    }

    @Test func behaviourIsChangedAllOrNothing() throws {
        var behaviour = OmniPlayBehaviour(token: "t")
        try behaviour.take(
            JSONValue(text: #"{"online":2,"spelling":"snake","repetition":"same","faults":["expired@1"],"dial_string":"","has_online_agents":true}"#))
        #expect(behaviour.attendants.count == 2 && behaviour.spelling == .snakeCase && behaviour.repetition == .same)
        #expect(behaviour.dialString == "" && behaviour.hasOnlineAgents == true && behaviour.faults.map(\.text) == ["expired@1"])
        let before = behaviour
        for wrong in [#"{"online":5,"spelling":"kebab"}"#, #"{"online":-1}"#, #"{"faults":["x"]}"#, #"{"tokens":1}"#, "[]"] {
            #expect(throws: WireError.self) { try behaviour.take(JSONValue(text: wrong)) }
            #expect(behaviour == before)
        }
        try behaviour.take(JSONValue(text: #"{"dial_string":null,"has_online_agents":null,"faults":[]}"#))
        #expect(behaviour.dialString == nil && behaviour.hasOnlineAgents == nil && behaviour.faults.isEmpty)
    }
}
