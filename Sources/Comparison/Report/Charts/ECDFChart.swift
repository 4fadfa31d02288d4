/// Which share of an arm's turns was answered within a time: one line per arm.
enum ECDFChart {
    static func figure(_ run: ComparisonRun) -> Figure {
        let (name, title) = ("ecdf", "Share of turns answered within a time")
        let arms = ArmValues.of(run, ArmValues.voiceToVoice)
        guard let extent = ArmValues.extent(arms) else { return .empty(name, title) }
        let legend = Legend(arms: arms.map(\.name))
        var plot = Plot(top: legend.height, height: 190)
        legend.draw(on: &plot.drawing)
        let scale = LinearScale(extent, to: (plot.left, plot.right), ticks: 6)
        let shares = LinearScale(0...1, to: (plot.bottom, plot.top), ticks: 5)
        plot.verticalAxis(shares, title: "share of turns (%)") { Text.number($0 * 100) }
        plot.horizontalAxis(scale, title: ArmValues.axisTitle("voice to voice (ms)", arms, scale))
        for (index, arm) in arms.enumerated() {
            plot.drawing.path(steps(arm.distribution, scale, shares), class: Style.line(arm: index))
        }
        return Figure(name: name, title: title, description: description(arms), height: plot.height, body: plot.drawing.body)
    }

    /// Steps at a resolution of one unit: more points would not be seen.
    private static func steps(_ distribution: EmpiricalDistribution, _ scale: LinearScale, _ shares: LinearScale) -> [(Double, Double)] {
        guard distribution.count > 0 else { return [] }
        let (from, to) = scale.range
        let count = Int(to - from)
        return (0...count).flatMap { step -> [(Double, Double)] in
            let x = from + Double(step)
            let value = scale.domain.lowerBound + Double(step) / Double(count) * (scale.domain.upperBound - scale.domain.lowerBound)
            return [(x, shares(distribution.share(atMost: value)))]
        }
    }

    private static func description(_ arms: [ArmValues]) -> String {
        arms.map { "\($0.name): \(Text.percent($0.distribution.share(atMost: 1_000))) of \($0.distribution.count) turns within a second." }
            .joined(separator: " ")
    }
}
