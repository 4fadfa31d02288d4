extension Table {
    /// Spans of an arm against the first.
    static func differences(_ comparison: ArmComparison) -> Table {
        var table = Table(
            caption: "Milliseconds that \(comparison.other) takes more than \(comparison.base), with 95 % intervals by bootstrap over calls",
            columns: ["span", "measure", comparison.base, comparison.other, "difference", "95 % interval", "would have been seen", "calls", "verdict"])
        var last: SpanName?
        for difference in comparison.differences {
            let interval = difference.interval
            let decimals = max(interval.lower.magnitude, interval.upper.magnitude) < 10 ? 1 : 0
            func signed(_ value: Double) -> String { Text.signed(value, decimals: decimals) }
            table.append(
                difference.span.title, startsGroup: difference.span != last,
                [
                    .text(difference.measure.title), Cell(milliseconds(difference.base)), Cell(milliseconds(difference.other)),
                    Cell(signed(difference.estimate)), Cell("\(signed(interval.lower)) … \(signed(interval.upper))"),
                    Cell(Text.number(interval.reach, decimals: decimals)), Cell("\(difference.calls[0]), \(difference.calls[1])"),
                    .text(verdict(isClaimed: difference.isClaimed, isEnough: difference.isEnough)),
                ])
            last = difference.span
        }
        return table
    }

    /// Proportions of an arm against the first.
    static func rates(_ comparison: ArmComparison) -> Table {
        var table = Table(
            caption: "Shares, and the difference in percentage points with Newcombe's 95 % interval; turns are weighed down by how they cluster in calls",
            columns: ["what", comparison.base, comparison.other, "difference", "95 % interval", "would have been seen", "verdict"])
        for rate in comparison.rates {
            func points(_ value: Double) -> String { Text.signed(value * 100, decimals: 1) }
            table.append(
                rate.rate.title,
                [
                    Cell("\(rate.base.count) of \(rate.base.total)"), Cell("\(rate.other.count) of \(rate.other.total)"), Cell(points(rate.estimate)),
                    Cell("\(points(rate.interval.lower)) … \(points(rate.interval.upper))"), Cell(Text.number(rate.interval.reach * 100, decimals: 1)),
                    .text(verdict(isClaimed: rate.isClaimed, isEnough: rate.isEnough)),
                ])
        }
        return table
    }

    /// What calls come to, of an arm against the first.
    static func figures(_ comparison: ArmComparison) -> Table {
        var table = Table(
            caption: "What a call comes to, with 95 % intervals of the ratios' difference (linearised, over calls or callers)",
            columns: ["what", comparison.base, comparison.other, "difference", "95 % interval", "calls or callers", "verdict"])
        for figure in comparison.figures {
            let decimals = figure.decimals
            func signed(_ value: Double) -> String { Text.signed(value, decimals: decimals) }
            table.append(
                figure.currency.map { "\(figure.figure.title) (\($0))" } ?? figure.figure.title,
                [
                    Cell(Text.number(figure.base, decimals: decimals)), Cell(Text.number(figure.other, decimals: decimals)), Cell(signed(figure.estimate)),
                    Cell("\(signed(figure.interval.lower)) … \(signed(figure.interval.upper))"), Cell("\(figure.units[0]), \(figure.units[1])"),
                    .text(verdict(isClaimed: figure.isClaimed, isEnough: figure.isEnough)),
                ])
        }
        return table
    }

    private static func verdict(isClaimed: Bool, isEnough: Bool) -> String { isClaimed ? "shown" : isEnough ? "not shown" : "too few calls" }
}
