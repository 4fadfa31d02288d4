/// A list of numbers and ranges as FreeSWITCH's dialplan writes it: `1,3-5`. Both ends of a range count; a reversed one wraps around,
/// so that `18-8` is from 18 to the greatest and from the least to 8.
public struct NumberList: Equatable, Sendable {
    public struct Span: Equatable, Sendable {
        public var first: Int
        public var last: Int

        public init(_ first: Int, _ last: Int) { (self.first, self.last) = (first, last) }

        func contains(_ value: Int) -> Bool { first <= last ? (first...last).contains(value) : value >= first || value <= last }
    }

    public var spans: [Span]

    public init(_ spans: [Span]) { self.spans = spans }

    /// - Parameter names: allowed in place of numbers, the first standing for 1; three letters, in either case.
    /// - Returns: `nil` for what FreeSWITCH would not read to its end.
    public init?(_ text: String, names: [String] = []) {
        var spans: [Span] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = item.split(separator: "-", omittingEmptySubsequences: false).map { Self.number($0, names) }
            guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            spans.append(Span(first, last))
        }
        self.spans = spans
    }

    public func contains(_ value: Int) -> Bool { spans.contains { $0.contains(value) } }

    private static func number(_ text: Substring, _ names: [String]) -> Int? {
        let word = text.trimmed
        if let index = names.firstIndex(of: word.lowercased()) { return index + 1 }
        guard (1...9).contains(word.utf8.count), word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(word)
    }
}

extension Substring {
    /// Without blanks at both ends.
    var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
