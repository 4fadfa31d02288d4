/// What a caller is told on the way to a person. The raw values name the recorded prompts and the settings of the texts.
public enum HandoffLine: String, CaseIterable, Codable, Sendable {
    /// Somebody is there: the transfer follows.
    case transfer
    /// The conversation has become too long: people are asked next.
    case maxTurns = "max_turns"
    /// Nobody is there; the wish was noted.
    case nobody
    /// People were asked for when none work; the wish was noted.
    case outsideHours = "outside_hours"
    /// The transfer came to nothing; the wish was noted.
    case unanswered
    /// The agent is lost, nobody can be reached; the wish was noted.
    case technicalProblem = "technical_problem"
    /// Nobody can be reached and nothing could be noted.
    case notNoted = "not_noted"
    /// Nobody can be reached and the secretary makes no tickets: the conversation goes on.
    case goesOn = "goes_on"
    /// The ticket's number.
    case number
    /// Noted, without a number.
    case noted
}
