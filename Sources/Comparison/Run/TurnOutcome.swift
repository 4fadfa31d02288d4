/// What became of a turn. Only plain answers enter the spans' figures; all others are counted beside them.
public enum TurnOutcome: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
    /// The agent answered.
    case answered
    /// The agent answered after it had called a tool, whose time is not the provider's.
    case answeredAfterTool = "answered_after_tool"
    /// The agent answered and was cut short.
    case interrupted
    /// No answer came in the time that was given.
    case timedOut = "timed_out"
    /// An answer came without anything audible in it.
    case empty
    /// The turn ended in an error.
    case failed

    /// The caller was left without an answer.
    public var isUnanswered: Bool {
        switch self {
        case .answered, .answeredAfterTool, .interrupted: false
        case .timedOut, .empty, .failed: true
        }
    }

    /// The name in a table.
    public var title: String {
        switch self {
        case .answered: "answered"
        case .answeredAfterTool: "answered after a tool"
        case .interrupted: "interrupted"
        case .timedOut: "timed out"
        case .empty: "empty reply"
        case .failed: "ended in an error"
        }
    }
}
