/// A 95 % confidence interval.
public struct Interval: Codable, Equatable, Sendable {
    public var lower: Double
    public var upper: Double

    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// A difference of 0 would be a surprise.
    public var excludesZero: Bool { !contains(0) }

    /// About the smallest difference that would have been claimed.
    public var halfWidth: Double { (upper - lower) / 2 }
}
