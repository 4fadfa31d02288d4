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
        sampleRatio = Self.sampleRatio(run)
        conclusions = []
        conclusions = Conclusions.of(self)
    }

    /// Each call, or caller who stays in his arm, counts where chance has put it: with its first call, by the division of that time.
    private static func sampleRatio(_ run: ComparisonRun) -> SampleRatio? {
        let shares = run.facts.divisions ?? [Dictionary(run.facts.arms.map { ($0.name, $0.weight) }) { first, _ in first }]
        var phases = shares.map { shares in SampleRatio.Phase(calls: run.arms.map { _ in 0 }, weights: run.arms.map { shares[$0] ?? 0 }) }
        var known: Set<String> = []
        for call in run.calls.sorted(by: { $0.started < $1.started }) {
            if let caller = call.caller, !known.insert(caller).inserted { continue }
            guard let arm = run.arms.firstIndex(of: call.arm), phases.indices.contains(call.phase ?? 0) else { continue }
            phases[call.phase ?? 0].calls[arm] += 1
        }
        return SampleRatio(phases)
    }
}
