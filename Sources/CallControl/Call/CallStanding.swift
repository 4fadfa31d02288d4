/// What a call is doing, for people who watch it.
public enum CallStanding: String, Equatable, Sendable {
    /// The provider is not ready yet.
    case connecting
    /// Nobody speaks, and nobody's turn is awaited.
    case idle
    case callerSpeaking = "caller_speaking"
    /// The caller has finished, and the agent's answer is awaited.
    case thinking
    case agentSpeaking = "agent_speaking"
    /// The caller wants a person; what becomes of that is being decided or told.
    case handoff
    /// Attendants' telephones ring, or one of them is being joined to the caller.
    case transferring
    case ending
}

extension CallSession {
    public func standing(at now: Instant) -> CallStanding {
        switch phase {
        case .new, .connecting: return .connecting
        case .ended: return .ending
        case .talking, .handingOver, .closing: break
        }
        if let handoff, handoff.isRunning {
            if case .transferring = handoff.state { return .transferring }
            return .handoff
        }
        guard phase == .talking else { return .ending }
        if playout.isPlaying(at: now) { return .agentSpeaking }
        if callerSpeech.isGoingOn { return .callerSpeaking }
        return awaited.isAwaited || inProgress != nil ? .thinking : .idle
    }
}
