/// Compares a span of two arms in every measure, with intervals by cluster bootstrap over calls.
///
/// `comparison-proof` draws populations whose difference is known (lognormal, 3–6 turns a call, a tenth of the variance in the call, three tenths in what
/// was asked). In 1,000 runs of 100 calls per arm the 95 % intervals held the truth in 95.3 % (same turn), 97.3 % (median), 97.5 % (mean) and 96.9 %
/// (p95), and of as many runs of A against A a difference was claimed in 3.9, 2.5, 1.7 and 3.4 %. So the plain percentile interval, widened for the number
/// of calls, is enough: BCa and studentised intervals would repair a bias that is not there, at many times the cost, and smoothing is needed only where
/// frames tie the values (``SpanSample/spreadTies(using:gap:)``). The medians' intervals are a little wide because what was asked is drawn again
/// too, where a benchmark sets it; live traffic does not.
public struct SpanComparison {
    private let span: SpanName
    private let base: SpanSample
    private let other: SpanSample
    private let pairs: TurnPairs

    public init(base: [MeasuredCall], other: [MeasuredCall], span: SpanName, using generator: inout some RandomNumberGenerator) {
        var (left, right) = (SpanSample(base, span), SpanSample(other, span))
        let gap = SpanSample.tieGap(left, right)
        left.spreadTies(using: &generator, gap: gap)
        right.spreadTies(using: &generator, gap: gap)
        self.span = span
        self.base = left
        self.other = right
        pairs = TurnPairs(left, right)
    }

    /// Those of the wanted measures that there are values for.
    public func differences(
        _ measures: [Measure] = Measure.allCases, resamples: Int = Bootstrap.resamples, using generator: inout some RandomNumberGenerator
    ) -> [Difference] {
        var (left, right) = (CallDraws(count: base.callCount), CallDraws(count: other.callCount))
        var replicates = measures.map { difference($0, left, right).map(Replicates.init(estimate:)) }
        guard replicates.contains(where: { $0 != nil }) else { return [] }
        for _ in 0..<resamples {
            left.draw(using: &generator)
            right.draw(using: &generator)
            for index in measures.indices where replicates[index] != nil { replicates[index]?.append(difference(measures[index], left, right)) }
        }
        return zip(measures, replicates).compactMap { measure, replicates in replicates.flatMap { result(measure, $0) } }
    }

    private func difference(_ measure: Measure, _ left: CallDraws, _ right: CallDraws) -> Double? {
        if measure == .shift { return pairs.shift(left.draws, right.draws) }
        guard let one = Self.figure(measure, base, left), let another = Self.figure(measure, other, right) else { return nil }
        return another - one
    }

    private static func figure(_ measure: Measure, _ sample: SpanSample, _ draws: CallDraws) -> Double? {
        switch measure {
        case .shift: nil
        case .median: sample.percentile(0.5, draws.draws)
        case .mean: sample.mean(draws.draws)
        case .p95: sample.percentile(0.95, draws.draws)
        }
    }

    private func result(_ measure: Measure, _ replicates: Replicates) -> Difference? {
        let calls = [base.contributingCalls, other.contributingCalls]
        guard let interval = replicates.interval(calls: calls.min() ?? 0) else { return nil }
        let turns = pairs.turns
        return Difference(
            span: span, measure: measure, base: Self.figure(measure, base, CallDraws(count: base.callCount)),
            other: Self.figure(measure, other, CallDraws(count: other.callCount)), estimate: replicates.estimate, interval: interval, calls: calls,
            turns: measure == .shift ? [turns.base, turns.other] : [base.values.count, other.values.count])
    }
}
