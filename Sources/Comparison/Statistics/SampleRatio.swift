/// Did the arms get the share of calls that was set? If not, calls went missing with a cause, and what is left of the arms may differ in more than the arm.
public struct SampleRatio: Codable, Equatable, Sendable {
    /// In the order of the arms.
    public var observed: [Int]
    public var expected: [Double]
    /// χ² against the weights.
    public var statistic: Double
    /// The chance of a split at least this far off, if calls are drawn by the weights.
    public var probability: Double

    /// Far below the usual 5 %: it is looked at for every report, and it does not accuse for nothing.
    public static let alarm = 0.001

    public var isOff: Bool { probability < Self.alarm }

    enum CodingKeys: String, CodingKey {
        case observed, expected, statistic
        case probability = "p_value"
    }

    /// - Returns: `nil` where there is nothing to test: fewer than two arms with a weight, or no calls. Calls of an arm without a weight are left out.
    public init?(calls: [Int], weights: [Double]) {
        let arms = zip(calls, weights).filter { $0.1 > 0 }
        let (count, weight) = (arms.reduce(0) { $0 + $1.0 }, arms.reduce(0) { $0 + $1.1 })
        guard arms.count > 1, count > 0, weight.isFinite else { return nil }
        observed = arms.map(\.0)
        expected = arms.map { Double(count) * $0.1 / weight }
        statistic = zip(observed, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
        probability = ChiSquare.upperTail(statistic, degrees: arms.count - 1)
    }
}
