extension Regression {
    /// For a terminal: a line per row, columns aligned, the verdict last.
    public var table: String {
        let header = ["arm", "figure", "base", "new", "difference", "95 % interval", "calls", "verdict"]
        let lines = [header] + rows.map(Self.cells)
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        var text = lines.map { Self.line($0, widths) }.joined()
        for arm in unmatched { text += "\(arm.printable): has calls in one of the runs only, not compared\n" }
        for scenario in unmatchedScenarios { text += "\(scenario.printable): a scenario of one of the runs only; these runs are not alike\n" }
        let (latency, failures) = (Text.number(threshold * 100, decimals: 1), Text.number(failureThreshold * 100, decimals: 1))
        return text + "verdict: \(verdict.title) (thresholds: latency \(latency) %, failed calls and unanswered turns \(failures) points)\n"
    }

    /// Words to the left, figures to the right.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let space = String(repeating: " ", count: widths[column] - cell.count)
            let isText = column < 2 || column == cells.count - 1
            line += (column == 0 ? "" : "  ") + (isText ? cell + space : space + cell)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    private static func cells(_ row: RegressionRow) -> [String] {
        let isRate = row.figure.rate != nil
        func level(_ value: Double?) -> String { value.map { isRate ? Text.percent($0) : Text.milliseconds($0) } ?? "–" }
        func change(_ value: Double) -> String { isRate ? Text.signed(value * 100, decimals: 1) : Text.signed(value, decimals: value.magnitude < 10 ? 1 : 0) }
        return [
            row.arm.printable, row.figure.title, level(row.base), level(row.new), row.difference.map(change) ?? "–",
            row.interval.map { "\(change($0.lower)) … \(change($0.upper))" } ?? "–", row.calls.map { "\($0)" }.joined(separator: ", "), row.verdict.title,
        ]
    }
}
