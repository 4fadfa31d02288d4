extension CallSession {
    /// What can happen to a call. Audio frames have entries of their own (`callerFrame`, `agentAudio`, `release`).
    public enum Input: Equatable, Sendable {
        /// The stream is open.
        case started
        /// The provider's socket is open.
        case agentConnected
        /// The provider could not be reached.
        case agentUnreachable(AgentFailure)
        case agent(AgentEvent)
        /// The provider's socket closed after it had been open.
        case agentClosed(AgentFailure)
        case stream(StreamSignal)
        case streamClosed(CallEnd)
        /// A new stream for the same call took the place of the old one.
        case streamReplaced
        /// News of the handoff: hours, attendants, transfer, ticket.
        case handoff(Handoff.Input)
        /// All of a recording was handed over by `recordedAudio`; `false`: there is none.
        case recordingRead(ResponseID, Bool)
        /// End the call for this reason; a farewell is spoken where the reason and the time allow it.
        case end(CallEnd)
    }

    /// What the dialplan says in text frames.
    public enum StreamSignal: Equatable, Sendable {
        case dtmf(String)
        case hangup
        /// Facts about the caller, for the agent to know.
        case metadata([String: String])
        /// Any other text: kept as context.
        case context(String)
    }
}
