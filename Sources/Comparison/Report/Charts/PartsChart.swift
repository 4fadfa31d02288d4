/// Where the time goes, at each percentile: a stacked bar per arm.
enum PartsChart {
    private static let fractions = [0.5, 0.9, 0.95, 0.99]
    private static let bar = 16.0
    private struct Row {
        let arm: String
        let parts: PercentileParts
    }

    static func figure(_ run: ComparisonRun) -> Figure {
        let (name, title) = ("parts", "Where the time goes, by percentile")
        let arms = run.arms.map { (name: $0, turns: run.calls(of: $0).flatMap(\.turns)) }
        let groups = fractions.map { fraction in
            (fraction, arms.compactMap { arm in PercentileParts(arm.turns, fraction).map { Row(arm: arm.name, parts: $0) } })
        }.filter { !$0.1.isEmpty }
        guard let longest = groups.flatMap({ $0.1.map(\.parts.length) }).max() else { return .empty(name, title) }
        let legend = Legend(
            SpanName.parts.enumerated().map { Legend.Entry(text: $0.element.title, mark: .box(Style.part($0.offset))) }
                + [Legend.Entry(text: "not accounted for", mark: .box(Style.part(SpanName.parts.count)))])
        let height = groups.reduce(0.0) { $0 + Double($1.1.count) * bar + 20 }
        var plot = Plot(left: 104, top: legend.height, height: height)
        legend.draw(on: &plot.drawing)
        let scale = LinearScale(0...longest, to: (plot.left, plot.right), ticks: 7)
        plot.horizontalAxis(scale, title: "mean of the turns around the percentile (ms)")
        var y = plot.top
        for (fraction, rows) in groups {
            plot.drawing.text("p\(Text.number(fraction * 100))", 6, y + 13, class: "legend strong")
            y += 17
            for row in rows {
                plot.drawing.text(Label.fitted(row.arm, in: plot.left - 18), plot.left - 6, y + 11, .end, class: "tick")
                draw(row, y, scale, &plot.drawing)
                y += bar
            }
            y += 3
        }
        return Figure(name: name, title: title, description: description(groups.flatMap(\.1)), height: plot.height, body: plot.drawing.body)
    }

    private static func draw(_ row: Row, _ y: Double, _ scale: LinearScale, _ drawing: inout Drawing) {
        var start = 0.0
        let parts = row.parts.parts.map { (title: $0.span.title, mean: $0.mean, style: SpanName.parts.firstIndex(of: $0.span) ?? 0) }
        for part in parts + [(title: "not accounted for", mean: row.parts.rest, style: SpanName.parts.count)] where part.mean > 0 {
            let (from, to) = (scale(start), scale(start + part.mean))
            let text = Text.number(part.mean)
            drawing.rectangle(
                x: from, y: y, width: to - from, height: bar - 2, class: Style.part(part.style),
                title: "\(row.arm), p\(Text.number(row.parts.fraction * 100)): \(part.title) \(text) ms")
            if to - from > Label.width(text) + 4 { drawing.text(text, (from + to) / 2, y + 10.5, .middle, class: Style.onPart(part.style)) }
            start += part.mean
        }
    }

    private static func description(_ rows: [Row]) -> String {
        rows.map { row in
            let parts = row.parts.parts.map { "\($0.span.title) \(Text.number($0.mean))" }.joined(separator: ", ")
            let percentile = "p\(Text.number(row.parts.fraction * 100))"
            return "\(row.arm), \(percentile): \(Text.milliseconds(row.parts.total)) of which \(parts.isEmpty ? "no part is known" : parts)."
        }.joined(separator: " ")
    }
}
