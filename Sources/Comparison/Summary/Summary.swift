/// A run in figures, and in the sentences that they allow.
///
/// The same run and settings give the same summary to the last digit.
public struct Summary: Codable, Equatable, Sendable {
    public var facts: RunFacts
    /// Of the bootstrap.
    public var resamples: Int
    public var arms: [ArmSummary]
    /// Each arm after the first, against the first.
    public var comparisons: [ArmComparison]
    /// `nil` with fewer than two arms.
    public var sampleRatio: SampleRatio?
    public var conclusions: [Conclusion]

    enum CodingKeys: String, CodingKey {
        case facts, resamples, arms, comparisons, conclusions
        case sampleRatio = "sample_ratio"
    }

    /// - Parameter resamples: an interval's ends are known to 3 % of its width with 2,000.
    public init(_ run: ComparisonRun, resamples: Int = Bootstrap.resamples) {
        var generator = Xoshiro256(seed: run.facts.seed)
        let arms = run.arms.map { (name: $0, calls: run.calls(of: $0)) }
        facts = run.facts
        self.resamples = resamples
        self.arms = arms.map { ArmSummary($0.name, $0.calls, scenarios: run.scenarios, resamples: resamples, using: &generator) }
        comparisons = arms.dropFirst().map { ArmComparison(base: arms[0], other: $0, resamples: resamples, using: &generator) }
        let weights = arms.map { arm in run.facts.arms.first { $0.name == arm.name }?.weight ?? 0 }
        sampleRatio = SampleRatio(calls: arms.map(\.calls.unitCount), weights: weights)
        conclusions = []
        conclusions = Conclusions.of(self)
    }
}
