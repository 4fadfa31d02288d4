/// A caller's number as OmniPlay files its contacts: E.164 with `+` where that is certain.
///
/// Brazilian input comes in every spelling: `11999998888`, `5511999998888`, `(011) 99999-8888`. A number of 10 or 11 digits with an
/// area code gets `+55`; internal extensions and what can't be completed (a local number without area code) stay the digits they are.
public struct PhoneNumber: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// `+5511999998888`, or bare digits.
    public let text: String
    public var description: String { text }
    public var isInternational: Bool { text.hasPrefix("+") }

    /// The longest E.164 number and the shortest that any country has, without `+`.
    private static let international = 8...15

    /// - Parameter given: as the telephone system has it; a `sip:` or `tel:` address too.
    /// - Returns: `nil` for what is no number: `anonymous`, words, too many digits.
    public init?(_ given: String) {
        guard given.utf8.count <= 256, let (digits, hasPlus) = Self.digits(of: Self.user(of: given)) else { return nil }
        guard let text = hasPlus ? Self.marked(digits) : Self.unmarked(digits) else { return nil }
        self.text = text
    }

    /// After a `+`, the country code comes first.
    private static func marked(_ digits: String) -> String? {
        if international.contains(digits.utf8.count), !digits.hasPrefix("0") { return "+" + digits }
        return unmarked(digits)
    }

    private static func unmarked(_ digits: String) -> String? {
        if let national = national(digits) { return "+55" + national }
        let count = digits.utf8.count
        if digits.hasPrefix("55"), national(String(digits.dropFirst(2))) != nil, (12...13).contains(count) { return "+" + digits }
        if digits.hasPrefix("00"), international.contains(count - 2), !digits.hasPrefix("000") { return "+" + digits.dropFirst(2) }
        if let trunk = withoutTrunkPrefix(digits) { return "+55" + trunk }
        return (1...international.upperBound).contains(count) ? digits : nil
    }

    /// Area code 11–99 and a subscriber's 8 or 9 digits.
    private static func national(_ digits: String) -> String? {
        guard (10...11).contains(digits.utf8.count), let area = Int(digits.prefix(2)), area >= 11 else { return nil }
        return digits
    }

    /// `011…` with the trunk's zero, or `0 15 11…` with the long-distance carrier's two digits after it.
    private static func withoutTrunkPrefix(_ digits: String) -> String? {
        guard digits.hasPrefix("0"), !digits.hasPrefix("00") else { return nil }
        switch digits.utf8.count {
        case 11...12: return national(String(digits.dropFirst()))
        case 13...14: return national(String(digits.dropFirst(3)))
        default: return nil
        }
    }

    /// `sip:+5511999998888@host;user=phone` → `+5511999998888`.
    private static func user(of given: String) -> Substring {
        var rest = given[...]
        for scheme in ["sips:", "sip:", "tel:"] where rest.prefix(scheme.count).lowercased() == scheme {
            rest = rest.dropFirst(scheme.count).prefix { $0 != "@" && $0 != ";" }
        }
        return rest
    }

    /// The digits, if there is nothing else but a leading plus and punctuation of telephone numbers.
    private static func digits(of text: Substring) -> (String, hasPlus: Bool)? {
        var digits: [UInt8] = []
        var hasPlus = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(UInt8(scalar.value))
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case " ", "-", ".", "(", ")", "/", "\u{A0}", "\u{2010}", "\u{2011}", "\t": continue
            default: return nil
            }
        }
        return digits.isEmpty ? nil : (String(decoding: digits, as: UTF8.self), hasPlus)
    }
}
