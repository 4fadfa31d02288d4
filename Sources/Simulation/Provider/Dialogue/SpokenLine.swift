/// Finds the line that a request wants spoken word for word.
enum SpokenLine {
    /// The line within instructions: what stands in quotation marks, else what follows the last line break, else all of it.
    static func find(in instructions: String) -> String {
        let text = instructions.trimmed
        for (opening, closing) in [("“", "”"), ("«", "»"), ("\"", "\"")] {
            guard let start = text.range(of: opening), let end = text.rangeOfLast(closing), start.upperBound < end.lowerBound else { continue }
            return String(text[start.upperBound..<end.lowerBound]).trimmed
        }
        let last = text.split(separator: "\n").last.map { String($0).trimmed } ?? ""
        return last.isEmpty ? text : last
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    fileprivate func range(of mark: String) -> Range<Index>? { firstRange(of: mark) }

    fileprivate func rangeOfLast(_ mark: String) -> Range<Index>? { ranges(of: mark).last }
}
