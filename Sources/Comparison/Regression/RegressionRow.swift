/// One figure of one arm in both runs.
public struct RegressionRow: Codable, Equatable, Sendable {
    public enum Figure: String, CaseIterable, Codable, Sendable {
        /// Voice to voice of the same turn; the most sensitive of them.
        case sameTurn = "same_turn"
        case median
        case p95
        case failureRate = "failure_rate"

        var title: String {
            switch self {
            case .sameTurn: "same turn"
            case .median: "median"
            case .p95: "p95"
            case .failureRate: "failed calls"
            }
        }

        /// The spans' figures; `nil` for a rate.
        var measure: Measure? {
            switch self {
            case .sameTurn: .shift
            case .median: .median
            case .p95: .p95
            case .failureRate: nil
            }
        }
    }

    public var arm: String
    public var figure: Figure
    /// Milliseconds, or shares of 1; a shift has the medians. `nil` where nothing was measured.
    public var base: Double?
    public var new: Double?
    public var difference: Double?
    public var interval: Interval?
    /// Calls with a value, of each run.
    public var calls: [Int]
    public var verdict: RegressionVerdict
}
