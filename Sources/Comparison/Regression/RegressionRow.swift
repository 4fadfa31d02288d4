/// One figure of one arm in both runs.
public struct RegressionRow: Codable, Equatable, Sendable {
    public enum Figure: String, CaseIterable, Codable, Sendable {
        /// Voice to voice of the same turn; the most sensitive of them.
        case sameTurn = "same_turn"
        case median
        case p95
        case failureRate = "failure_rate"
        case unansweredRate = "unanswered_rate"

        var title: String {
            switch self {
            case .sameTurn: "same turn"
            case .median: "median"
            case .p95: "p95"
            case .failureRate: "failed calls"
            case .unansweredRate: "unanswered turns"
            }
        }

        /// The spans' figures; `nil` for a rate.
        var measure: Measure? {
            switch self {
            case .sameTurn: .shift
            case .median: .median
            case .p95: .p95
            case .failureRate, .unansweredRate: nil
            }
        }

        /// `nil` for a span's figure.
        var rate: Rate? {
            switch self {
            case .failureRate: .failure
            case .unansweredRate: .unanswered
            case .sameTurn, .median, .p95: nil
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
