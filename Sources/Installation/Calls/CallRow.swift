import CallControl

/// One call in a list or a table.
public struct CallRow: Equatable, Sendable {
    public var file: String
    /// Unix milliseconds.
    public var startedAt: Int64
    public var endedAt: Int64?
    public var callID: String
    public var caller: String?
    public var companyID: Int?
    public var secretary: String
    public var provider: String
    public var providerKind: String?
    public var model: String?
    public var language: String
    public var conversationID: String?
    public var turns: Int
    public var averageLatency: Int?
    public var durationSeconds: Int
    public var status: String
    public var endReason: String
    public var handoffReason: String?
    public var handoffOutcome: String?
    public var keyword: String?
    public var protocolNumber: String?
    public var ticketID: Int?
    public var contactID: Int?
    public var summary: String?
    public var recordingURL: String?
    public var experiment: String?
    public var arm: String?

    /// - Parameter receipt: of a ticket that the record doesn't know of yet.
    public init(_ record: CallRecord, file: String, _ receipt: TicketReceipt? = nil) {
        self.file = file
        startedAt = record.started_at
        endedAt = record.ended_at
        callID = record.call_uuid
        caller = record.caller_id
        companyID = record.company_id
        secretary = record.secretary_uuid
        provider = record.provider
        providerKind = record.provider_kind
        model = record.model
        language = record.language
        conversationID = record.conversation_id
        turns = record.turns
        averageLatency = record.avg_latency_ms
        durationSeconds = record.duration_seconds
        status = record.status
        endReason = record.end_reason
        handoffReason = record.handoff_reason ?? record.handoff?.reason
        handoffOutcome = record.handoff?.outcome
        keyword = record.handoff?.keyword
        protocolNumber = record.handoff?.protocol_number
        ticketID = record.ticket_id ?? receipt?.ticketID
        contactID = record.contact_id ?? receipt?.contactID
        summary = record.summary
        recordingURL = record.recording_url
        experiment = record.experiment
        arm = record.arm
    }

    /// `keyword_detected → ticket_created, ticket 12345`; `nil` without a handoff.
    public var handoff: String? {
        handoffReason.map { reason in
            reason + (handoffOutcome.map { " → \($0)" } ?? "") + (ticketID.map { ", ticket \($0)" } ?? "")
        }
    }
}
