/// How much more milliseconds a span takes in another arm than in the base.
public struct Difference: Codable, Equatable, Sendable {
    public var span: SpanName
    public var measure: Measure
    /// The figures of both arms, where there is one of each: a shift has none.
    public var base: Double?
    public var other: Double?
    /// Other less base.
    public var estimate: Double
    public var interval: Interval
    /// Calls with a value, of each arm.
    public var calls: [Int]
    public var turns: [Int]
    /// The interval excludes 0, and there are enough calls for it to mean something.
    public private(set) var isClaimed: Bool

    public var isEnough: Bool { Self.isEnough(calls) }

    init(
        span: SpanName, measure: Measure, base: Double?, other: Double?, estimate: Double, interval: Interval, calls: [Int], turns: [Int]
    ) {
        self.span = span
        self.measure = measure
        self.base = base
        self.other = other
        self.estimate = estimate
        self.interval = interval
        self.calls = calls
        self.turns = turns
        isClaimed = interval.excludesZero && Self.isEnough(calls)
    }

    enum CodingKeys: String, CodingKey {
        case span, measure, base, other, estimate, interval, calls, turns
        case isClaimed = "shown"
    }

    static func isEnough(_ calls: [Int]) -> Bool { calls.allSatisfy { $0 >= minimumCalls } }

    /// Fewer calls than this give no claim. The intervals would hold (98 % with 8 calls, measured), but only if the calls are alike, and so few of them
    /// cannot show that they are not.
    public static let minimumCalls = 30
}
