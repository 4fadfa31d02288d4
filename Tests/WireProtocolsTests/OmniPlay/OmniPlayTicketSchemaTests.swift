import CallControl
import Testing
import WireProtocols

/// Every ticket holds against the JSON Schema that operators are given, asked of PyPI's `jsonschema`.
@Suite struct OmniPlayTicketSchemaTests {
    @Test func validatorFindsWhatIsWrong() throws {
        let verdict = try Validator.omniPlay.examineItself()
        #expect(verdict.status == 0, "\(verdict.output)")
        let found = try Validator.omniPlay.judge([Tickets.documentedBody.replacing("\n", with: " ").replacing("keyword_detected", with: "manual_test")])
        #expect(found.status == 1 && found.output.contains("$.handoff_reason"), "\(found.output)")
    }

    @Test func documentedTicketHolds() throws {
        try Validator.omniPlay.expectNoProblems(in: [
            Tickets.documentedBody.replacing("\n", with: " "), OmniPlayTicket.body(of: Tickets.documented).bytes.text,
            OmniPlayTicket.body(of: TicketDraft(call: CallID("c"), companyID: nil, reason: .outsideHours)).bytes.text,
        ])
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func randomTicketsHold(_ seed: UInt64) throws {
        var generator = Seeded(seed)
        let bodies = (0..<400).map { _ in OmniPlayTicket.body(of: Tickets.random(using: &generator)).bytes }
        for body in bodies {
            #expect(String(validating: body, as: UTF8.self) != nil)
            #expect(body.count < 110_000)
        }
        try Validator.omniPlay.expectNoProblems(in: bodies.map(\.text))
    }
}
