/// Compares a run with an earlier one, arm by arm: has anything become slower, or failed more often?
public struct Regression: Codable, Equatable, Sendable {
    public var rows: [RegressionRow]
    /// Arms that have calls in one of the runs only; they cannot be compared.
    public var unmatched: [String]
    /// What was called in one of the runs only: a difference may be one of scenarios.
    public var unmatchedScenarios: [String]
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
        let (before, after) = (Self.armsWithCalls(base), Self.armsWithCalls(new))
        unmatchedScenarios = Set(base.calls.map(\.scenario)).symmetricDifference(new.calls.map(\.scenario)).sorted()
        var generator = Xoshiro256(seed: new.facts.seed)
        self.threshold = threshold
        self.failureThreshold = failureThreshold
        unmatched = before.filter { !after.contains($0) } + after.filter { !before.contains($0) }
        rows = before.filter(after.contains).flatMap { arm in
            Self.rows(arm, base.calls(of: arm), new.calls(of: arm), (threshold, failureThreshold), resamples, &generator)
        }
    }

    private static func armsWithCalls(_ run: ComparisonRun) -> [String] { run.arms.filter { !run.calls(of: $0).isEmpty } }

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
            if let rate = figure.rate { return row(arm, figure, RateDifference(rate, base: base, other: new), [base.count, new.count], threshold.failures) }
            let measure = figure.measure
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

    private static func row(
        _ arm: String, _ figure: RegressionRow.Figure, _ rate: RateDifference?, _ calls: [Int], _ threshold: Double
    ) -> RegressionRow {
        guard let rate else { return RegressionRow(arm: arm, figure: figure, calls: calls, verdict: .notEnough) }
        // What chance does not explain needs no 30 calls: the interval of shares holds for few as well.
        let isEnough = rate.isEnough || (rate.isClaimed && rate.estimate > threshold)
        let verdict = RegressionVerdict(estimate: rate.estimate, interval: rate.interval, threshold: threshold, isEnough: isEnough)
        return RegressionRow(
            arm: arm, figure: figure, base: rate.base.share, new: rate.other.share, difference: rate.estimate, interval: rate.interval,
            calls: rate.calls, verdict: verdict)
    }
}
