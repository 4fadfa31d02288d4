/// Which secretary of FusionPBX is asked for.
public struct SecretaryKey: Hashable, Sendable, CustomStringConvertible {
    /// In lower case, with hyphens.
    public let uuid: String
    /// Name or uuid, in lower case, of the only domain whose secretary will do; `nil`: whichever has it.
    public let domain: String?

    /// - Returns: `nil` for what no row of FusionPBX can be called.
    public init?(uuid: String, domain: String? = nil) {
        guard let uuid = UUIDText.canonical(uuid) else { return nil }
        // The longest domain name there can be (RFC 1035, section 2.3.4).
        guard domain.map({ (1...255).contains($0.utf8.count) && !$0.utf8.contains(0) }) ?? true else { return nil }
        (self.uuid, self.domain) = (uuid, domain?.lowercased())
    }

    public var description: String { domain.map { "\(uuid) of \($0)" } ?? uuid }
}

enum UUIDText {
    /// In lower case; `nil` for what is no uuid written with hyphens, 8-4-4-4-12 hexadecimal digits.
    static func canonical(_ text: String) -> String? {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], groups.allSatisfy({ $0.utf8.allSatisfy(isHexadecimal) }) else { return nil }
        return text.lowercased()
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
