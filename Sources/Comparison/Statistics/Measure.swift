/// Which figure of two arms' spans is compared.
public enum Measure: String, CaseIterable, Codable, Sendable {
    /// How much later the same turn is answered: the median difference of turns of the same scenario, number and time.
    case shift
    /// The difference of the medians of all turns.
    case median
    case mean
    case p95

    /// The name in a table.
    public var title: String {
        switch self {
        case .shift: "same turn"
        case .median: "median"
        case .mean: "mean"
        case .p95: "p95"
        }
    }
}
