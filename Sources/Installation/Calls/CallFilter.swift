import CallControl

/// Which calls are wanted.
public struct CallFilter: Equatable, Sendable {
    /// Unix milliseconds: calls that began then or later.
    public var since: Int64?
    public var status: String?
    /// A secretary's uuid.
    public var secretary: String?

    public init(since: Int64? = nil, status: String? = nil, secretary: String? = nil) {
        self.since = since
        self.status = status
        self.secretary = secretary
    }

    /// OmniPlay's words for how a call stands.
    public static let statuses = ["pending", "transferred", "ticket_created", "completed", "failed"]

    func takes(_ record: CallRecord) -> Bool {
        record.started_at >= since ?? .min && status ?? record.status == record.status && secretary ?? record.secretary_uuid == record.secretary_uuid
    }
}
