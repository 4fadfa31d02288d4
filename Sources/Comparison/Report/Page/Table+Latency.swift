extension Table {
    /// Every span of every arm.
    static func latency(_ summary: Summary) -> Table {
        var table = Table(
            caption: "Milliseconds over plainly answered turns. A percentile is given only where there are turns enough to have one.",
            columns: ["span, arm", "turns", "calls", "mean", "p50", "p90", "p95", "p99", "max"])
        for span in SpanName.allCases where summary.arms.contains(where: { $0.distribution(of: span) != nil }) {
            for (index, arm) in summary.arms.enumerated() {
                table.append("\(span.title), \(arm.name)", arm: index, startsGroup: index == 0, cells(arm.distribution(of: span)))
            }
        }
        if summary.arms.contains(where: { $0.disagreement.count > 0 }) {
            for (index, arm) in summary.arms.enumerated() {
                table.append("caller's measure less the gateway's, \(arm.name)", arm: index, startsGroup: index == 0, cells(arm.disagreement))
            }
        }
        return table
    }

    private static func cells(_ distribution: Distribution?) -> [Cell] {
        let figures = [distribution?.mean, distribution?.p50, distribution?.p90, distribution?.p95, distribution?.p99, distribution?.max]
        return [Cell(Text.number(Double(distribution?.count ?? 0))), Cell(Text.number(Double(distribution?.calls ?? 0)))]
            + figures.map { Cell(milliseconds($0)) }
    }

    /// The chart by scenario in figures.
    static func scenarios(_ summary: Summary) -> Table {
        var table = Table(caption: "Median voice to voice by scenario", columns: ["scenario, arm", "calls", "turns", "median (ms)", "95 % interval (ms)"])
        for (index, name) in (summary.arms.first?.scenarios.map(\.name) ?? []).enumerated() {
            for (number, arm) in summary.arms.enumerated() {
                let scenario = arm.scenarios[index]
                table.append(
                    "\(name), \(arm.name)", arm: number, startsGroup: number == 0,
                    [
                        Cell("\(scenario.calls)"), Cell("\(scenario.turns)"), Cell(milliseconds(scenario.median)),
                        Cell(scenario.interval.map { Text.interval($0) } ?? "–"),
                    ])
            }
        }
        return table
    }
}
