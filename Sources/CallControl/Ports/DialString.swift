/// Whose telephones to ring. It can be put into a command as it is: every part consists of letters, digits and a few harmless marks, so
/// that no value can smuggle in a variable, a second argument or a second command.
public struct DialString: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// Tried one after the other; the telephones of each ring at once. None twice.
    public let rounds: [[Extension]]

    /// Most telephones in all, and bytes of each.
    public static let legLimit = 64
    public static let lengthLimit = 160

    /// - Parameters:
    ///   - rounds: legs like `user/200` or `user/200@clinic.example`. Other endpoints of FreeSWITCH lead to no attendant of the desk's, and
    ///     nobody could tell whether they are there.
    ///   - domain: completes `user/200`.
    /// - Throws: for what is no such leg, for too many, and for none.
    public init(rounds: [[String]], domain: String?) throws(WireError) {
        var checked: [[Extension]] = []
        var known: Set<Extension> = []
        for round in rounds {
            var legs: [Extension] = []
            for leg in round {
                let user = try Self.user(leg, domain)
                if known.insert(user).inserted { legs.append(user) }
            }
            if !legs.isEmpty { checked.append(legs) }
        }
        guard !known.isEmpty else { throw WireError(field: "dial string", problem: "empty") }
        guard known.count <= Self.legLimit else { throw WireError(field: "dial string", problem: "\(known.count) legs, more than \(Self.legLimit)") }
        self.rounds = checked
    }

    /// `user/200@domain,user/201@domain`; `|` goes between rounds.
    public var description: String {
        rounds.map { $0.map { "user/\($0.number)@\($0.domain)" }.joined(separator: ",") }.joined(separator: "|")
    }

    /// May this stand where an extension of the dialplan does?
    public static func isExtension(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix("-") && text.utf8.allSatisfy { isAlphanumeric($0) || ".-_+*#".utf8.contains($0) }
    }

    public var legs: Int { rounds.reduce(0) { $0 + $1.count } }

    private static func user(_ leg: String, _ domain: String?) throws(WireError) -> Extension {
        guard leg.utf8.count <= lengthLimit, leg.utf8.allSatisfy(isHarmless) else {
            throw WireError(field: "dial string", problem: "holds what no leg may hold")
        }
        let halves = leg.dropFirst(5).split(separator: "@", omittingEmptySubsequences: false)
        guard leg.hasPrefix("user/"), halves.count <= 2, halves.allSatisfy({ !$0.isEmpty && !$0.contains("/") }), isExtension(String(halves[0])) else {
            throw WireError(field: "dial string", problem: "a leg is not like user/200 or user/200@domain")
        }
        guard let domain = halves.count == 2 ? String(halves[1]) : domain else {
            throw WireError(field: "dial string", problem: "\(leg) names no domain, and neither does the secretary's FreeSWITCH")
        }
        guard isDomain(domain) else { throw WireError(field: "domain", problem: "holds what no domain may hold") }
        return Extension(number: String(halves[0]), domain: domain)
    }

    private static func isDomain(_ domain: String) -> Bool {
        !domain.isEmpty && domain.utf8.count <= 253 && domain.utf8.allSatisfy { isAlphanumeric($0) || ".-_:".utf8.contains($0) }
    }

    private static func isHarmless(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "/@.-_+*#:".utf8.contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
