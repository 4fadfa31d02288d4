/// What the turns around a percentile of voice to voice spent their time on.
struct PercentileParts {
    let fraction: Double
    /// Mean voice to voice of those turns.
    let total: Double
    /// Mean of each part, in the order in which they pass.
    let parts: [(span: SpanName, mean: Double)]
    let turns: Int

    /// A single turn at a percentile tells of that turn; its neighbours by rank, this share of all to each side, tell of turns like it.
    private static let neighbours = 0.025

    /// - Returns: `nil` where there are too few turns to have that percentile.
    init?(_ turns: [MeasuredTurn], _ fraction: Double) {
        let answered = turns.filter { $0.outcome == .answered && ($0.spans[.voiceToVoice]?.isFinite ?? false) }
            .sorted { ($0.spans[.voiceToVoice] ?? 0) < ($1.spans[.voiceToVoice] ?? 0) }
        guard Double(answered.count) * (1 - fraction) >= 1 - 1e-9 else { return nil }
        let reach = max(2, Int(Double(answered.count) * Self.neighbours))
        let rank = Percentile.rank(fraction, of: answered.count) - 1
        let around = answered[max(0, rank - reach)...min(answered.count - 1, rank + reach)]
        func mean(_ span: SpanName) -> Double? { EmpiricalDistribution(around.compactMap { $0.spans[span] }).mean }
        guard let total = mean(.voiceToVoice) else { return nil }
        self.fraction = fraction
        self.total = total
        self.turns = around.count
        parts = SpanName.parts.compactMap { span in mean(span).map { (span, max(0, $0)) } }
    }

    /// What no part accounts for: the line, and rounding to frames.
    var rest: Double { length - parts.reduce(0) { $0 + $1.mean } }
    /// Of the bar: a part that is not known for every turn may have a mean beyond its share.
    var length: Double { max(total, parts.reduce(0) { $0 + $1.mean }) }
}
