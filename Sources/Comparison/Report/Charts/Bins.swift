import Glibc

/// The columns of a histogram, the same for all arms, so that their heights compare.
struct Bins {
    private let start: Double
    private let width: Double
    private let count: Int
    /// The largest share of any arm in any bin.
    private(set) var highest = 1.0

    /// Widths by Freedman and Diaconis' rule (1981) for the smallest arm, within what the eye can still tell apart.
    init(_ distributions: [EmpiricalDistribution], _ domain: ClosedRange<Double>) {
        let span = domain.upperBound - domain.lowerBound
        let counts = distributions.compactMap { distribution -> Int? in
            guard let low = distribution.percentile(0.25), let high = distribution.percentile(0.75), high > low else { return nil }
            return Int(min(80, span / (2 * (high - low) / cbrt(Double(distribution.count)))))
        }
        count = max(12, min(60, counts.min() ?? 30))
        start = domain.lowerBound
        width = span / Double(count)
        highest = max(distributions.flatMap(shares).max() ?? 1, .leastNormalMagnitude)
    }

    func edge(_ index: Int) -> Double { start + Double(index) * width }

    /// Of all the distribution's values, those in each bin.
    func shares(_ distribution: EmpiricalDistribution) -> [Double] {
        var shares = Array(repeating: 0.0, count: count)
        for value in distribution.sorted where value >= start && value <= edge(count) {
            shares[min(count - 1, Int((value - start) / width))] += 1 / Double(distribution.count)
        }
        return shares
    }
}
