/// How much worse than the control an arm may be before it takes no more calls.
public struct Guardrails: Equatable, Sendable {
    /// Calls that both must have had.
    public var minimumCalls: Int
    /// As shares: 0.05 is five more of a hundred calls. `nil`: not watched.
    public var failureIncrease: Double?
    public var handoffIncrease: Double?
    /// Of the answered turns' 95th percentile.
    public var latencyIncrease: Duration?

    public init(minimumCalls: Int = 50, failureIncrease: Double? = 0.05, handoffIncrease: Double? = nil, latencyIncrease: Duration? = nil) {
        self.minimumCalls = minimumCalls
        self.failureIncrease = failureIncrease
        self.handoffIncrease = handoffIncrease
        self.latencyIncrease = latencyIncrease
    }

    /// How far beyond chance a difference must be. Looked at again and again, chance alone would reach 1.645 standard errors sooner or later.
    private static let beyondChance = 2.33
    /// Answered turns that a 95th percentile takes at least.
    private static let minimumTurns = 100
    /// Of one caller who stays in his arm: his own troubles must not take it out.
    public static let callsOfOneCaller = 3

    /// Is it time to look? When both have had the smallest number of calls, and whenever the arm's have doubled since: few looks leave chance few
    /// occasions. An arm that fails more than half of its calls is looked at without a control.
    public func isDue(_ arm: ArmTally, against control: ArmTally) -> Bool {
        guard arm.calls >= max(minimumCalls, 2 * arm.callsWhenJudged) else { return false }
        return control.calls >= minimumCalls || isHopeless(arm)
    }

    private func isHopeless(_ arm: ArmTally) -> Bool { failureIncrease != nil && arm.failures * 2 > arm.calls }

    /// Why an arm is to be stopped, where it is time to look; `nil`: it isn't.
    public func verdict(on arm: ArmTally, against control: ArmTally) -> Violation? {
        guard isDue(arm, against: control) else { return nil }
        if isHopeless(arm), control.calls < minimumCalls {
            // Where the control fails as well, it is not the arm.
            guard !isHopeless(control) else { return nil }
            return .failures(arm: arm.share(arm.failures), control: control.share(control.failures))
        }
        guard control.calls >= minimumCalls else { return nil }
        if let limit = failureIncrease, isHigher(arm.failures, arm.calls, control.failures, control.calls, by: limit) {
            return .failures(arm: arm.share(arm.failures), control: control.share(control.failures))
        }
        if let limit = handoffIncrease, isHigher(arm.handoffs, arm.calls, control.handoffs, control.calls, by: limit) {
            return .handoffs(arm: arm.share(arm.handoffs), control: control.share(control.handoffs))
        }
        if let limit = latencyIncrease, let slow = arm.latency(0.95), let usual = control.latency(0.95), slow - usual > limit,
            arm.turnCount >= Self.minimumTurns, isSlower(arm, than: control, by: limit)
        {
            return .latency(arm: slow, control: usual)
        }
        return nil
    }

    /// One of twenty turns may take longer than the control's 95th percentile and the limit. The control's own percentile is known as far as its
    /// calls tell it: the highest that chance leaves open counts. A call's turns are alike, so that calls count, not turns.
    private func isSlower(_ arm: ArmTally, than control: ArmTally, by limit: Duration) -> Bool {
        func error(_ tally: ArmTally) -> Double { (0.05 * 0.95 / Double(max(1, tally.answeredCalls))).squareRoot() }
        let reach = 0.95 + Self.beyondChance * error(control)
        guard reach < 1, let usual = control.latency(reach) else { return false }
        let share = Double(arm.turns(beyond: usual + limit)) / Double(max(1, arm.turnCount))
        return share - 0.05 > Self.beyondChance * error(arm)
    }

    /// Higher by more than the limit, and by more than chance.
    private func isHigher(_ hits: Int, _ count: Int, _ otherHits: Int, _ otherCount: Int, by limit: Double) -> Bool {
        let (share, other) = (Double(hits) / Double(count), Double(otherHits) / Double(otherCount))
        let error = (share * (1 - share) / Double(count) + other * (1 - other) / Double(otherCount)).squareRoot()
        return share - other > limit && share - other > Self.beyondChance * error
    }

    public enum Violation: Equatable, Sendable, CustomStringConvertible {
        case failures(arm: Double, control: Double)
        case handoffs(arm: Double, control: Double)
        case latency(arm: Duration, control: Duration)

        public var description: String {
            switch self {
            case .failures(let arm, let control): "\(Self.percent(arm)) of its calls fail, \(Self.percent(control)) of the control's"
            case .handoffs(let arm, let control): "\(Self.percent(arm)) of its calls go to people, \(Self.percent(control)) of the control's"
            case .latency(let arm, let control):
                "95 of 100 answers come within \(Int(arm.inMilliseconds)) ms, \(Int(control.inMilliseconds)) ms at the control"
            }
        }

        private static func percent(_ share: Double) -> String { "\(Int((share * 1_000).rounded()) / 10).\(Int((share * 1_000).rounded()) % 10) %" }
    }
}

/// What an arm's calls were like, for its guardrails.
public struct ArmTally: Equatable, Sendable {
    public private(set) var calls = 0
    public private(set) var failures = 0
    public private(set) var handoffs = 0
    /// How many there were when it was last held against the control.
    public private(set) var callsWhenJudged = 0
    /// Answered turns by 10 ms of voice to voice; the last holds all that took longer.
    private var turns = [Int](repeating: 0, count: Self.buckets)
    private(set) var turnCount = 0
    /// Calls that have any.
    private(set) var answeredCalls = 0

    private static let buckets = 1_001
    private static let width = Duration.milliseconds(10)

    public init() {}

    public mutating func add(isFailure: Bool, isHandoff: Bool, latencies: some Sequence<Duration>) {
        calls += 1
        failures += isFailure ? 1 : 0
        handoffs += isHandoff ? 1 : 0
        let before = turnCount
        defer { answeredCalls += turnCount > before ? 1 : 0 }
        for latency in latencies {
            turns[min(max(0, Int(latency / Self.width)), Self.buckets - 1)] += 1
            turnCount += 1
        }
    }

    public mutating func wasJudged() { callsWhenJudged = calls }

    /// Answered turns that took longer.
    func turns(beyond limit: Duration) -> Int { turns[min(max(0, Int(limit / Self.width)), Self.buckets - 1)...].reduce(0, +) }

    func share(_ hits: Int) -> Double { calls == 0 ? 0 : Double(hits) / Double(calls) }

    /// The upper edge of the 10 ms in which the share is reached; `nil` without turns.
    public func latency(_ share: Double) -> Duration? {
        guard turnCount > 0 else { return nil }
        let wanted = max(1, Int((Double(turnCount) * share).rounded(.up)))
        var seen = 0
        for (index, count) in turns.enumerated() {
            seen += count
            if seen >= wanted { return Self.width * (index + 1) }
        }
        return nil
    }
}
