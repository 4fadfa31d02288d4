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
