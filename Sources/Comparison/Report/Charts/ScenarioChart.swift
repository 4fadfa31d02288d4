/// The median of each arm in each scenario, with its interval.
enum ScenarioChart {
    private static let row = 16.0

    static func figure(_ summary: Summary) -> Figure {
        let (name, title) = ("scenarios", "Median by scenario, with 95 % intervals")
        let names = summary.arms.first?.scenarios.map(\.name) ?? []
        let all = summary.arms.flatMap(\.scenarios)
        let values = all.flatMap { [$0.median, $0.interval?.lower, $0.interval?.upper].compactMap(\.self) }
        guard let lowest = values.min(), let highest = values.max() else { return .empty(name, title) }
        let legend = Legend(arms: summary.arms.map(\.name))
        var plot = Plot(left: 14, top: legend.height, height: Double(names.count) * (Double(summary.arms.count) * row + 22))
        legend.draw(on: &plot.drawing)
        let scale = LinearScale(lowest...highest, to: (plot.left + 6, plot.right - 6), ticks: 6)
        plot.horizontalAxis(scale, title: "median voice to voice (ms)")
        var y = plot.top
        for (index, name) in names.enumerated() {
            plot.drawing.line((plot.left, y), (plot.right, y), class: "axis")
            plot.drawing.text(Label.fittedSemibold(name, in: plot.right - plot.left - 8), plot.left + 2, y + 14, class: "legend strong halo")
            y += 22
            for (arm, summary) in summary.arms.enumerated() {
                draw(summary.scenarios[index], arm, y + 6, scale, &plot.drawing)
                y += row
            }
        }
        return Figure(name: name, title: title, description: description(summary), height: plot.height, body: plot.drawing.body)
    }

    private static func draw(_ scenario: ArmSummary.Scenario, _ arm: Int, _ y: Double, _ scale: LinearScale, _ drawing: inout Drawing) {
        guard let median = scenario.median else { return }
        if let interval = scenario.interval {
            drawing.line((scale(interval.lower), y), (scale(interval.upper), y), class: Style.line(arm: arm))
            for end in [interval.lower, interval.upper] { drawing.line((scale(end), y - 3), (scale(end), y + 3), class: Style.solid(arm: arm)) }
        }
        drawing.circle(scale(median), y, radius: 4, class: Style.dot(arm: arm))
    }

    private static func description(_ summary: Summary) -> String {
        summary.arms.flatMap { arm in
            arm.scenarios.compactMap { scenario in scenario.median.map { "\(arm.name) in \(scenario.name): \(Text.milliseconds($0))." } }
        }.joined(separator: " ")
    }
}
