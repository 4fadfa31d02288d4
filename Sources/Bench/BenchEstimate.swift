import CallControl
import Simulation

/// What a run will cost, before it is made. A guess: how long answers last and how much is said is assumed.
public struct BenchEstimate: CustomStringConvertible {
    /// By arm; `nil`: nobody has said what the provider charges.
    public let arms: [(name: String, calls: Int, cost: Double?, currency: String)]

    /// How long a call of a scenario lasts, if its answers take some 5 s each.
    private struct Length {
        var seconds: Double
        var turns: Double

        /// A greeting; for each turn a question of 2 s, an answer, and what lies between them.
        init(_ scenario: BenchScenario) {
            turns = Double(max(1, scenario.call.turns.count))
            var pauses = Duration.zero
            for turn in scenario.call.turns {
                switch turn.start {
                case .after(let pause), .reply(let pause), .interrupting(let pause): pauses += pause
                }
            }
            seconds = 5 + 8.5 * turns + pauses.inMilliseconds / 1_000
        }
    }

    /// - Parameter free: arms that cost nothing.
    public init(_ plan: BenchPlan, of scenarios: [BenchScenario], _ prices: [String: PriceList?], free: Set<String> = []) {
        let lengths = Dictionary(scenarios.map { ($0.name, Length($0)) }) { first, _ in first }
        var counts: [(name: String, calls: [Length])] = []
        for call in plan.calls where !free.contains(call.arm) {
            guard let length = lengths[call.scenario] else { continue }
            if let index = counts.firstIndex(where: { $0.name == call.arm }) { counts[index].calls.append(length) } else { counts.append((call.arm, [length])) }
        }
        arms = counts.map { name, calls in
            guard let list = prices[name] ?? nil, list.isComplete else { return (name, calls.count, nil, "") }
            return (name, calls.count, calls.reduce(0) { $0 + Self.cost(of: $1, list) }, list.currency)
        }
    }

    /// Each side speaks for a third. OpenAI counts 10 tokens for a second that is heard and 20 for one that is spoken, and bills each answer for all
    /// that was said before it.
    private static func cost(of call: Length, _ list: PriceList) -> Double {
        let (seconds, turns) = (call.seconds, call.turns)
        let spoken = seconds / 3
        let (heard, said) = (spoken * 10, spoken * 20)
        let repeated = (turns + 1) / 2
        let tokens: [(PriceList.Token, Double)] = [
            (.inputAudio, (heard + said) * repeated), (.inputText, 400 * turns), (.outputAudio, said), (.outputText, said / 4),
        ]
        return (list.perMinute ?? 0) * seconds / 60 + tokens.reduce(0) { $0 + $1.1 * (list.perMillion[$1.0] ?? 0) } / 1_000_000
    }

    /// By arm, of those whose prices are known.
    public var costOfOne: [String: Double] {
        Dictionary(arms.compactMap { arm in arm.cost.map { (arm.name, $0 / Double(max(1, arm.calls))) } }) { first, _ in first }
    }

    /// `nil` where any arm's is unknown.
    public var total: Double? {
        var sum = 0.0
        for arm in arms {
            guard let cost = arm.cost else { return nil }
            sum += cost
        }
        return sum
    }

    public var description: String {
        arms.map { arm in
            let cost =
                arm.cost.map { "about \(($0 * 100).rounded() / 100) \(arm.currency)" }
                ?? "unknown: it has no price in the configuration, or not one for each kind of token"
            return "\(arm.name): \(arm.calls) calls, \(cost)"
        }.joined(separator: "\n")
    }
}
