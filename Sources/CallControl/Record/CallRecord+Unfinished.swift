extension CallRecord {
    /// Of a call whose gateway died: what its journal has. Turns were not counted.
    /// - Parameter startedAt: Unix milliseconds.
    public init(unfinished ticket: TicketDraft, startedAt: Int64, hasTicket: Bool) {
        call_uuid = ticket.call.rawValue
        secretary_uuid = ticket.secretary ?? ""
        provider = ticket.provider ?? ""
        language = ticket.language ?? ""
        status = hasTicket ? "ticket_created" : "failed"
        end_reason = "gateway_died"
        started_at = startedAt
        // Until the last words that are known.
        duration_seconds = Int(max(0, (ticket.transcript.last?.spokenAt ?? startedAt) - startedAt) / 1_000)
        turns = 0
        latency_summary = Summary(outcomes: [:])
        latency = []
        transcript = ticket.transcript.map {
            Line(role: $0.speaker == .caller ? "user" : "assistant", text: $0.text, timestamp: $0.spokenAt, interrupted: false)
        }
        formats = [:]
        counters = [:]
        usage = [:]
        metadata = [:]
        caller_id = ticket.caller
        recording_url = ticket.recordingURL
        conversation_id = ticket.conversationID
        company_id = ticket.companyID
        // Tickets know the kind of provider, not its name here.
        provider_kind = ticket.provider
        handoff_reason = hasTicket ? ticket.reason.rawValue : nil
        summary = hasTicket ? ticket.summary : nil
    }
}
