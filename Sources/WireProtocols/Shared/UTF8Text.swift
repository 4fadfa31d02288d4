/// Text that came from outside: repaired, and cut without breaking a character.
public enum UTF8Text {
    /// The text, with U+FFFD for what is not UTF-8.
    /// - Returns: `isRepaired` tells whether anything had to be replaced.
    public static func repaired(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (text: String, isRepaired: Bool) {
        bytes.withUnsafeBufferPointer { all in
            let part = UnsafeBufferPointer(rebasing: all[range])
            if let text = String(validating: part, as: UTF8.self) { return (text, false) }
            return (String(decoding: part, as: UTF8.self), true)
        }
    }

    /// The longest beginning of `text` that has at most `limit` bytes and ends at a whole scalar.
    public static func prefix(_ text: String, bytes limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: max(0, limit))
        while end > text.startIndex, UTF8.isContinuation(text.utf8[end]) { end = text.utf8.index(before: end) }
        return String(text.unicodeScalars[..<end])
    }

    /// For logs and close reasons: no control characters, at most `limit` bytes.
    public static func printable(_ text: String, bytes limit: Int) -> String {
        let cut = prefix(text, bytes: limit)
        guard cut.unicodeScalars.contains(where: isControl) else { return cut }
        var clean = String.UnicodeScalarView()
        clean.append(contentsOf: cut.unicodeScalars.lazy.map { isControl($0) ? "?" : $0 })
        return String(clean)
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
}
