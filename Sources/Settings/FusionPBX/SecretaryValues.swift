/// Reads a secretary's columns, and notes what cannot be taken as it stands.
struct SecretaryValues {
    /// The longest text taken, in bytes; a prompt of 64 KB is more than any provider takes.
    private static let longest = 65_536

    let row: FusionPBXRow
    private(set) var notes: [String] = []

    init(_ row: FusionPBXRow) { self.row = row }

    mutating func note(_ text: String) { notes.append(text) }

    /// - Returns: `nil` for NULL and for blanks.
    mutating func text(_ column: String) -> String? {
        guard var text = row[column]?.trimmedWhole, !text.isEmpty else { return nil }
        if text.utf8.count > Self.longest {
            note("\(column) is longer than \(Self.longest) bytes, and was cut")
            while text.utf8.count > Self.longest { text.removeLast(max(1, (text.utf8.count - Self.longest) / 4)) }
        }
        return text
    }

    mutating func flag(_ column: String, default fallback: Bool) -> Bool {
        if let flag = row.flag(column) { return flag }
        if let text = row[column], !text.isEmpty { note("\(column) is \(Self.shown(text)), which is no boolean; \(fallback) counts") }
        return fallback
    }

    /// Brought into the range, so that a slip of the operator's costs no call.
    mutating func integer(_ column: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = row[column]?.trimmedWhole, !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            note("\(column) is \(Self.shown(text)), which is no whole number")
            return nil
        }
        if !range.contains(number) { note("\(column) is \(number), outside \(range.lowerBound)…\(range.upperBound)") }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    mutating func number(_ column: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = row[column]?.trimmedWhole, !text.isEmpty else { return nil }
        guard let number = Double(text), number.isFinite else {
            note("\(column) is \(Self.shown(text)), which is no number")
            return nil
        }
        if !range.contains(number) { note("\(column) is \(number), outside \(range.lowerBound)…\(range.upperBound)") }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    /// The items of a list, without the empty ones.
    mutating func list(_ column: String, separatedBy isSeparator: (Character) -> Bool) -> [String] {
        (text(column) ?? "").split(whereSeparator: isSeparator).map { String($0.trimmed) }.filter { !$0.isEmpty }
    }

    static func shown(_ text: String) -> String { "\"\(text.prefix(40))\"" }
}
