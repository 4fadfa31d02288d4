import CallControl

/// The answer to `POST /api/tickets/realtime-handoff`.
extension OmniPlayAnswer {
    public var delivery: TicketDelivery {
        // Each call has one ticket: a conflict means that an earlier delivery got through.
        if status == 409 { return isUnderWay ? .retry(.unavailable(status: status, said: said)) : .delivered(receipt(wasKnown: true)) }
        if let failure { return .failed(failure) }
        let receipt = receipt(wasKnown: false)
        guard receipt.ticketID != nil || receipt.ticketUUID != nil else {
            return .retry(.garbled("the answer to a ticket (\(status)) does not name the ticket: \(said)"))
        }
        return .delivered(receipt)
    }

    /// Idempotency layers answer 409 as well while the first of two equal requests is still being worked on.
    private var isUnderWay: Bool {
        guard json?["ticket_id"]?.intValue == nil else { return false }
        let words = said.lowercased()
        return ["in progress", "in_progress", "being processed", "still processing"].contains { words.contains($0) }
    }

    private func receipt(wasKnown: Bool) -> TicketReceipt {
        let json = json ?? .null
        let text = { (name: String) in json[name]?.stringValue.map { UTF8Text.printable($0, bytes: 128) } }
        return TicketReceipt(
            ticketID: Self.identifier(json["ticket_id"]), ticketUUID: text("ticket_uuid"), contactID: Self.identifier(json["contact_id"]),
            voiceConversationID: Self.identifier(json["voice_conversation_id"]), status: text("status"), createdAt: text("created_at"), wasKnown: wasKnown)
    }

    /// Numbers of PostgreSQL's `bigint` come as strings from some drivers.
    private static func identifier(_ value: JSONValue?) -> Int? {
        (value?.intValue ?? value?.stringValue.flatMap { Int($0) }).flatMap { $0 >= 0 ? $0 : nil }
    }
}

extension TicketDelivery {
    /// What is to become of a ticket that was not taken.
    public static func failed(_ failure: DeskFailure) -> TicketDelivery {
        switch failure {
        case .timedOut, .unreachable, .interrupted, .unavailable, .garbled: .retry(failure)
        case .notConfigured, .refused, .untrusted, .wrongAddress: .slow(failure)
        case .rejected: .rejected(failure)
        }
    }
}
