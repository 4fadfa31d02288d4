/// Compares a run with an earlier one, arm by arm: has anything become slower, or failed more often?
public struct Regression: Codable, Equatable, Sendable {
    public var rows: [RegressionRow]
    /// Arms that only one of the runs has; they cannot be compared.
    public var unmatched: [String]
    public var threshold: Double

    /// - Parameters:
    ///   - threshold: a share of the base's figure that a difference must exceed to be called better or worse; for the failure rate, which may be 0,
    ///     as percentage points: 0.05 is 5 of them.
    ///   - resamples: of each bootstrap.
    public init(base: ComparisonRun, new: ComparisonRun, threshold: Double = 0.05, resamples: Int = Bootstrap.resamples) {
        let (before, after) = (base.arms, new.arms)
        var generator = Xoshiro256(seed: new.facts.seed)
        self.threshold = threshold
        unmatched = before.filter { !after.contains($0) } + after.filter { !before.contains($0) }
        rows = before.filter(after.contains).flatMap { arm in
            Self.rows(arm, base.calls(of: arm), new.calls(of: arm), threshold, resamples, &generator)
        }
    }

    /// The run's verdict: worse if any row is, else better if any is, else "same" only if every row is.
    public var verdict: RegressionVerdict {
        let verdicts = Set(rows.map(\.verdict))
        return [.worse, .better, .notEnough, .same].first(where: verdicts.contains) ?? .notEnough
    }

    private static func rows(
        _ arm: String, _ base: [MeasuredCall], _ new: [MeasuredCall], _ threshold: Double, _ resamples: Int, _ generator: inout Xoshiro256
    ) -> [RegressionRow] {
        let figures = RegressionRow.Figure.allCases
        let differences = SpanComparison(base: base, other: new, span: .voiceToVoice, using: &generator)
            .differences(figures.compactMap(\.measure), resamples: resamples, using: &generator)
        return figures.map { figure in
            guard let measure = figure.measure else { return failures(arm, base, new, threshold) }
            return row(arm, figure, differences.first { $0.measure == measure }, differences.first { $0.measure == .median }, threshold)
        }
    }

    private static func row(
        _ arm: String, _ figure: RegressionRow.Figure, _ difference: Difference?, _ median: Difference?, _ threshold: Double
    ) -> RegressionRow {
        guard let difference, let level = difference.base ?? median?.base else {
            return RegressionRow(arm: arm, figure: figure, calls: [0, 0], verdict: .notEnough)
        }
        let verdict = RegressionVerdict(
            estimate: difference.estimate, interval: difference.interval, threshold: threshold * level.magnitude, isEnough: difference.isEnough)
        return RegressionRow(
            arm: arm, figure: figure, base: level, new: difference.other ?? median?.other, difference: difference.estimate, interval: difference.interval,
            calls: difference.calls, verdict: verdict)
    }

    private static func failures(_ arm: String, _ base: [MeasuredCall], _ new: [MeasuredCall], _ threshold: Double) -> RegressionRow {
        guard let rate = RateDifference(.failure, base: base, other: new) else {
            return RegressionRow(arm: arm, figure: .failureRate, calls: [base.count, new.count], verdict: .notEnough)
        }
        // Failures that chance does not explain are no matter of how many calls there were: the interval of shares holds for few as well.
        let isEnough = rate.isEnough || (rate.interval.excludesZero && rate.estimate > threshold)
        let verdict = RegressionVerdict(estimate: rate.estimate, interval: rate.interval, threshold: threshold, isEnough: isEnough)
        return RegressionRow(
            arm: arm, figure: .failureRate, base: rate.base.share, new: rate.other.share, difference: rate.estimate, interval: rate.interval,
            calls: rate.calls, verdict: verdict)
    }
}
