/// The distribution of a value, one row per arm over one axis.
enum HistogramChart {
    private static let rowHeight = 88.0

    static func voiceToVoice(_ run: ComparisonRun) -> Figure {
        figure("distribution", "Distribution of voice to voice", axis: "voice to voice (ms)", ArmValues.of(run, ArmValues.voiceToVoice))
    }

    static func disagreement(_ run: ComparisonRun) -> Figure {
        figure(
            "disagreement", "What the caller hears, less what the gateway measures", axis: "caller's voice to voice − gateway's (ms)",
            ArmValues.of(run, \.disagreement))
    }

    private static func figure(_ name: String, _ title: String, axis: String, _ arms: [ArmValues]) -> Figure {
        guard let extent = ArmValues.extent(arms) else { return .empty(name, title) }
        var plot = Plot(left: 12, top: 4, height: Double(arms.count) * rowHeight)
        let scale = LinearScale(extent, to: (plot.left + 4, plot.right - 4), ticks: 6)
        plot.horizontalAxis(scale, title: ArmValues.axisTitle(axis, arms, scale))
        let bins = Bins(arms.map(\.distribution), scale.domain)
        for (index, arm) in arms.enumerated() { row(arm, index, bins, scale, &plot) }
        return Figure(name: name, title: title, description: description(arms), height: plot.height, body: plot.drawing.body)
    }

    private static func row(_ arm: ArmValues, _ index: Int, _ bins: Bins, _ scale: LinearScale, _ plot: inout Plot) {
        let floor = plot.top + Double(index + 1) * rowHeight
        // The name has the row's upper edge to itself.
        let tallest = rowHeight - 20
        let shares = bins.shares(arm.distribution)
        var points = [(scale(bins.edge(0)), floor)]
        for (bin, share) in shares.enumerated() {
            let y = floor - share / bins.highest * tallest
            points += [(scale(bins.edge(bin)), y), (scale(bins.edge(bin + 1)), y)]
        }
        points.append((scale(bins.edge(shares.count)), floor))
        plot.drawing.path(points, class: Style.area(arm: index), closed: true)
        plot.drawing.line((plot.left, floor), (plot.right, floor), class: "axis")
        var caption = "\(Text.number(Double(arm.distribution.count))) turns"
        if let median = arm.distribution.percentile(0.5) {
            plot.drawing.line((scale(median), floor - tallest), (scale(median), floor), class: "median")
            caption += ", median \(Text.milliseconds(median))"
        }
        let space = plot.right - plot.left - Label.width(caption) - 16
        plot.drawing.text(Label.fittedSemibold(arm.name, in: space), plot.left + 2, floor - rowHeight + 13, class: "legend strong")
        plot.drawing.text(caption, plot.right - 2, floor - rowHeight + 13, .end, class: "tick")
    }

    private static func description(_ arms: [ArmValues]) -> String {
        arms.map { arm in
            guard let median = arm.distribution.percentile(0.5), let p90 = arm.distribution.percentile(0.9) else { return "\(arm.name): no turns." }
            return "\(arm.name): \(arm.distribution.count) turns, half of them up to \(Text.milliseconds(median)), nine of ten up to \(Text.milliseconds(p90))."
        }.joined(separator: " ")
    }
}

extension Figure {
    /// A chart of nothing says so.
    static func empty(_ name: String, _ title: String) -> Figure {
        var drawing = Drawing()
        drawing.text("Nothing was measured.", width / 2, 44, .middle, class: "label")
        return Figure(name: name, title: title, description: "Nothing was measured.", height: 80, body: drawing.body)
    }
}
