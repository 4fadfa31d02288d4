/// One row of FusionPBX's tables, as text, without its NULLs.
struct FusionPBXRow: Equatable, Sendable {
    private var values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    subscript(_ column: String) -> String? { values[column] }

    /// Booleans are real ones in one kind of installation, and texts in the other.
    /// - Returns: `nil` for NULL, for a column that is missing, and for what is no boolean.
    func flag(_ column: String) -> Bool? {
        switch values[column]?.lowercased().trimmedWhole {
        case "t", "true", "1", "yes", "on", "y": true
        case "f", "false", "0", "no", "off", "n": false
        default: nil
        }
    }

    /// The first of several spellings that holds something.
    func flag(anyOf columns: [String]) -> Bool? { columns.lazy.compactMap(flag).first }
}

extension String {
    var trimmedWhole: String { String(self[...].trimmed) }
}

extension Substring {
    /// Without blanks and line breaks at both ends.
    var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
