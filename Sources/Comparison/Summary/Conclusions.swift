/// Puts a summary's figures into sentences.
enum Conclusions {
    static func of(_ summary: Summary) -> [Conclusion] {
        warnings(summary) + summary.comparisons.flatMap(comparing) + scope(summary)
    }

    // MARK: The run itself

    /// The caller's and the gateway's rulers end a frame or two apart: what lies between them is the line. Beyond, one of them is wrong.
    private static let disagreement = 60.0

    private static func warnings(_ summary: Summary) -> [Conclusion] {
        var warnings = (summary.facts.notes ?? []).map { Conclusion(.warning, $0) }
        if let ratio = summary.sampleRatio, ratio.isOff {
            let observed = ratio.observed.map { "\($0)" }.joined(separator: " : ")
            let expected = ratio.expected.map { Text.number($0) }.joined(separator: " : ")
            warnings.append(
                Conclusion(
                    .warning,
                    "The calls are not split as set: \(observed) instead of \(expected) (p = \(Text.probability(ratio.probability))). "
                        + "Find out where calls went missing before believing any difference."))
        }
        for arm in summary.arms {
            if arm.calls == 0 {
                warnings.append(Conclusion(.warning, "\(arm.name) has no calls."))
            } else if arm.failedCalls == arm.calls {
                warnings.append(Conclusion(.warning, "All \(arm.calls) calls of \(arm.name) failed."))
            }
            if arm.callsWithCost > 0, arm.callsWithCost < arm.calls {
                warnings.append(
                    Conclusion(.warning, "The cost of \(arm.callsWithCost) of \(arm.name)'s \(arm.calls) calls is known; the others may cost more or less."))
            }
            if let median = arm.disagreement.p50, abs(median) > disagreement {
                let direction = median > 0 ? "later" : "sooner"
                warnings.append(
                    Conclusion(
                        .warning,
                        "The callers of \(arm.name) hear answers \(Text.milliseconds(abs(median))) \(direction) than the gateway measures them, at the median.")
                )
            }
        }
        return warnings
    }

    // MARK: Two arms

    private static func comparing(_ comparison: ArmComparison) -> [Conclusion] {
        (spans(comparison) + parts(comparison) + rates(comparison) + figures(comparison)).map { Conclusion($0.kind, of: comparison.other, $0.text) }
    }

    private static func spans(_ comparison: ArmComparison) -> [Conclusion] {
        let (base, other) = (comparison.base, comparison.other)
        let differences = Measure.allCases.compactMap { comparison.difference($0) }
        // Where callers stay in their arm, they are what is counted.
        let units = comparison.rates.contains { $0.units != $0.calls } ? "callers" : "calls"
        guard let first = differences.first else {
            return [Conclusion(.tooFew, "\(base) and \(other) cannot be compared: one of them has answered turns of fewer than two \(units).")]
        }
        guard differences.allSatisfy(\.isEnough) else {
            let count = first.calls.min() ?? 0
            let wanted = "at least \(Difference.minimumCalls) each are wanted."
            return [Conclusion(.tooFew, "Too few \(units) to say which of \(base) and \(other) answers sooner: \(count), \(wanted)")]
        }
        return differences.map { sentence($0, base, other, units) }
    }

    private static func sentence(_ difference: Difference, _ base: String, _ other: String, _ units: String) -> Conclusion {
        let calls = difference.calls.map { Text.number(Double($0)) }.joined(separator: " and ") + " \(units)"
        guard difference.isClaimed else {
            let subject =
                switch difference.measure {
                case .shift: "No difference between the same turns of \(base) and \(other) is shown"
                case .median: "No difference between the medians of \(base) and \(other) is shown"
                case .mean: "No difference between the means of \(base) and \(other) is shown"
                case .p95: "No difference between the slowest answers (p95) of \(base) and \(other) is shown"
                }
            let reach = difference.interval.reach
            let limit = reach == 0 ? ": all resamples agree." : "; one of more than about \(Text.milliseconds(reach)) would probably have been."
            return Conclusion(.undecided, subject + limit)
        }
        let later = difference.estimate > 0
        let amount = "\(Text.milliseconds(abs(difference.estimate))) \(later ? "later" : "sooner")"
        let subject =
            switch difference.measure {
            case .shift: "\(other) answers the same turn \(amount) than \(base)"
            case .median: "\(other) answers \(amount) than \(base) at the median of all turns"
            case .mean: "\(other) answers \(amount) than \(base) on average"
            case .p95: "\(other)'s slowest answers (p95) come \(amount) than \(base)'s"
            }
        return Conclusion(.difference, "\(subject) (95 % interval \(Text.interval(difference.interval, sign: later ? 1 : -1)) ms, \(calls)).")
    }

    /// A stream's frame in milliseconds. Where in its frames a provider of a run ends a part is the same for all calls: what lies below is no news.
    private static let grid = 20.0

    /// Where the difference comes from.
    private static func parts(_ comparison: ArmComparison) -> [Conclusion] {
        // Without a difference of the whole, one of a part is more often luck than news; the table has it.
        guard comparison.difference(.shift)?.isClaimed == true else { return [] }
        return SpanName.parts.compactMap { span in
            guard let difference = comparison.difference(.shift, of: span), difference.isClaimed, difference.estimate.magnitude >= grid else { return nil }
            let longer = difference.estimate > 0
            return Conclusion(
                .difference,
                "Of the parts, \(span.title) takes \(Text.milliseconds(abs(difference.estimate))) \(longer ? "longer" : "less") in \(comparison.other) "
                    + "(95 % interval \(Text.interval(difference.interval, sign: longer ? 1 : -1)) ms).")
        }
    }

    private static func rates(_ comparison: ArmComparison) -> [Conclusion] {
        let rates = comparison.rates.filter { ($0.isEnough || $0.isClaimed) && $0.base.count + $0.other.count > 0 }
        let undecided = rates.filter { !$0.isClaimed }.map { rate in
            "\(rate.rate.title) (\(Text.percent(rate.base.share)) and \(Text.percent(rate.other.share)); "
                + "would probably have been from about \(Text.points(rate.interval.reach)) points on)"
        }
        let shown = rates.filter(\.isClaimed).map { sentence($0, comparison) }
        guard !undecided.isEmpty else { return shown }
        let text = "Between \(comparison.base) and \(comparison.other) no difference is shown of \(undecided.joined(separator: ", "))."
        return shown + [Conclusion(.undecided, text)]
    }

    private static func sentence(_ rate: RateDifference, _ comparison: ArmComparison) -> Conclusion {
        let more = rate.estimate > 0
        let points = Interval(lower: rate.interval.lower * 100, upper: rate.interval.upper * 100)
        let bounds = Text.interval(points, sign: more ? 1 : -1, decimals: 1)
        let caveat = rate.rate == .unanswered ? " Latency is compared over answered turns only, which are no longer the same turns." : ""
        return Conclusion(
            .difference,
            "\(comparison.other) has \(more ? "more" : "fewer") \(rate.rate.title) than \(comparison.base): \(Text.percent(rate.other.share)) against "
                + "\(Text.percent(rate.base.share)) (95 % interval of the difference \(bounds) points).\(caveat)")
    }

    private static func figures(_ comparison: ArmComparison) -> [Conclusion] {
        comparison.figures.filter(\.isClaimed).map { figure in
            let more = figure.estimate > 0
            let unit = figure.currency.map { " \($0)" } ?? ""
            let amount = Text.number(figure.estimate.magnitude, decimals: figure.decimals) + unit
            let bounds = Text.interval(figure.interval, sign: more ? 1 : -1, decimals: figure.decimals)
            return Conclusion(
                .difference,
                "\(comparison.other) has \(amount) \(more ? "more" : "less") \(figure.figure.title) than \(comparison.base) (95 % interval \(bounds)).")
        }
    }

    // MARK: How far it reaches

    private static func scope(_ summary: Summary) -> [Conclusion] {
        let intervals = summary.comparisons.reduce(0) { $0 + $1.differences.count + $1.rates.count + $1.figures.count }
        guard intervals > 0 else { return [] }
        return [
            Conclusion(
                .scope,
                "This holds for the scenarios, the time and the network path of this run; other callers, lines or hours may differ. "
                    + "Each interval misses the truth 1 time in 20, and this report has \(intervals) of them: decide beforehand which one you go by.")
        ]
    }
}
