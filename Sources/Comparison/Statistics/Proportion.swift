import Glibc

/// So many of so many.
public struct Proportion: Codable, Equatable, Sendable {
    public var count: Int
    public var total: Int

    public init(count: Int, total: Int) {
        self.count = count
        self.total = total
    }

    enum CodingKeys: String, CodingKey {
        case count
        case total = "of"
    }

    /// 0 of 0 is 0: there is nothing to divide.
    public var share: Double { total == 0 ? 0 : Double(count) / Double(total) }

    /// Wilson's score interval (1927), which stays in 0…1 and has a width at 0 of n too.
    /// - Parameter designEffect: by how much the variance exceeds that of independent trials.
    func interval(designEffect: Double = 1) -> Interval {
        guard total > 0 else { return Interval(lower: 0, upper: 1) }
        let (n, z2) = (Double(total) / designEffect, Normal.twoSided95 * Normal.twoSided95)
        let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        let half = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))).squareRoot() / (1 + z2 / n)
        return Interval(lower: max(0, min(centre - half, share)), upper: min(1, max(centre + half, share)))
    }
}
