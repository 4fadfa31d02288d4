import Glibc

/// Figures in words: the same digits everywhere, whatever the locale.
enum Text {
    /// With grouped thousands and so many decimals; what is too large for digits is left to the exponent.
    static func number(_ value: Double, decimals: Int = 0) -> String {
        let scale = pow(10, Double(decimals))
        let scaled = (value * scale).rounded()
        guard scaled.isFinite, scaled.magnitude < 1e15 else { return "\(value)" }
        let digits = String(Int64(scaled.magnitude))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let fraction = decimals > 0 ? "." + padded.suffix(decimals) : ""
        return (scaled < 0 ? "-" : "") + grouped(padded.dropLast(decimals)) + fraction
    }

    private static func grouped(_ digits: Substring) -> String {
        digits.enumerated().reduce(into: "") { text, digit in
            let left = digits.count - digit.offset
            if digit.offset > 0, left % 3 == 0 { text += "," }
            text.append(digit.element)
        }
    }

    /// A difference, so that "more" is seen: +31, -4, 0.
    static func signed(_ value: Double, decimals: Int = 0) -> String {
        let text = number(value, decimals: decimals)
        return value > 0 && text.contains(where: { ("1"..."9").contains($0) }) ? "+" + text : text
    }

    static func milliseconds(_ value: Double) -> String { number(value, decimals: value.magnitude < 10 ? 1 : 0) + " ms" }

    static func percent(_ share: Double) -> String { number(share * 100, decimals: 1) + " %" }

    static func points(_ share: Double) -> String { number(share * 100, decimals: 1) }

    /// "12 to 50", or with sign -1 the same of an interval below 0.
    static func interval(_ interval: Interval, sign: Double = 1, decimals: Int? = nil) -> String {
        let (one, another) = (interval.lower * sign, interval.upper * sign)
        let places = decimals ?? (max(one.magnitude, another.magnitude) < 10 ? 1 : 0)
        return "\(number(min(one, another), decimals: places)) to \(number(max(one, another), decimals: places))"
    }

    static func probability(_ value: Double) -> String { value < 0.0001 ? "below 0.0001" : number(value, decimals: 4) }
}
