import FoundationEssentials

/// The report as one file: no script, nothing loaded from anywhere.
struct Page {
    let summary: Summary
    let figures: [Figure]

    var html: String {
        let names = summary.arms.map(\.name)
        let title = names.isEmpty ? "Comparison" : "Comparison: " + names.joined(separator: names.count == 2 ? " against " : ", ")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title.escaped)</title>
            <style>\(Style.chart)\(Style.page)</style>
            </head>
            <body>
            <header>
            <h1>\(title.escaped)</h1>
            <p class="soft">\(subtitle.escaped)</p>
            </header>
            <main>
            \(conclusions)\(charts)\(tables)\(method)\(facts)</main>
            </body>
            </html>

            """
    }

    private var subtitle: String {
        let calls = summary.arms.reduce(0) { $0 + $1.calls }
        let turns = summary.arms.reduce(0) { $0 + $1.turns }
        let numbers = "\(Text.number(Double(calls))) calls, \(Text.number(Double(turns))) turns"
        return "\(numbers), begun \(summary.facts.startedAt.formatted(.iso8601)), seed \(summary.facts.seed)"
    }

    private func section(_ id: String, _ title: String, _ content: String) -> String {
        "<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">\(title.escaped)</h2>\n\(content)</section>\n"
    }

    private var conclusions: String {
        guard !summary.conclusions.isEmpty else {
            return section("conclusions", "What may be concluded", "<p>One arm alone: there is nothing to compare.</p>\n")
        }
        let scope = summary.conclusions.filter { $0.kind == .scope }
        var html = list(summary.conclusions.filter { $0.arm == nil && $0.kind != .scope })
        for comparison in summary.comparisons {
            if summary.comparisons.count > 1 { html += "<h3>\(title(comparison).escaped)</h3>\n" }
            html += list(summary.conclusions.filter { $0.arm == comparison.other })
        }
        return section("conclusions", "What may be concluded", html + list(scope))
    }

    /// What is shown comes before what is not.
    private func list(_ conclusions: [Conclusion]) -> String {
        let order: [Conclusion.Kind] = [.warning, .tooFew, .difference, .undecided, .scope]
        let sorted = order.flatMap { kind in conclusions.filter { $0.kind == kind } }
        let items = sorted.map { "<li class=\"\($0.kind.rawValue)\">\(Self.label($0.kind))\($0.text.escaped)</li>\n" }.joined()
        return items.isEmpty ? "" : "<ul class=\"conclusions\">\n\(items)</ul>\n"
    }

    private func title(_ comparison: ArmComparison) -> String { "\(comparison.other) against \(comparison.base)" }

    /// Not by colour alone.
    private static func label(_ kind: Conclusion.Kind) -> String {
        switch kind {
        case .difference: "<b>Shown.</b> "
        case .undecided: "<b>Not shown.</b> "
        case .tooFew: "<b>Too few calls.</b> "
        case .warning: "<b>Look first.</b> "
        case .scope: "<b>How far it reaches.</b> "
        }
    }

    private var charts: String {
        let figures = figures.map { "<figure>\n<h3>\($0.title.escaped)</h3>\n\($0.inline)</figure>\n" }.joined()
        return section("charts", "Charts", "<div class=\"charts\">\n\(figures)</div>\n")
    }

    private var tables: String {
        var html = section("outcomes", "Calls and turns", Table.outcomes(summary).html)
        html += section("latency", "Latency", Table.latency(summary).html + Table.scenarios(summary).html)
        for (index, comparison) in summary.comparisons.enumerated() {
            let tables = [Table.differences(comparison), Table.rates(comparison), Table.figures(comparison)].filter { !$0.isEmpty }.map(\.html).joined()
            html += section("comparison-\(index)", title(comparison), tables.isEmpty ? "<p>There is nothing to compare.</p>\n" : tables)
        }
        return html
    }

    private var method: String {
        section(
            "method", "How the figures are made",
            """
            <p>Voice to voice runs from the caller's last voiced sample to the first audible sample of the answer. Only plainly answered turns enter the
            spans; every other outcome is counted beside them. A percentile is the smallest measured value that so many of the values do not exceed.</p>
            <p>“Same turn” is the median difference over all pairs of turns of two arms that share scenario, turn number and time (Hodges–Lehmann). What was
            asked and when drops out, so it sees smaller differences than the medians do. Intervals come from drawing whole calls again
            \(Text.number(Double(summary.resamples))) times, since the turns of one call are not independent. A difference is shown if its interval excludes 0 and each arm
            has at least \(Difference.minimumCalls) calls.</p>
            \(ratio)
            """)
    }

    private var ratio: String {
        guard let ratio = summary.sampleRatio else { return "" }
        let verdict = ratio.isOff ? "The split is off" : "The split of the calls is as set"
        return "<p>\(verdict) (χ² = \(Text.number(ratio.statistic, decimals: 2)), p = \(Text.probability(ratio.probability).escaped)).</p>\n"
    }

    private var facts: String { section("facts", "Repeat this run", FactList(summary.facts).html) }
}
