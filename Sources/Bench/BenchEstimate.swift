import CallControl

/// What a run will cost, before it is made. A guess: how long calls last and how much is said is assumed.
public struct BenchEstimate: CustomStringConvertible {
    /// By arm; `nil`: nobody has said what the provider charges.
    public let arms: [(name: String, calls: Int, cost: Double?, currency: String)]

    /// A call of a few turns; in which each side speaks for a third. OpenAI counts 10 tokens for a second that is heard and 20 for one that
    /// is spoken, and bills each answer for all that was said before it.
    private static let seconds = 40.0
    private static let turns = 4.0

    /// - Parameter free: arms that cost nothing.
    public init(_ plan: BenchPlan, _ prices: [String: PriceList?], free: Set<String> = []) {
        var counts: [(String, Int)] = []
        for call in plan.calls where !free.contains(call.arm) {
            if let index = counts.firstIndex(where: { $0.0 == call.arm }) { counts[index].1 += 1 } else { counts.append((call.arm, 1)) }
        }
        arms = counts.map { name, calls in
            guard let list = prices[name] ?? nil, let cost = Self.costOfOne(list) else { return (name, calls, nil, "") }
            return (name, calls, Double(calls) * cost, list.currency)
        }
    }

    /// - Returns: `nil` where a kind of token that calls use has no price.
    private static func costOfOne(_ list: PriceList) -> Double? {
        guard list.isComplete else { return nil }
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
