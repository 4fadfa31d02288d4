/// The desk has the ticket.
public struct TicketReceipt: Codable, Equatable, Sendable {
    /// `nil` where the desk only said that it had the ticket before.
    public var ticketID: Int?
    public var ticketUUID: String?
    public var contactID: Int?
    public var voiceConversationID: Int?
    public var status: String?
    /// As the desk wrote it, RFC 3339.
    public var createdAt: String?
    /// This delivery was a repetition: an earlier one had got through.
    public var wasKnown: Bool

    public init(
        ticketID: Int?, ticketUUID: String? = nil, contactID: Int? = nil, voiceConversationID: Int? = nil, status: String? = nil, createdAt: String? = nil,
        wasKnown: Bool = false
    ) {
        self.ticketID = ticketID
        self.ticketUUID = ticketUUID
        self.contactID = contactID
        self.voiceConversationID = voiceConversationID
        self.status = status
        self.createdAt = createdAt
        self.wasKnown = wasKnown
    }

    /// What the caller is told to refer to: `2026011512345` is ticket 12345 of 15 January 2026.
    /// - Parameter day: the date at the secretary's place when the ticket was made.
    /// - Returns: `nil` without a number: none is made up.
    public func protocolNumber(on day: CalendarDay) -> String? { ticketID.map { "\(day.digits)\($0)" } }
}
