/// Why a call is handed to people, as OmniPlay, logs and metrics name it.
public enum HandoffReason: String, CaseIterable, Codable, Sendable {
    /// The caller said one of the secretary's keywords.
    case keywordDetected = "keyword_detected"
    /// The secretary's limit of turns was reached.
    case maxTurns = "max_turns"
    /// The agent understood that people are wanted, or the caller pressed the key for them.
    case userRequest = "user_request"
    /// People were wanted when none work.
    case outsideHours = "outside_hours"
    /// A transfer was tried, and nobody answered or it broke.
    case transferFailed = "transfer_failed"
    /// The agent was lost and nothing could take its place.
    case providerFailed = "provider_failed"

    /// What a handoff begins with; the others are why it becomes a ticket.
    public static let beginnings: [HandoffReason] = [.keywordDetected, .maxTurns, .userRequest, .providerFailed]
}
