import CallControl
import Testing

@testable import WireProtocols

@Suite struct OmniPlayAttendantsTests {
    private let query = AttendantsQuery(companyID: 1, domain: "pbx.local", transferExtension: "200")
    private let camel = """
        {"hasOnlineAgents": true, "agents": [{"id": 5, "name": "João Silva", "extension": "200", "status": "online"},
         {"id": 8, "name": "Maria Santos", "extension": "201", "status": "away"}], "dialString": "user/200 & user/201", "strategy": "ring_all"}
        """
    private let snake = """
        {"has_online_agents": true, "agent_count": 2, "agents": [{"id": 5, "name": "João Silva", "extension": 200, "status": "online"}],
         "dial_string": "user/200 & user/201", "strategy": "ring_all"}
        """

    private func read(_ body: String, _ query: AttendantsQuery? = nil, status: Int = 200) -> AgentsOnline {
        OmniPlayAnswer(status: status, body: body.bytes).attendants(query ?? self.query)
    }

    private func online(_ body: String, _ query: AttendantsQuery? = nil) throws -> AttendantsOnline {
        guard case .available(let attendants) = read(body, query) else { throw WireError(field: "test", problem: "\(read(body, query))") }
        return attendants
    }

    @Test func bothSpellingsAreRead() throws {
        for body in [camel, snake] {
            let attendants = try online(body)
            guard case .endpoints(let dial) = attendants.target else { throw WireError(field: "test", problem: "no endpoints") }
            #expect(dial.description == "user/200@pbx.local,user/201@pbx.local")
            #expect(attendants.count == 2)
            #expect(attendants.strategy == "ring_all")
            #expect(attendants.attendants.first == .init(id: 5, name: "João Silva", number: "200", status: "online"))
            #expect(attendants.problem == nil)
        }
        #expect(try online(camel).attendants.map(\.status) == ["online", "away"])
    }

    @Test func flagDecides() {
        #expect(read(camel.replacing("true", with: "false")) == .nobody)
        #expect(read(#"{"has_online_agents":false,"dial_string":"user/200"}"#) == .nobody)
        // The documented spelling wins over the other.
        #expect(read(#"{"has_online_agents":true,"hasOnlineAgents":false,"dialString":"user/200"}"#) == .nobody)
    }

    @Test(arguments: [#"{"hasOnlineAgents":true}"#, #"{"hasOnlineAgents":true,"dialString":null}"#, #"{"has_online_agents":true,"dial_string":" "}"#])
    func yesWithoutDialStringFallsBack(_ body: String) throws {
        #expect(try online(body) == AttendantsOnline(target: .transferExtension("200")))
        #expect(read(body, AttendantsQuery(companyID: 1)) == .nobody)
        #expect(read(body, AttendantsQuery(companyID: 1, transferExtension: "")) == .nobody)
    }

    @Test(arguments: ["200 ; rm", "200\napi x", "200,201", "${x}", "-1", "a/b", String(repeating: "1", count: 65)]) func extensionCannotSmuggle(
        _ number: String
    ) {
        guard case .unknown(.garbled) = read(#"{"hasOnlineAgents":true}"#, AttendantsQuery(companyID: 1, transferExtension: number)) else {
            Issue.record("\(number) was taken")
            return
        }
    }

    @Test(arguments: [
        "user/200\\napi shutdown", "{origination_caller_id_number=0}user/200", "user/200 &park()", "user/200 '", "user/200\\\"", "[leg_timeout=5]user/200",
        "<x=y>user/200", "${system(id)}", "user/2 00", "user/200;x", "user/200\\u0000", "system/200", "loopback/9999", "200", "user/", "user/200/201",
        "user/-200", "user/200@a@b", "sofia/gateway/carrier/+5511999998888", "group/sales", "user/200 & sofia/internal/201", "user/200@", "error/user_busy",
        "user/２００",
    ]) func dialStringCannotSmuggle(_ dial: String) throws {
        let body = #"{"hasOnlineAgents":true,"dialString":"\#(dial)"}"#
        // The secretary's own extension stands in, and the reason is told.
        let attendants = try online(body)
        #expect(attendants.target == .transferExtension("200"))
        #expect(attendants.problem != nil)
        guard case .unknown(.garbled) = read(body, AttendantsQuery(companyID: 1)) else {
            Issue.record("\(dial) was taken")
            return
        }
    }

    @Test(arguments: ["pbx local", "pbx;", "", "a\nb", "x}"]) func domainCannotSmuggle(_ domain: String) {
        guard case .unknown(.garbled) = read(camel, AttendantsQuery(companyID: 1, domain: domain)) else {
            Issue.record("\(domain) was taken")
            return
        }
    }

    @Test(arguments: [
        ("user/200", "user/200@d"), ("user/200&user/201", "user/200@d,user/201@d"), ("  user/200  &  user/201  ", "user/200@d,user/201@d"),
        ("user/200,user/201", "user/200@d,user/201@d"), ("user/200 | user/201 & user/202", "user/200@d|user/201@d,user/202@d"), ("user/200@e", "user/200@e"),
        ("user/joao.silva", "user/joao.silva@d"), ("user/200 & & user/201", "user/200@d,user/201@d"), ("user/200|user/200@d,user/201", "user/200@d|user/201@d"),
    ]) func dialStringsAreTranslated(_ given: String, _ expected: String) throws { #expect(try OmniPlayAnswer.translate(given, "d").description == expected) }

    /// Nobody could tell whether it is registered, nor whose 200 it is.
    @Test func aUserWithoutADomainIsNotGuessed() throws {
        let error = #expect(throws: WireError.self) { try OmniPlayAnswer.translate("user/200 & user/201", nil) }
        #expect(error?.problem.contains("user/200 names no domain") == true)
        #expect(try OmniPlayAnswer.translate("user/200@e", nil).description == "user/200@e")
    }

    @Test func dialStringsAreBounded() throws {
        let many = { (count: Int) in (0..<count).map { "user/\($0 + 200)" }.joined(separator: " & ") }
        #expect(try OmniPlayAnswer.translate(many(64), "d").legs == 64)
        #expect(throws: WireError.self) { try OmniPlayAnswer.translate(many(65), "d") }
        #expect(throws: WireError.self) { try OmniPlayAnswer.translate("user/" + String(repeating: "2", count: 200), "d") }
        #expect(throws: WireError.self) { try OmniPlayAnswer.translate(String(repeating: " ", count: 20_000), "d") }
        #expect(throws: WireError.self) { try OmniPlayAnswer.translate(" & ", "d") }
    }

    @Test(arguments: [
        "", "<html>", "[]", "null", "{}", #"{"hasOnlineAgents":"true","dialString":"user/1"}"#, #"{"hasOnlineAgents":true,"dialString":7}"#,
        "{\"hasOnlineAgents\":tr",
    ])
    func garbageIsUnknown(_ body: String) {
        guard case .unknown(.garbled) = read(body) else {
            Issue.record("\(read(body))")
            return
        }
    }

    @Test func oddAgentsAreNoReasonToFail() throws {
        let attendants = try online(#"{"hasOnlineAgents":true,"dialString":"user/200","agents":[null,7,{},{"id":"x","name":null}]}"#)
        #expect(attendants.attendants.count == 2)
        #expect(attendants.count == 4)
    }

    @Test func failuresAreUnknown() {
        #expect(read("oops", status: 503) == .unknown(.unavailable(status: 503, said: "oops")))
        #expect(
            read(#"{"error":"ERR_SESSION_EXPIRED"}"#, status: 401)
                == .unknown(.refused(status: 401, suspects: [.token, .serviceName, .company], said: "ERR_SESSION_EXPIRED")))
    }
}
