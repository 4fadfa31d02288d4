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

    public var halfWidth: Double { (upper - lower) / 2 }

    /// About the smallest difference that four of five such runs would have shown: (1.96 + 0.84) / 1.96 times half the width. One as large as half
    /// the width is shown every other time.
    public var reach: Double { halfWidth * 1.43 }
}
