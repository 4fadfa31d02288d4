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
    public init?(calls: [Int], weights: [Double]) { self.init([Phase(calls: calls, weights: weights)]) }

    /// Calls that were divided alike, arm by arm.
    struct Phase {
        var calls: [Int]
        var weights: [Double]
        /// What the weights lead to expect; an arm without weight, nothing.
        fileprivate var expected: [Double]? {
            let weight = weights.reduce(0, +)
            guard weights.count(where: { $0 > 0 }) > 1, weight.isFinite else { return nil }
            let count = zip(calls, weights).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) }
            return count > 0 ? weights.map { max(0, $0) * Double(count) / weight } : nil
        }
    }

    /// χ² needs so many expected calls of each arm; phases with fewer are taken together.
    private static let fewest = 5.0

    /// Of a time in which the division changed: what was expected, and how far off it is, are sums over its phases.
    init?(_ phases: [Phase]) {
        let arms = phases.first?.calls.count ?? 0
        var (observed, expected) = ([Int](repeating: 0, count: arms), [Double](repeating: 0, count: arms))
        var (small, smallExpected) = (observed, expected)
        var (statistic, degrees) = (0.0, 0)
        func test(_ calls: [Int], _ wanted: [Double]) {
            let tested = zip(calls, wanted).filter { $0.1 > 0 }
            guard tested.count > 1 else { return }
            statistic += tested.reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
            degrees += tested.count - 1
        }
        for phase in phases {
            guard let wanted = phase.expected else { continue }
            for arm in 0..<arms where wanted[arm] > 0 {
                observed[arm] += phase.calls[arm]
                expected[arm] += wanted[arm]
            }
            if phases.count > 1, wanted.contains(where: { $0 > 0 && $0 < Self.fewest }) {
                for arm in 0..<arms where wanted[arm] > 0 {
                    small[arm] += phase.calls[arm]
                    smallExpected[arm] += wanted[arm]
                }
            } else {
                test(phase.calls, wanted)
            }
        }
        test(small, smallExpected)
        guard degrees > 0 else { return nil }
        self.observed = zip(observed, expected).filter { $0.1 > 0 }.map(\.0)
        self.expected = expected.filter { $0 > 0 }
        self.statistic = statistic
        probability = ChiSquare.upperTail(statistic, degrees: degrees)
    }
}
