/// When a delivery that failed is tried again: pauses that double, with jitter, for at least a week.
public struct DeliverySchedule: Equatable, Sendable {
    /// How hopeful the next attempt is.
    public enum Pace: String, Codable, Sendable {
        /// It may pass by itself.
        case soon
        /// Somebody has to mend something first.
        case slow
    }

    public var first = Duration.seconds(1)
    public var cap = Duration.seconds(300)
    public var slowFirst = Duration.seconds(60)
    public var slowCap = Duration.seconds(3_600)
    /// Not given up before.
    public var lifetime = Duration.seconds(7 * 86_400)

    public init() {}

    /// The pause before the next attempt: between the whole and three quarters of the nominal one, so that many gateways don't knock at once.
    /// - Parameters:
    ///   - attempts: those made so far, at least 1.
    ///   - random: 0..<1.
    ///   - age: since the delivery was first wanted.
    /// - Returns: `nil`: given up.
    public func pause(after attempts: Int, _ pace: Pace, age: Duration, random: Double) -> Duration? {
        guard age < lifetime else { return nil }
        let (first, cap) = pace == .soon ? (first, cap) : (slowFirst, slowCap)
        let doubled = first * (1 << min(max(0, attempts - 1), 20))
        return min(doubled, cap) * (1 - 0.25 * min(max(random, 0), 1))
    }
}
