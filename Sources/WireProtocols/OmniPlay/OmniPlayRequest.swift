import CallControl

/// A request to OmniPlay's API, ready to be sent.
public struct OmniPlayRequest: Equatable, Sendable {
    public enum Method: String, Equatable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    public var url: String
    public var headers: [AgentHeader]
    /// JSON; empty for GET.
    public var body: [UInt8] = []

    /// Who we are to OmniPlay.
    public static let serviceName = "voice-ai-realtime"

    static let attendantsPath = "/api/voice/agents/online"
    static let ticketPath = "/api/tickets/realtime-handoff"

    /// `GET /api/voice/agents/online`, of one queue or of all.
    public static func attendants(_ query: AttendantsQuery, at access: OmniPlayAccess) throws(DeskFailure) -> OmniPlayRequest {
        let (base, headers) = try access.open(companyID: query.companyID)
        return OmniPlayRequest(method: .get, url: base + attendantsPath + (query.queueID.map { "?queue_id=\($0)" } ?? ""), headers: headers)
    }

    /// `POST /api/tickets/realtime-handoff`. The same call's ticket carries the same key each time it is sent.
    public static func ticket(_ ticket: TicketDraft, at access: OmniPlayAccess, limits: OmniPlayTicket.Limits = .init()) throws(DeskFailure) -> OmniPlayRequest
    {
        let (base, headers) = try access.open(companyID: ticket.companyID)
        let own = [AgentHeader("Content-Type", "application/json"), AgentHeader("Idempotency-Key", idempotencyKey(of: ticket.call))]
        return OmniPlayRequest(method: .post, url: base + ticketPath, headers: headers + own, body: OmniPlayTicket.body(of: ticket, limits: limits).bytes)
    }

    /// `<call_uuid>:handoff`, with everything encoded that a header can't carry.
    public static func idempotencyKey(of call: CallID) -> String {
        PercentEncoding.encode(UTF8Text.prefix(call.rawValue, bytes: OmniPlayTicket.Limits().identifier)) + ":handoff"
    }
}
