/// How much more often something happens in another arm than in the base.
///
/// Newcombe's interval (1998, method 10) of two Wilson intervals, with the turns divided by their design effect. A bootstrap fails here: what never
/// happened in the sample never happens in a resample, and 0 of 100 against 3 of 100 would be claimed with certainty.
public struct RateDifference: Codable, Equatable, Sendable {
    public var rate: Rate
    public var base: Proportion
    public var other: Proportion
    /// Other less base, as shares: 0.01 is one percentage point.
    public var estimate: Double
    public var interval: Interval
    public var calls: [Int]
    /// What chance assigned, of each arm: calls, or callers who stay in their arm.
    public var units: [Int]
    /// The interval excludes 0, and there are enough calls for it to mean something: for what happens once a call a few will do, since the interval
    /// of shares holds for them as well. Not so where callers stay in their arm: how alike one's calls are, a few cannot tell.
    public private(set) var isClaimed: Bool

    public var isEnough: Bool { Difference.isEnough(units) }

    enum CodingKeys: String, CodingKey {
        case rate, base, other, estimate, interval, calls, units
        case isClaimed = "shown"
    }

    /// - Returns: `nil` if an arm has nothing to count.
    public init?(_ rate: Rate, base: [MeasuredCall], other: [MeasuredCall]) {
        let (left, right) = (base.counts(of: rate), other.counts(of: rate))
        self.rate = rate
        self.base = Self.sum(left)
        self.other = Self.sum(right)
        guard self.base.total > 0, self.other.total > 0 else { return nil }
        calls = [base.count, other.count]
        estimate = self.other.share - self.base.share
        let effect = Self.designEffect(left, right)
        let (one, another) = (self.base.interval(designEffect: effect), self.other.interval(designEffect: effect))
        func length(_ left: Double, _ right: Double) -> Double { (left * left + right * right).squareRoot() }
        interval = Interval(
            lower: estimate - length(self.other.share - another.lower, one.upper - self.base.share),
            upper: estimate + length(another.upper - self.other.share, self.base.share - one.lower))
        units = [left.count, right.count]
        isClaimed = interval.excludesZero && (Difference.isEnough(units) || units == calls && rate.isOfCalls && calls.allSatisfy { $0 >= Self.few })
    }

    private static let few = 5

    private static func sum(_ counts: [Proportion]) -> Proportion {
        counts.reduce(into: Proportion(count: 0, total: 0)) {
            $0.count += $1.count
            $0.total += $1.total
        }
    }

    /// The variance of a share whose trials come in calls, as a multiple of that of independent ones; both arms' together, and never below 1.
    private static func designEffect(_ arms: [Proportion]...) -> Double {
        var (clustered, independent, trials, calls) = (0.0, 0.0, 0, 0)
        for arm in arms {
            let share = sum(arm).share
            for call in arm {
                let excess = Double(call.count) - share * Double(call.total)
                clustered += excess * excess
                independent += share * (1 - share) * Double(call.total)
                trials += call.total
                calls += call.total > 0 ? 1 : 0
            }
        }
        // Nothing ever happened, or always: how it would cluster is unknown, so a call counts as one trial.
        guard independent > 0 else { return calls == 0 ? 1 : Double(trials) / Double(calls) }
        return max(1, clustered / independent)
    }
}
