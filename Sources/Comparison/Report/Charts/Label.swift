/// Fits texts into places, without a font to measure them by.
enum Label {
    /// Of 11-unit sans-serif text, by the widest of the usual fonts; wide scripts count double.
    static func width(_ text: String) -> Double { text.unicodeScalars.reduce(0) { $0 + width($1) } }

    /// Semibold letters are so much wider.
    private static let semibold = 1.13

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0xFFDC, 0x1F000...0x3FFFF: 11.5
        case 0x40, 0x4D, 0x57, 0x6D: 10.8
        case 0x25, 0x26, 0x41...0x5A, 0x77: 9
        default: "ijlftr.,:;' ()|".unicodeScalars.contains(scalar) ? 4.2 : 6.9
        }
    }

    /// The text, or its beginning with an ellipsis.
    static func fitted(_ text: String, in space: Double) -> String {
        guard width(text) > space else { return text }
        var (kept, used) = ("", width("…"))
        for character in text {
            used += width(String(character))
            if used > space { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The same for a text that is set semibold.
    static func fittedSemibold(_ text: String, in space: Double) -> String { fitted(text, in: space / semibold) }
}
