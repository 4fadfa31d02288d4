/// What became of a figure from one run to the next.
public enum RegressionVerdict: String, Codable, Sendable {
    /// Any change is smaller than the threshold: the whole interval lies within it.
    case same
    case better
    /// The interval excludes 0, and the difference exceeds the threshold.
    case worse
    /// Too few calls, or too wide a spread: a change beyond the threshold may or may not have happened.
    case notEnough = "not_enough"

    /// - Parameters:
    ///   - estimate: new less base; more is worse.
    ///   - threshold: in the estimate's unit.
    init(estimate: Double, interval: Interval, threshold: Double, isEnough: Bool) {
        self =
            if !isEnough {
                .notEnough
            } else if interval.excludesZero, estimate.magnitude > threshold {
                estimate > 0 ? .worse : .better
            } else {
                -threshold <= interval.lower && interval.upper <= threshold ? .same : .notEnough
            }
    }

    /// In a table.
    public var title: String { self == .notEnough ? "not enough" : rawValue }
}
