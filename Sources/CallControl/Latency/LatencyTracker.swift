/// Measures each turn from the caller's last voiced sample to the first audible sample of the answer.
struct LatencyTracker: Equatable {
    /// A response's audio as far as it matters to latency.
    private struct Answer: Equatable {
        let response: ResponseID
        let firstByteAt: Instant
        var audibleAt: Instant?
        var leadingSilence: Duration?
    }
    private enum State: Equatable {
        /// Nobody spoke since the last answer. Leaves on: caller's voice.
        case idle
        /// The caller speaks, or paused. Leaves on: the end of speech being decided.
        case speaking
        /// The caller is done. Leaves on: audible answer handed over, caller speaks again.
        case waiting(TurnLatency, decidedAt: Instant)
    }

    private var state = State.idle
    private var timeline = UplinkTimeline()
    private var lastVoiced: Instant?
    private var answer: Answer?
    /// Responses whose audio began before the caller was done can't be the answer.
    private var lastStale: ResponseID?
    private var newest: ResponseID?
    private var usedTool = false
    /// Index of the turn whose answer may still be interrupted.
    private var current: (index: Int, response: ResponseID)?

    private(set) var turns: [TurnLatency] = []
    private(set) var startedAt: Instant
    /// From the stream's start to the greeting's first audible sample.
    private(set) var greeting: Duration?

    /// Turns kept in detail; a call that has more keeps counting in the metrics, not here.
    static let limit = 1_000
    /// A caller who goes on within this time of the provider's decision had only paused for breath.
    private static let resumption = Duration.seconds(2)
    private let lead: Duration

    init(startedAt: Instant, lead: Duration) {
        self.startedAt = startedAt
        self.lead = lead
    }

    static func == (left: Self, right: Self) -> Bool { left.turns == right.turns && left.state == right.state }

    // MARK: The caller

    /// A frame of caller audio. `lastVoiced` is the media position of the last voiced sample if this frame moved it.
    mutating func callerFrame(end: Duration, lastVoiced position: Duration?, at now: Instant) {
        timeline.observe(end: end, at: now)
        guard let position, let instant = timeline.instant(of: position) else { return }
        lastVoiced = instant
        if state == .idle { state = .speaking }
    }

    mutating func restartTimeline() { timeline.restart() }

    /// The provider says that the caller began (or went on) to speak: a decision made before was premature.
    mutating func callerStarted(at now: Instant) {
        if case .waiting(let turn, let decidedAt) = state {
            // Soon after the decision the caller had only paused; later, an answer is missing.
            if now - decidedAt > Self.resumption { finish(turn) }
            state = .speaking
        }
        lastStale = newest
        answer = nil
        usedTool = false
    }

    /// The provider has decided that the caller is done.
    mutating func callerStopped(audioEnd: Duration?, at now: Instant) {
        guard let lastVoiced else { return }
        if case .waiting = state { return }
        var turn = TurnLatency(outcome: .unanswered, endOfSpeech: lastVoiced)
        turn.endpointing = now - lastVoiced
        turn.providerAudioEnd = audioEnd
        state = .waiting(turn, decidedAt: now)
        lastStale = newest
        answer = nil
        usedTool = false
    }

    // MARK: The agent

    mutating func toolCalled() { usedTool = true }

    /// Audio of a response arrived. Where the provider has no event for the end of speech, its first audio is the decision.
    mutating func audioReceived(_ response: ResponseID, decides: Bool, at now: Instant) {
        if newest.map({ $0 < response }) ?? true {
            if decides, state == .speaking { callerStopped(audioEnd: nil, at: now) }
            newest = response
        }
        guard case .waiting(var turn, let decidedAt) = state, answer == nil, lastStale.map({ $0 < response }) ?? true else { return }
        answer = Answer(response: response, firstByteAt: now)
        turn.thinking = now - decidedAt
        state = .waiting(turn, decidedAt: decidedAt)
    }

    /// The first audible sample of a response arrived, this far into it.
    mutating func audibleReceived(_ response: ResponseID, offset: Duration, at now: Instant) {
        guard let first = answer?.response, response >= first, answer?.audibleAt == nil else { return }
        answer?.audibleAt = now
        answer?.leadingSilence = offset
    }

    /// The frame with the first audible sample of a response was written to FreeSWITCH: the turn is measured.
    /// - Returns: the finished turn, if this response answered one.
    mutating func audibleHanded(_ response: ResponseID, at now: Instant) -> TurnLatency? {
        guard case .waiting(var turn, _) = state else {
            if turns.isEmpty, greeting == nil { greeting = now - startedAt }
            return nil
        }
        guard let answer, response >= answer.response else { return nil }
        turn.outcome = usedTool ? .answeredAfterTool : .answered
        turn.voiceToVoice = now - turn.endOfSpeech
        turn.leadingSilence = answer.leadingSilence
        if let audibleAt = answer.audibleAt, let silence = answer.leadingSilence {
            turn.gatewayDown = now - max(audibleAt, answer.firstByteAt + max(.zero, silence - lead))
        }
        finish(turn)
        current = (turns.count - 1, response)
        return turn
    }

    /// The caller cut this response short.
    mutating func interrupted(_ response: ResponseID) {
        if let current, current.response == response, turns.indices.contains(current.index), turns[current.index].outcome == .answered {
            turns[current.index].outcome = .interrupted
        }
        current = nil
    }

    /// The answer will not come: the caller went on to the next turn, or the call ends.
    mutating func giveUp() {
        if case .waiting(let turn, _) = state { finish(turn) }
        state = .idle
    }

    private mutating func finish(_ turn: TurnLatency) {
        if turns.count < Self.limit { turns.append(turn) }
        state = .idle
        answer = nil
        usedTool = false
    }
}
