/// A text as a field of a CSV file that a spreadsheet opens.
enum CSVField {
    /// What spreadsheets take for the beginning of a formula, full-width forms included (OWASP, "CSV Injection").
    private static let triggers: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠"]

    /// Always in quotes. Behind an apostrophe, which spreadsheets show as text, if it would be taken for a formula: callers choose
    /// their own ids and words. Characters that no file of text should hold are left out.
    static func quoted(_ text: String) -> String {
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || "\t\r\n".unicodeScalars.contains($0) }))
        // Spreadsheets skip blanks before they look.
        let first = kept.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" && $0 != "\u{FEFF}" }
        let isRisky = first.map(triggers.contains) ?? false
        return "\"" + (isRisky ? "'" : "") + kept.replacing("\"", with: "\"\"") + "\""
    }
}
