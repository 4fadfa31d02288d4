import CallControl
import Logging
import Store

/// Makes good for calls whose gateway died: a ticket with what was said, and a record.
struct OrphanedCalls: Sendable {
    let makesTickets: Bool
    let records: RecordWriter
    let metrics: GatewayMetrics
    let logger: Logger

    var policy: OrphanPolicy {
        OrphanPolicy(ticket: { ticket(of: $0) }, settled: { settled($0, $1) })
    }

    func ticket(of call: JournaledCall) -> TicketDraft? {
        guard makesTickets, call.makesTicket, !isOver(call) else { return nil }
        var ticket = call.ticket
        let said = ticket.transcript.filter { $0.speaker == .caller }.map(\.text)
        ticket.summary = TicketSummary(reason: ticket.reason, occasion: .callEnded, utterances: said).text(language: ticket.language)
        return ticket
    }

    /// Did the call come to an end that leaves nobody waiting? Its record says so where the store could not be written any more.
    private func isOver(_ call: JournaledCall) -> Bool {
        guard let record = records.record(of: call.ticket.call, startedAt: call.startedAt) else { return false }
        return record.handoff_reason == nil || record.status == "transferred" || record.ticket_id != nil
    }

    private func settled(_ call: JournaledCall, _ ticket: TicketDraft?) {
        // It had ended as it should; only the store's word of that is missing.
        if ticket == nil, records.record(of: call.ticket.call, startedAt: call.startedAt) != nil { return }
        records.write(CallRecord(unfinished: call.ticket, startedAt: call.startedAt, hasTicket: ticket != nil))
        metrics.orphaned(hasTicket: ticket != nil)
        logger.warning(
            "Call of a gateway that died", metadata: ["call_uuid": .string(call.ticket.call.rawValue), "ticket": .stringConvertible(ticket != nil)])
    }
}
