/// One turn: the caller spoke, then the agent answered (or did not). All spans as in the latency vocabulary of the README.
public struct TurnLatency: Equatable, Sendable {
    /// What became of the turn; only plain answers enter the average.
    public enum Outcome: String, CaseIterable, Equatable, Sendable {
        /// The agent answered.
        case answered
        /// The agent answered after calling a tool.
        case answeredAfterTool = "answered_after_tool"
        /// The agent answered and was cut short by the caller.
        case interrupted
        /// No audible answer came before the caller spoke again or the call ended, and he had waited for one.
        case unanswered
    }

    public var outcome: Outcome
    /// The caller's last voiced sample, on the uplink's own timeline.
    public var endOfSpeech: Instant
    /// From the caller's last voiced sample to the first audible agent sample handed to FreeSWITCH.
    public var voiceToVoice: Duration?
    /// From the last voiced sample to the provider's decision that the caller has finished.
    public var endpointing: Duration?
    /// From that decision to the first audio byte received.
    public var thinking: Duration?
    /// Silence at the head of the answer.
    public var leadingSilence: Duration?
    /// What we added on the way down: beyond the agent's own silence, until its first audible frame was written.
    public var gatewayDown: Duration?
    /// The end of speech as the provider names it on its audio timeline (OpenAI's `audio_end_ms`, its silence window included).
    public var providerAudioEnd: Duration?

    public init(outcome: Outcome, endOfSpeech: Instant) {
        self.outcome = outcome
        self.endOfSpeech = endOfSpeech
    }
}
