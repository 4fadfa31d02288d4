import CallControl
import Testing

@Suite struct LatencySummaryTests {
    private func turn(_ outcome: TurnLatency.Outcome, _ milliseconds: Int?) -> TurnLatency {
        var turn = TurnLatency(outcome: outcome, endOfSpeech: Instant(nanoseconds: 0))
        turn.voiceToVoice = milliseconds.map { .milliseconds($0) }
        return turn
    }

    @Test func averagesPlainAnswersOnly() {
        let summary = LatencySummary([
            turn(.answered, 724), turn(.answered, 411), turn(.interrupted, 9_000), turn(.answeredAfterTool, 5_000), turn(.unanswered, nil),
        ])
        #expect(summary.averageMilliseconds == 568)
        #expect(summary.turns == 4)
        #expect(summary.outcomes == [.answered: 2, .interrupted: 1, .answeredAfterTool: 1, .unanswered: 1])
    }

    @Test func knowsNothingWithoutTurns() {
        let summary = LatencySummary([turn(.unanswered, nil)])
        #expect(summary.averageMilliseconds == nil && summary.p50 == nil && summary.max == nil && summary.turns == 0)
    }

    @Test(arguments: [(1, 1.0, 1.0, 1.0), (2, 1, 2, 2), (20, 10, 19, 20), (100, 50, 95, 99)])
    func percentilesAreOfTheNearestRank(_ count: Int, _ p50: Double, _ p95: Double, _ p99: Double) {
        let summary = LatencySummary((1...count).reversed().map { turn(.answered, $0) })
        #expect(summary.p50 == p50 && summary.p95 == p95 && summary.p99 == p99 && summary.max == Double(count))
    }
}
