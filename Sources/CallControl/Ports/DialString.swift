/// Whose telephones to ring, in FreeSWITCH's own spelling. It can be put into a command as it is: every part consists of letters,
/// digits and a few harmless marks, so that no value can smuggle in a variable, a second argument or a second command.
public struct DialString: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// Tried one after the other; the legs of each ring at once.
    public let rounds: [[String]]

    /// Most legs in all, and bytes of each.
    public static let legLimit = 64
    public static let lengthLimit = 160
    /// Endpoint modules that lead to people's telephones.
    private static let modules: Set<Substring> = ["user", "group", "sofia", "verto.rtc"]

    /// - Parameters:
    ///   - rounds: legs like `user/200` or `sofia/gateway/carrier/+5511999998888`.
    ///   - domain: completes `user/200` and `group/support`; without one FreeSWITCH takes its default.
    /// - Throws: for what is no leg, for too many, and for none.
    public init(rounds: [[String]], domain: String?) throws(WireError) {
        var checked: [[String]] = []
        for round in rounds {
            var legs: [String] = []
            for leg in round { legs.append(try Self.complete(leg, domain)) }
            if !legs.isEmpty { checked.append(legs) }
        }
        let count = checked.reduce(0) { $0 + $1.count }
        guard count > 0 else { throw WireError(field: "dial string", problem: "empty") }
        guard count <= Self.legLimit else { throw WireError(field: "dial string", problem: "\(count) legs, more than \(Self.legLimit)") }
        self.rounds = checked
    }

    /// `user/200@domain,user/201@domain`; `|` goes between rounds.
    public var description: String { rounds.map { $0.joined(separator: ",") }.joined(separator: "|") }

    /// May this stand where an extension of the dialplan does?
    public static func isExtension(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix("-") && text.utf8.allSatisfy { isAlphanumeric($0) || ".-_+*#".utf8.contains($0) }
    }

    public var legs: Int { rounds.reduce(0) { $0 + $1.count } }

    private static func complete(_ leg: String, _ domain: String?) throws(WireError) -> String {
        guard leg.utf8.count <= lengthLimit, leg.utf8.allSatisfy(isHarmless) else {
            throw WireError(field: "dial string", problem: "holds what no leg may hold")
        }
        let parts = leg.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, modules.contains(parts[0]), parts.dropFirst().allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") }) else {
            throw WireError(field: "dial string", problem: "a leg is not like user/200")
        }
        guard parts[0] == "user" || parts[0] == "group" else { return leg }
        let halves = parts[1].split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }) else {
            throw WireError(field: "dial string", problem: "a leg is not like user/200@domain")
        }
        guard halves.count == 1, let domain else { return leg }
        guard isDomain(domain) else { throw WireError(field: "domain", problem: "holds what no domain may hold") }
        return "\(leg)@\(domain)"
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
