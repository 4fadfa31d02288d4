extension Table {
    /// What became of calls and turns: a column per arm.
    static func outcomes(_ summary: Summary) -> Table {
        var table = Table(caption: "Calls and turns, with every outcome counted", columns: [""] + summary.arms.map(\.name))
        func row(_ header: String, startsGroup: Bool = false, _ cell: (ArmSummary) -> String) {
            table.append(header, startsGroup: startsGroup, summary.arms.map { Cell(cell($0)) })
        }
        row("calls") { Text.number(Double($0.calls)) }
        row("failed calls") { share($0.failedCalls, of: $0.calls) }
        for reason in reasons(summary, \.failures) { row("… \(reason)") { count(reason, $0.failures) } }
        row("turns", startsGroup: true) { Text.number(Double($0.turns)) }
        for outcome in TurnOutcome.allCases { row(outcome.title) { share($0.outcomes[outcome, default: 0], of: $0.turns) } }
        row("interruptions by the caller", startsGroup: true) { Text.number(Double($0.interruptions)) }
        row("calls handed over") { arm in share(arm.handoffs.reduce(0) { $0 + $1.count }, of: arm.calls) }
        for outcome in reasons(summary, \.handoffs) { row("… \(outcome)") { count(outcome, $0.handoffs) } }
        row("playout underflows") { Text.number(Double($0.underflows)) }
        row("mean duration of a call (s)") { $0.calls == 0 ? "–" : Text.number($0.duration / Double($0.calls), decimals: 1) }
        row("connecting, p50 / p95 (ms)") { "\(milliseconds($0.connectTime.p50)) / \(milliseconds($0.connectTime.p95))" }
        row("calls whose cost is known", startsGroup: true) { share($0.callsWithCost, of: $0.calls) }
        row("cost") { costs($0.costs, decimals: 2) }
        row("cost per minute") { costs($0.costPerMinute, decimals: 4) }
        return table
    }

    private static func share(_ count: Int, of total: Int) -> String {
        total == 0 ? "–" : "\(Text.number(Double(count))) (\(Text.percent(Double(count) / Double(total))))"
    }

    private static func count(_ text: String, _ tallies: [ArmSummary.Tally]) -> String { "\(tallies.first { $0.text == text }?.count ?? 0)" }

    private static func costs(_ costs: [Cost], decimals: Int) -> String {
        costs.isEmpty ? "unknown" : costs.map { "\(Text.number($0.amount, decimals: decimals)) \($0.currency)" }.joined(separator: " + ")
    }

    /// Those of all arms, the most frequent first; a provider that puts a number into each message would fill the page.
    private static func reasons(_ summary: Summary, _ tallies: (ArmSummary) -> [ArmSummary.Tally]) -> [String] {
        let counts = summary.arms.flatMap(tallies).reduce(into: [:]) { $0[$1.text, default: 0] += $1.count }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(12).map(\.key)
    }

    /// A figure, or a dash where there is none.
    static func milliseconds(_ value: Double?) -> String { value.map { Text.number($0) } ?? "–" }
}
