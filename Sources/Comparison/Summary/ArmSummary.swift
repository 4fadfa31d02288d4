/// One arm in figures.
public struct ArmSummary: Codable, Equatable, Sendable {
    /// A span's distribution over the plainly answered turns.
    public struct Span: Codable, Equatable, Sendable {
        public var span: SpanName
        public var distribution: Distribution
    }
    /// Voice to voice in one scenario.
    public struct Scenario: Codable, Equatable, Sendable {
        public var name: String
        public var calls: Int
        public var turns: Int
        public var median: Double?
        public var interval: Interval?
    }
    /// How often a text was given.
    public struct Tally: Codable, Equatable, Sendable {
        public var text: String
        public var count: Int
    }

    public var name: String
    public var calls: Int
    public var failedCalls: Int
    public var failures: [Tally]
    public var turns: Int
    public var outcomes: [TurnOutcome: Int]
    public var interruptions: Int
    public var handoffs: [Tally]
    public var underflows: Int
    /// Seconds, all calls together.
    public var duration: Double
    /// Milliseconds.
    public var connectTime: Distribution
    /// One entry per currency, over the calls whose cost is known.
    public var costs: [Cost]
    public var callsWithCost: Int
    /// Of the calls whose cost is known.
    public var costPerMinute: [Cost]
    public var spans: [Span]
    /// The caller's measure of voice to voice less the gateway's, turn by turn.
    public var disagreement: Distribution
    public var scenarios: [Scenario]

    enum CodingKeys: String, CodingKey {
        case name, calls, failures, turns, outcomes, interruptions, handoffs, underflows, costs, spans, scenarios
        case failedCalls = "failed_calls"
        case duration = "duration_s"
        case connectTime = "connect_ms"
        case callsWithCost = "calls_with_cost"
        case costPerMinute = "cost_per_minute"
        case disagreement = "caller_minus_gateway_ms"
    }

    public func distribution(of span: SpanName) -> Distribution? { spans.first { $0.span == span }?.distribution }
}
