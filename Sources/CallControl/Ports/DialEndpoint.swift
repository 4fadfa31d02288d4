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

    public var user: Extension? {
        guard case .user(let found) = self else { return nil }
        return found
    }

    /// Reads a dial string as OmniPlay writes it, `user/200 & user/201@other`, or with FreeSWITCH's own commas.
    /// - Parameter domain: completes users that name none.
    /// - Returns: `nil` if any part is something else than a user.
    public static func users(in dialString: String, domain: String) -> [DialEndpoint]? {
        var found: [DialEndpoint] = []
        for part in dialString.split(whereSeparator: { "&,|".contains($0) }) {
            let text = part.split(separator: " ").joined(separator: " ")
            guard text.hasPrefix("user/") else { return nil }
            let halves = text.dropFirst(5).split(separator: "@", omittingEmptySubsequences: false)
            guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return nil }
            let user = Extension(number: String(halves[0]), domain: halves.count == 2 ? String(halves[1]) : domain)
            if !found.contains(.user(user)) { found.append(.user(user)) }
        }
        return found.isEmpty ? nil : found
    }
}

/// In which order several extensions ring.
public enum RingStrategy: String, CaseIterable, Equatable, Sendable {
    /// All at once; the first to answer takes the call.
    case all = "ring_all"
    /// One after the other, sharing the ring time.
    case inTurn = "sequential"
}
