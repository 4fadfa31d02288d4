/// A finished chart.
struct Figure {
    /// The file's name without its extension.
    let name: String
    let title: String
    /// What a reader who does not see it should know.
    let description: String
    let height: Double
    let body: String

    /// In viewBox units. Narrow, so that text of 11 units is still read where a phone shows 360 of its pixels.
    static let width = 420.0

    /// For the page, which brings the style sheet along.
    var inline: String { element(extra: "", body: body) }

    /// For a file of its own.
    var standalone: String {
        let canvas = "<rect class=\"canvas\" width=\"\(Drawing.place(Self.width))\" height=\"\(Drawing.place(height))\"/>\n"
        let size = " xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Drawing.place(Self.width * 2))\" height=\"\(Drawing.place(height * 2))\""
        return element(extra: size, body: "<style>\(Style.chart)</style>\n" + canvas + body)
    }

    private func element(extra: String, body: String) -> String {
        "<svg\(extra) viewBox=\"0 0 \(Drawing.place(Self.width)) \(Drawing.place(height))\" role=\"img\" aria-labelledby=\"\(name)-title \(name)-description\">\n"
            + "<title id=\"\(name)-title\">\(title.escaped)</title>\n<desc id=\"\(name)-description\">\(description.escaped)</desc>\n\(body)</svg>\n"
    }
}
