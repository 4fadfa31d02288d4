/// Collects the elements of an SVG picture. Colours and lines are classes of ``Style``, so that one style sheet serves both themes.
struct Drawing {
    private(set) var body = ""

    /// Tenths of a pixel are as fine as is seen, and keep files small.
    static func place(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    enum Anchor: String { case start, middle, end }

    mutating func text(_ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, class names: String = "", turned: Bool = false) {
        let turn = turned ? " transform=\"rotate(-90 \(Self.place(x)) \(Self.place(y)))\"" : ""
        let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        body += "<text x=\"\(Self.place(x))\" y=\"\(Self.place(y))\"\(anchor)\(Self.attribute(names))\(turn)>\(text.escaped)</text>\n"
    }

    mutating func line(_ from: (Double, Double), _ to: (Double, Double), class names: String) {
        body += "<path d=\"M\(Self.place(from.0)) \(Self.place(from.1))L\(Self.place(to.0)) \(Self.place(to.1))\"\(Self.attribute(names))/>\n"
    }

    mutating func path(_ points: [(Double, Double)], class names: String, closed: Bool = false) {
        guard let first = points.first else { return }
        let rest = points.dropFirst().map { "L\(Self.place($0.0)) \(Self.place($0.1))" }.joined()
        body += "<path d=\"M\(Self.place(first.0)) \(Self.place(first.1))\(rest)\(closed ? "Z" : "")\"\(Self.attribute(names))/>\n"
    }

    /// - Parameter title: shown while the pointer rests on it, and read aloud.
    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, class names: String, title: String) {
        body += "<rect x=\"\(Self.place(x))\" y=\"\(Self.place(y))\" width=\"\(Self.place(max(0, width)))\" height=\"\(Self.place(height))\""
        body += "\(Self.attribute(names))><title>\(title.escaped)</title></rect>\n"
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, class names: String) {
        body += "<circle cx=\"\(Self.place(x))\" cy=\"\(Self.place(y))\" r=\"\(Self.place(radius))\"\(Self.attribute(names))/>\n"
    }

    private static func attribute(_ names: String) -> String { names.isEmpty ? "" : " class=\"\(names)\"" }
}
