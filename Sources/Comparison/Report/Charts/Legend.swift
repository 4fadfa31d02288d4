/// Names what colours and lines stand for, above a chart.
struct Legend {
    struct Entry {
        let text: String
        let mark: Mark
    }
    enum Mark {
        /// A line of this class.
        case line(String)
        /// A filled box of this class.
        case box(String)
    }
    private struct Placed {
        let entry: Entry
        let text: String
        let x: Double
        let row: Int
    }
    private var placed: [Placed] = []
    private static let rowHeight = 16.0
    private static let longest = 180.0

    /// Arms, each with its line.
    init(arms: [String]) { self.init(arms.enumerated().map { Entry(text: $0.element, mark: .line(Style.line(arm: $0.offset))) }) }

    init(_ entries: [Entry]) {
        var (x, row) = (8.0, 0)
        for entry in entries {
            let text = Label.fitted(entry.text, in: Self.longest)
            let width = 30 + Label.width(text) + 14
            if x > 8, x + width > Figure.width { (x, row) = (8, row + 1) }
            placed.append(Placed(entry: entry, text: text, x: x, row: row))
            x += width
        }
    }

    /// With the space below it.
    var height: Double { placed.isEmpty ? 6 : Double((placed.last?.row ?? 0) + 1) * Self.rowHeight + 10 }

    func draw(on drawing: inout Drawing) {
        for item in placed {
            let y = 12 + Double(item.row) * Self.rowHeight
            switch item.entry.mark {
            case .line(let names): drawing.line((item.x, y - 4), (item.x + 24, y - 4), class: names)
            case .box(let names): drawing.rectangle(x: item.x + 8, y: y - 9, width: 14, height: 10, class: names, title: item.entry.text)
            }
            drawing.text(item.text, item.x + 29, y, class: "legend")
        }
    }
}
