/// Compares a run with an earlier one, arm by arm: has anything become slower, or failed more often?
public struct Regression: Codable, Equatable, Sendable {
    public var rows: [RegressionRow]
    /// Arms that only one of the runs has; they cannot be compared.
    public var unmatched: [String]
    public var threshold: Double
    public var failureThreshold: Double

    /// 36 calls of each run, none of which failed, show that no more than this lies between them.
    public static let defaultFailureThreshold = 0.1

    /// - Parameters:
    ///   - threshold: a share of the base's figure that a difference must exceed to be called better or worse.
    ///   - failureThreshold: the same of the failed calls, as a share of all calls, since there may have been none: 0.05 is 5 percentage points.
    ///   - resamples: of each bootstrap.
    public init(
        base: ComparisonRun, new: ComparisonRun, threshold: Double = 0.05, failureThreshold: Double = defaultFailureThreshold,
        resamples: Int = Bootstrap.resamples
    ) {
        let (before, after) = (base.arms, new.arms)
        var generator = Xoshiro256(seed: new.facts.seed)
        self.threshold = threshold
        self.failureThreshold = failureThreshold
        unmatched = before.filter { !after.contains($0) } + after.filter { !before.contains($0) }
        rows = before.filter(after.contains).flatMap { arm in
            Self.rows(arm, base.calls(of: arm), new.calls(of: arm), (threshold, failureThreshold), resamples, &generator)
        }
    }

    /// The run's verdict: worse if any row is, else better if any is, else "same" only if every row is.
    public var verdict: RegressionVerdict {
        let verdicts = Set(rows.map(\.verdict))
        return [.worse, .better, .notEnough, .same].first(where: verdicts.contains) ?? .notEnough
    }

    private static func rows(
        _ arm: String, _ base: [MeasuredCall], _ new: [MeasuredCall], _ threshold: (latency: Double, failures: Double), _ resamples: Int,
        _ generator: inout Xoshiro256
    ) -> [RegressionRow] {
        let figures = RegressionRow.Figure.allCases
        let differences = SpanComparison(base: base, other: new, span: .voiceToVoice, using: &generator)
            .differences(figures.compactMap(\.measure), resamples: resamples, using: &generator)
        return figures.map { figure in
            guard let measure = figure.measure else { return failures(arm, base, new, threshold.failures) }
            return row(arm, figure, differences.first { $0.measure == measure }, differences.first { $0.measure == .median }, threshold.latency)
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
        // Failures that chance does not explain need no 30 calls: the interval of shares holds for few as well.
        let isEnough = rate.isEnough || (rate.isClaimed && rate.estimate > threshold)
        let verdict = RegressionVerdict(estimate: rate.estimate, interval: rate.interval, threshold: threshold, isEnough: isEnough)
        return RegressionRow(
            arm: arm, figure: .failureRate, base: rate.base.share, new: rate.other.share, difference: rate.estimate, interval: rate.interval,
            calls: rate.calls, verdict: verdict)
    }
}
