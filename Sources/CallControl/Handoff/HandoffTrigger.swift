/// What made a call one for people.
public struct HandoffTrigger: Equatable, Sendable {
    public var reason: HandoffReason
    /// The word of the secretary's that the caller said.
    public var keyword: String?

    public init(_ reason: HandoffReason, keyword: String? = nil) {
        self.reason = reason
        self.keyword = keyword
    }
}

extension HandoffTrigger {
    /// What OmniPlay is told: how it ended says more than how it began where no attendant could be tried.
    public func reason(because occasion: TicketOccasion) -> HandoffReason {
        switch occasion {
        case .outsideHours: .outsideHours
        case .unanswered, .transferFailed, .switchboardDown: .transferFailed
        case .nobodyOnline, .availabilityUnknown, .callEnded: reason
        }
    }
}
