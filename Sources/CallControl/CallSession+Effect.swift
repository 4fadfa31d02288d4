extension CallSession {
    /// What the shell has to do, in this order. Effects hold values and ids only.
    public enum Effect: Equatable, Sendable {
        case dialAgent
        case command(AgentCommand)
        /// Send the caller's audio held so far.
        case releaseHeldAudio
        /// Tell FreeSWITCH to drop what it has not played.
        case flushStream
        case closeStream(code: Int, reason: String)
        case closeAgent
        /// Of the handoff to people: questions, transfers, tickets. What it says, ends and reports is performed by the session.
        case handoff(Handoff.Effect)
        /// Play the gateway's own recording of this line, as audio of this response (`recordedAudio`); answered also when there is none.
        case playRecording(HandoffLine, ResponseID)
        /// Play one ringing tone, as audio of this response; answered in the same way.
        case playRinging(ResponseID)
        case report(Report)
        /// The call is over; its record can be taken.
        case finished
    }

    /// News for logs, metrics and whoever watches.
    public enum Report: Equatable, Sendable {
        case agentReady(after: Duration)
        case retrying(AgentFailure)
        case greeted(after: Duration)
        case callerStartedSpeaking
        case callerStoppedSpeaking
        case responseStarted(ResponseID)
        /// All of what was said at once, and when it was begun.
        case said(Speaker, String, at: Instant)
        case turn(TurnLatency)
        /// The caller talked over this response, having heard this much of it.
        case bargeIn(ResponseID, heard: Duration)
        case toolCalled(String, known: Bool)
        case failure(AgentFailure)
        case unrecognised(String)
        case usage(AgentUsage)
        case pinged(roundTrip: Duration?)
        case dtmf(String)
        case underflow
        case ending(CallEnd)
        case handoff(HandoffStep)
        case handoffEnded(HandoffOutcome)
    }
}
