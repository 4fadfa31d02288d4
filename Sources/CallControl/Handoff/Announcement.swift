/// A line of the handoff on its way to the caller's ear.
struct Announcement: Equatable {
    enum Stage: Equatable {
        /// Waits for the caller's or the agent's words to end. Leaves on: quiet, patience.
        case waiting(since: Instant, agentStopped: Instant? = nil)
        /// The agent was asked to speak it. Leaves on: a later response, its end, deadline.
        case asked(after: ResponseID?, at: Instant)
        /// A recording is being read. Leaves on: all of it read, none there.
        case reading(ResponseID)
        /// Leaves on: played to its end, interruption.
        case sounding(ResponseID, quietSince: Instant?)
    }

    let line: HandoffLine
    let text: String
    var stage: Stage
    /// Whatever happens, the handoff goes on then.
    let deadline: Instant
    /// The agent had its time for it.
    var wasAsked = false
    var hasNoRecording = false

    /// For the trail: what became of it, and by whom it was spoken; what the agent made of it, the transcript tells.
    func outcome(_ ending: Handoff.LineEnding) -> String {
        switch ending {
        case .unspoken: return "unspoken"
        case .heard, .interrupted:
            guard case .sounding(let response, _) = stage else { return "\(ending)" }
            return "\(ending), by \(response.isRecording ? "a recording" : "the agent")"
        }
    }

    /// An answer of the agent that is still going on is given this long before it is cut short.
    static let patience = Duration.milliseconds(1_500)
    /// One of which nothing has sounded yet: as long as an answer that only called a tool takes to end.
    static let unheardPatience = Duration.milliseconds(100)
    /// Without a sound of the agent for this long, a recording speaks.
    static let agentLimit = Duration.seconds(4)
    static let limit = Duration.seconds(30)
}

/// When a step of the handoff was taken.
public struct HandoffTrailEntry: Equatable, Sendable {
    public var at: Instant
    public var step: HandoffStep
}
