/// A column of exported calls; its name is that of the record's key.
struct CallColumn: Sendable {
    enum Value: Equatable, Sendable {
        case text(String?)
        case number(Int?)
        /// Unix milliseconds, written as RFC 3339 in UTC.
        case time(Int64?)
    }

    let name: String
    let value: @Sendable (CallRow) -> Value

    init(_ name: String, _ value: @escaping @Sendable (CallRow) -> Value) {
        self.name = name
        self.value = value
    }

    static let all: [CallColumn] = [
        CallColumn("started_at") { .time($0.startedAt) }, CallColumn("ended_at") { .time($0.endedAt) }, CallColumn("call_uuid") { .text($0.callID) },
        CallColumn("caller_id") { .text($0.caller) }, CallColumn("company_id") { .number($0.companyID) },
        CallColumn("secretary_uuid") { .text($0.secretary) }, CallColumn("provider") { .text($0.provider) },
        CallColumn("provider_kind") { .text($0.providerKind) }, CallColumn("model") { .text($0.model) }, CallColumn("language") { .text($0.language) },
        CallColumn("conversation_id") { .text($0.conversationID) }, CallColumn("turns") { .number($0.turns) },
        CallColumn("avg_latency_ms") { .number($0.averageLatency) }, CallColumn("duration_seconds") { .number($0.durationSeconds) },
        CallColumn("status") { .text($0.status) }, CallColumn("end_reason") { .text($0.endReason) },
        CallColumn("handoff_reason") { .text($0.handoffReason) }, CallColumn("handoff_outcome") { .text($0.handoffOutcome) },
        CallColumn("handoff_keyword") { .text($0.keyword) }, CallColumn("protocol_number") { .text($0.protocolNumber) },
        CallColumn("ticket_id") { .number($0.ticketID) }, CallColumn("contact_id") { .number($0.contactID) },
        CallColumn("summary") { .text($0.summary) }, CallColumn("recording_url") { .text($0.recordingURL) },
    ]
}
