import CallControl
import Foundation
import Testing

@Suite struct TicketDraftTests {
    /// What an outbox does with it.
    @Test func survivesStorage() throws {
        var ticket = TicketDraft(call: CallID("abc"), companyID: nil, reason: .transferFailed)
        ticket.caller = "anonymous"
        ticket.transcript = [.init(.caller, "Olá", spokenAt: 1), .init(.agent, "Oi", spokenAt: 2)]
        let data = try JSONEncoder().encode(ticket)
        #expect(try JSONDecoder().decode(TicketDraft.self, from: data) == ticket)
        #expect(String(decoding: data, as: UTF8.self).contains(#""call":"abc""#))
    }

    @Test func receiptSurvivesStorage() throws {
        let receipt = TicketReceipt(ticketID: 7, createdAt: "2026-01-15T14:30:00Z", wasKnown: true)
        #expect(try JSONDecoder().decode(TicketReceipt.self, from: try JSONEncoder().encode(receipt)) == receipt)
    }

    @Test func protocolNumberIsDayAndTicket() {
        #expect(TicketReceipt(ticketID: 12_345).protocolNumber(on: CalendarDay(year: 2026, month: 1, day: 15)) == "2026011512345")
        #expect(TicketReceipt(ticketID: nil).protocolNumber(on: CalendarDay(year: 2026, month: 1, day: 15)) == nil)
    }
}
