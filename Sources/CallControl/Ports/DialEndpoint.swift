/// An extension of a domain.
public struct Extension: Hashable, Sendable {
    public var number: String
    public var domain: String

    public init(number: String, domain: String) {
        self.number = number
        self.domain = domain
    }
}

/// Where an attendant's leg is dialled.
public enum DialEndpoint: Hashable, Sendable {
    /// A registered user: `user/200@domain`.
    case user(Extension)
    /// Whatever the dialplan makes of a number, such as a ring group: `loopback/200/context`. Nobody can tell its presence.
    case dialplan(number: String, context: String)
    /// A number of the domain's of which it is not known whether it is a user's: FreeSWITCH is asked. If it isn't, the dialplan knows it.
    case number(Extension, context: String)

    public var user: Extension? {
        guard case .user(let found) = self else { return nil }
        return found
    }
}

/// In which order several extensions ring.
public enum RingStrategy: String, CaseIterable, Equatable, Sendable {
    /// All at once; the first to answer takes the call.
    case all = "ring_all"
    /// One after the other, sharing the ring time.
    case inTurn = "sequential"
}
