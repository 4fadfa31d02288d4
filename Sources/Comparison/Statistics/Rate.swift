/// What is counted per call or per turn and compared between arms.
public enum Rate: String, CaseIterable, Codable, Sendable {
    /// Calls that failed, of all calls.
    case failure
    /// Turns without an answer, of all turns.
    case unanswered
    /// Answers that the caller cut short, of all turns.
    case interruption
    /// Calls that were handed over, of all calls.
    case handoff

    /// The name in a table.
    public var title: String {
        switch self {
        case .failure: "failed calls"
        case .unanswered: "turns without an answer"
        case .interruption: "interrupted answers"
        case .handoff: "calls handed over"
        }
    }

    /// Counted once a call, not per turn.
    var isOfCalls: Bool { self == .failure || self == .handoff }

    /// What one call adds.
    func count(_ call: MeasuredCall) -> Proportion {
        switch self {
        case .failure: Proportion(count: call.failure == nil ? 0 : 1, total: 1)
        case .handoff: Proportion(count: call.handoff == nil ? 0 : 1, total: 1)
        case .unanswered: Proportion(count: call.turns.count { $0.outcome.isUnanswered }, total: call.turns.count)
        case .interruption: Proportion(count: call.turns.count { $0.outcome == .interrupted }, total: call.turns.count)
        }
    }
}
