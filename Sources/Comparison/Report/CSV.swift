/// A table as comma-separated values (RFC 4180), safe to open in a spreadsheet.
struct CSV {
    private(set) var text = ""

    /// What a cell holds.
    enum Cell {
        case text(String?)
        case number(Double?)
        case count(Int)
    }

    init(header: [String]) { append(header.map { .text($0) }) }

    mutating func append(_ cells: [Cell]) { text += cells.map(Self.encode).joined(separator: ",") + "\r\n" }

    private static func encode(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): quoted(neutralised(text ?? ""))
        case .number(let value): value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
        case .count(let count): "\(count)"
        }
    }

    /// A spreadsheet runs text that starts like a formula (OWASP, "CSV injection"); an apostrophe keeps it text.
    private static func neutralised(_ text: String) -> String {
        let dangerous = "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return text }
        return dangerous.contains(first) ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        // By scalars: "\r\n" is one character, and equals neither of its two.
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
