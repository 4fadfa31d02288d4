import CallControl
import Testing
import WireProtocols

@Suite struct OmniPlayDeliveryTests {
    private let documented = """
        {"ticket_id": 12345, "ticket_uuid": "tk-abc123", "contact_id": 678, "voice_conversation_id": 42, "status": "pending", "created_at": "2026-01-15T14:30:00Z"}
        """

    private func delivery(_ status: Int, _ body: String) -> TicketDelivery { OmniPlayAnswer(status: status, body: body.bytes).delivery }

    private var receipt: TicketReceipt {
        TicketReceipt(ticketID: 12_345, ticketUUID: "tk-abc123", contactID: 678, voiceConversationID: 42, status: "pending", createdAt: "2026-01-15T14:30:00Z")
    }

    @Test(arguments: [200, 201]) func documentedAnswerIsTheReceipt(_ status: Int) {
        #expect(delivery(status, documented) == .delivered(receipt))
        #expect(receipt.protocolNumber(on: CalendarDay(year: 2026, month: 1, day: 15)) == "2026011512345")
    }

    @Test func knownCallCountsAsDelivered() {
        var known = receipt
        known.wasKnown = true
        #expect(delivery(409, documented) == .delivered(known))
        #expect(delivery(409, #"{"error":"duplicate call_uuid"}"#) == .delivered(TicketReceipt(ticketID: nil, wasKnown: true)))
        #expect(delivery(409, "") == .delivered(TicketReceipt(ticketID: nil, wasKnown: true)))
        #expect(TicketReceipt(ticketID: nil, wasKnown: true).protocolNumber(on: CalendarDay(year: 2026, month: 1, day: 15)) == nil)
    }

    @Test func conflictWithARequestStillUnderWayIsNot() {
        #expect(
            delivery(409, #"{"error":"A request with this key is in progress"}"#)
                == .retry(.unavailable(status: 409, said: "A request with this key is in progress")))
    }

    @Test(arguments: ["", "<html>login</html>", "{}", "[]", #"{"ticket_id":null}"#, #"{"ticket_id":-4}"#]) func successWithoutTicketIsNone(_ body: String) {
        guard case .retry(.garbled) = delivery(200, body) else {
            Issue.record("\(delivery(200, body))")
            return
        }
    }

    @Test func numbersAsTextAreNumbers() {
        #expect(delivery(201, #"{"ticket_id":"12345"}"#) == .delivered(TicketReceipt(ticketID: 12_345)))
    }

    enum Course: Equatable { case retry, slow, rejected, delivered }

    private func course(_ delivery: TicketDelivery) -> Course {
        switch delivery {
        case .delivered: .delivered
        case .retry: .retry
        case .slow: .slow
        case .rejected: .rejected
        }
    }

    @Test(arguments: [
        (408, Course.retry), (425, .retry), (429, .retry), (500, .retry), (502, .retry), (503, .retry), (504, .retry), (507, .retry), (401, .slow),
        (403, .slow),
        (404, .slow), (405, .slow), (301, .slow), (302, .slow), (100, .slow), (410, .slow), (415, .slow), (400, .rejected), (413, .rejected), (422, .rejected),
    ]) func statusesHaveTheirCourse(_ status: Int, _ expected: Course) { #expect(course(delivery(status, "{}")) == expected) }

    @Test(arguments: [401, 403, 400, 440, 500, 200]) func expiredSessionIsRefusedWhateverTheStatus(_ status: Int) {
        #expect(
            delivery(status, #"{"error":"ERR_SESSION_EXPIRED"}"#)
                == .slow(.refused(status: status, suspects: [.token, .serviceName, .company], said: "ERR_SESSION_EXPIRED")))
    }

    @Test(arguments: [
        (401, #"{"error":"X-Service-Name header missing"}"#, DeskFailure.Credential.serviceName), (403, #"{"message":"invalid X-Company-Id"}"#, .company),
        (400, #"{"error":"companyId is required"}"#, .company),
    ]) func namedHeaderIsTheSuspect(_ status: Int, _ body: String, _ suspect: DeskFailure.Credential) {
        guard case .slow(.refused(status, [suspect], _)) = delivery(status, body) else {
            Issue.record("\(delivery(status, body))")
            return
        }
    }

    @Test func wordsOfTheAnswerAreShortPrintableAndWithoutTheToken() {
        let body = #"{"error":{"message":"bad\u0007 token s3cret \#(String(repeating: "x", count: 500))"}}"#
        guard case .retry(.unavailable(500, let said)) = OmniPlayAnswer(status: 500, body: body.bytes, hiding: Secret("s3cret")).delivery else {
            Issue.record("no failure")
            return
        }
        #expect(said.hasPrefix("bad? token *** x"))
        #expect(said.utf8.count <= 160)
    }

    @Test func randomAnswersNeverTrap() {
        var generator = Seeded(5)
        for _ in 0..<2_000 {
            var bytes = documented.bytes
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let answer = OmniPlayAnswer(status: [200, 201, 409, 500].randomElement(using: &generator) ?? 200, body: bytes)
            _ = answer.delivery
            _ = answer.attendants(AttendantsQuery(companyID: 1))
        }
    }
}
