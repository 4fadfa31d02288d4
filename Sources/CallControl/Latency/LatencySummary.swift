/// A call's turns in figures; `average` is what a customer sees on the ticket.
public struct LatencySummary: Equatable, Sendable {
    /// Agent answers, of every kind.
    public var turns = 0
    /// Mean of voiceToVoice over plainly answered turns, in whole milliseconds; `nil` without any.
    public var averageMilliseconds: Int?
    public var p50: Double?
    public var p95: Double?
    public var p99: Double?
    public var max: Double?
    /// How many turns ended how.
    public var outcomes: [TurnLatency.Outcome: Int] = [:]

    public init(_ turns: [TurnLatency]) {
        for turn in turns { outcomes[turn.outcome, default: 0] += 1 }
        self.turns = turns.count - outcomes[.unanswered, default: 0]
        let values = turns.filter { $0.outcome == .answered }.compactMap { $0.voiceToVoice?.inMilliseconds }.sorted()
        guard !values.isEmpty else { return }
        averageMilliseconds = Int((values.reduce(0, +) / Double(values.count)).rounded())
        func percentile(_ fraction: Double) -> Double {
            values[min(values.count - 1, Int((Double(values.count) * fraction).rounded(.up)) - 1)]
        }
        (p50, p95, p99, max) = (percentile(0.5), percentile(0.95), percentile(0.99), values.last)
    }
}
