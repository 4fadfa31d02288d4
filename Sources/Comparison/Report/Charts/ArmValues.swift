/// What a chart of distributions shows of an arm.
struct ArmValues {
    let name: String
    let distribution: EmpiricalDistribution

    /// - Parameter value: of a turn; `nil` if it has none.
    static func of(_ run: ComparisonRun, _ value: (MeasuredTurn) -> Double?) -> [ArmValues] {
        run.arms.map { arm in ArmValues(name: arm, distribution: EmpiricalDistribution(run.calls(of: arm).flatMap { $0.turns.compactMap(value) })) }
    }

    static func voiceToVoice(_ turn: MeasuredTurn) -> Double? { turn.outcome == .answered ? turn.spans[.voiceToVoice] : nil }

    /// Where an axis should begin and end: a few very slow turns would press all others into a corner.
    static func extent(_ arms: [ArmValues]) -> ClosedRange<Double>? {
        let all = EmpiricalDistribution(arms.flatMap(\.distribution.sorted))
        guard let low = all.percentile(0.002), let high = all.percentile(0.995) else { return nil }
        return low...high
    }

    /// "voice to voice (ms); 3 turns beyond 2,400 not drawn".
    static func axisTitle(_ title: String, _ arms: [ArmValues], _ scale: LinearScale) -> String {
        let outside = arms.reduce(0) { $0 + $1.distribution.sorted.count { !scale.domain.contains($0) } }
        guard outside > 0 else { return title }
        return "\(title); \(outside) \(outside == 1 ? "turn lies" : "turns lie") outside"
    }
}
