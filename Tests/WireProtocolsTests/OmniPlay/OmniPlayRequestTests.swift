import CallControl
import Testing
import WireProtocols

@Suite struct OmniPlayRequestTests {
    private let access = OmniPlayAccess(url: "http://backend:8080", token: Secret("t0ken"))
    private let three = [AgentHeader("Authorization", "Bearer t0ken"), AgentHeader("X-Service-Name", "voice-ai-realtime"), AgentHeader("X-Company-Id", "1")]

    @Test func attendantsAreAskedForAsDocumented() throws {
        let request = try OmniPlayRequest.attendants(AttendantsQuery(companyID: 1), at: access)
        #expect(request.method == .get && request.url == "http://backend:8080/api/voice/agents/online")
        #expect(request.headers == three)
        #expect(request.body.isEmpty)
        #expect(try OmniPlayRequest.attendants(AttendantsQuery(companyID: 1, queueID: 5), at: access).url.hasSuffix("/online?queue_id=5"))
    }

    @Test func ticketIsSentAsDocumented() throws {
        let request = try OmniPlayRequest.ticket(Tickets.documented, at: access)
        #expect(request.method == .post && request.url == "http://backend:8080/api/tickets/realtime-handoff")
        #expect(request.headers == three + [AgentHeader("Content-Type", "application/json"), AgentHeader("Idempotency-Key", "abc123-def456-ghi789:handoff")])
        #expect(request.body == OmniPlayTicket.body(of: Tickets.documented).bytes)
    }

    @Test func sameCallHasTheSameKeyAndNoneBreaksTheHeader() {
        #expect(OmniPlayRequest.idempotencyKey(of: CallID("a\r\nX-Evil: 1 é")) == "a%0D%0AX-Evil%3A%201%20%C3%A9:handoff")
        #expect(OmniPlayRequest.idempotencyKey(of: CallID(String(repeating: "é", count: 500))).utf8.count <= 255 * 3 + 8)
    }

    @Test(arguments: ["http://backend:8080/", "http://backend:8080//"]) func slashesAtTheEndDoNotDouble(_ url: String) throws {
        let request = try OmniPlayRequest.attendants(AttendantsQuery(companyID: 1), at: OmniPlayAccess(url: url, token: Secret("t")))
        #expect(request.url == "http://backend:8080/api/voice/agents/online")
    }

    @Test func whatIsMissingIsNamedBeforeAnythingIsSent() {
        let query = AttendantsQuery(companyID: 1)
        #expect(throws: DeskFailure.notConfigured(.address)) { try OmniPlayRequest.attendants(query, at: OmniPlayAccess(url: nil, token: Secret("t"))) }
        #expect(throws: DeskFailure.notConfigured(.token)) { try OmniPlayRequest.attendants(query, at: OmniPlayAccess(url: "http://a", token: nil)) }
        for token in ["", "two words", "a\r\nX: y", "ção"] {
            #expect(throws: DeskFailure.notConfigured(.token)) {
                try OmniPlayRequest.attendants(query, at: OmniPlayAccess(url: "http://a", token: Secret(token)))
            }
        }
        #expect(throws: DeskFailure.notConfigured(.company)) { try OmniPlayRequest.attendants(AttendantsQuery(companyID: nil), at: access) }
        #expect(throws: DeskFailure.notConfigured(.company)) {
            try OmniPlayRequest.ticket(TicketDraft(call: CallID("c"), companyID: nil, reason: .maxTurns), at: access)
        }
    }

    @Test func tokenIsNotPrinted() throws {
        let request = try OmniPlayRequest.ticket(Tickets.documented, at: access)
        var text = ""
        dump(request, to: &text)
        #expect(!"\(request) \(access) \(text)".contains("t0ken"))
    }
}
