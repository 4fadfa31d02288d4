/// What a PromQL expression names: metrics, with what is asked of their labels, and labels it groups by.
struct QueryText {
    struct Selector: Equatable {
        struct Matcher: Equatable {
            var label: String
            var isNegative: Bool
            /// A plain value, or a regular expression's alternatives.
            var values: [String]
        }

        var metric: String
        var matchers: [Matcher]
    }

    private(set) var selectors: [Selector] = []
    private(set) var groupings: Set<String> = []

    private static let words: Set<String> = [
        "and", "or", "unless", "offset", "bool", "group_left", "group_right", "by", "without", "on", "ignoring", "inf", "nan",
    ]

    init(_ expression: String) {
        // Lists of labels go first, so that no label is taken for a metric.
        let rest = expression.replacing(#/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/#) { list in
            groupings.formUnion(list.1.split { $0 == "," || $0 == " " }.map(String.init))
            return " "
        }
        // Numbers are read too, lest their exponents pass for names.
        let pattern = #/[0-9][\w.]*|([A-Za-z_:][\w:]*)\s*(?:\{((?:[^"{}]|"[^"]*")*)\})?(\s*\()?/#
        for match in rest.replacing(#/\[[^\]]*\]|offset\s+\S+/#, with: " ").matches(of: pattern) {
            guard let name = match.1.map(String.init), match.3 == nil, !Self.words.contains(name) else { continue }
            selectors.append(Selector(metric: name, matchers: Self.matchers(in: match.2 ?? "")))
        }
    }

    private static func matchers(in text: Substring) -> [Selector.Matcher] {
        text.matches(of: #/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/#).map { match in
            let isExpression = match.2.hasSuffix("~")
            let values = isExpression ? match.3.split(separator: "|").map(String.init) : [String(match.3)]
            return Selector.Matcher(label: String(match.1), isNegative: match.2.hasPrefix("!"), values: values)
        }
    }
}
