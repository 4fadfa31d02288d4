/// A table of the page: captioned, with headers that a screen reader can relate to each cell.
struct Table {
    /// A cell of the body.
    struct Cell: ExpressibleByStringLiteral {
        let text: String
        var isText = false

        init(stringLiteral text: String) { self.init(text) }
        init(_ text: String, isText: Bool = false) {
            self.text = text
            self.isText = isText
        }
        static func text(_ text: String) -> Cell { Cell(text, isText: true) }
    }
    private struct Row {
        let header: String
        let arm: Int?
        let cells: [Cell]
        let startsGroup: Bool
    }
    let caption: String
    let columns: [String]
    private var rows: [Row] = []

    init(caption: String, columns: [String]) {
        self.caption = caption
        self.columns = columns
    }

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter arm: whose colour marks the row.
    mutating func append(_ header: String, arm: Int? = nil, startsGroup: Bool = false, _ cells: [Cell]) {
        rows.append(Row(header: header, arm: arm, cells: cells, startsGroup: startsGroup))
    }

    /// It scrolls by itself where it is wider than the screen, by keyboard too.
    var html: String {
        let header = columns.enumerated().map { index, column in
            let isText = index > 0 && rows.first.map { $0.cells.indices.contains(index - 1) && $0.cells[index - 1].isText } ?? false
            return "<th scope=\"col\"\(isText ? " class=\"text\"" : "")>\(column.escaped)</th>"
        }.joined()
        let body = rows.map { row in
            let key = row.arm.map { "<span class=\"key k\($0 % Style.armCount)\"></span>" } ?? ""
            let cells = row.cells.map { "<td\($0.isText ? " class=\"text\"" : "")>\($0.text.escaped)</td>" }.joined()
            return "<tr\(row.startsGroup ? " class=\"first\"" : "")><th scope=\"row\">\(key)\(row.header.escaped)</th>\(cells)</tr>\n"
        }.joined()
        return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(caption.escaped)\"><table><caption>\(caption.escaped)</caption>\n"
            + "<thead><tr>\(header)</tr></thead>\n<tbody>\n\(body)</tbody></table></div>\n"
    }
}
