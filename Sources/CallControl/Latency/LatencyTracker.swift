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
    /// Media position of the last voiced sample; turned into a moment when it is asked for, since later frames draw the line better.
    private var voicedPosition: Duration?
    /// The same as a moment, from before the stream was restarted.
    private var voicedBefore: Instant?
    /// Speech up to here belongs to turns already finished.
    private var measured: Instant?
    /// This response greets: it answers nobody.
    private var greetingResponse: ResponseID?
    private var answer: Answer?
    /// Responses whose audio began before the caller was done can't be the answer.
    private var lastStale: ResponseID?
    private var newest: ResponseID?
    private var usedTool = false
    /// Index of the turn whose answer may still be interrupted.
    private var current: (index: Int, response: ResponseID)?

    private(set) var turns: [TurnLatency] = []
    /// Turns that an answer was heard to, whatever became of it.
    private(set) var answeredTurns = 0
    private(set) var startedAt: Instant
    /// From the stream's start to the greeting's first audible sample.
    private(set) var greeting: Duration?

    /// Turns kept in detail; a call that has more keeps counting in the metrics, not here.
    static let limit = 1_000
    /// A caller who goes on within this time of the provider's decision had only paused for breath.
    private static let resumption = Duration.seconds(2)
    /// The same sample may be dated a little later as the timeline settles.
    private static let tolerance = Duration.milliseconds(100)
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
        guard let position else { return }
        voicedPosition = position
        if case .idle = state { state = .speaking }
    }

    private var lastVoiced: Instant? { voicedPosition.flatMap { timeline.instant(of: $0) } ?? voicedBefore }

    mutating func restartTimeline() {
        voicedBefore = lastVoiced
        voicedPosition = nil
        timeline.restart()
    }

    /// Has the caller spoken since the last turn, without anybody having decided that they are done?
    var hasUndecidedSpeech: Bool {
        guard let lastVoiced else { return false }
        switch state {
        case .idle: return measured.map { $0 + Self.tolerance < lastVoiced } ?? true
        case .speaking: return true
        case .waiting(_, let decidedAt): return answer == nil && lastVoiced > decidedAt
        }
    }

    /// The end of the caller's speech as far as it is known: of the turn being answered, or of the speech going on.
    var endOfCallerSpeech: Instant? {
        switch state {
        case .idle: measured ?? lastVoiced
        case .speaking: lastVoiced
        case .waiting(let turn, _): turn.endOfSpeech
        }
    }

    /// The provider says that the caller began (or went on) to speak: a decision made before was premature.
    mutating func callerStarted(at now: Instant) {
        if case .waiting(let turn, let decidedAt) = state {
            // Soon after the decision the caller had only paused; later, an answer is missing.
            if now - decidedAt > Self.resumption { finish(turn) } else { state = .speaking }
        }
        if hasUndecidedSpeech { state = .speaking }
        lastStale = newest
        answer = nil
        usedTool = false
    }

    /// The provider has decided that the caller is done.
    mutating func callerStopped(audioEnd: Duration?, at now: Instant) {
        // Without undecided speech this is the late transcript of an utterance that was answered already.
        guard hasUndecidedSpeech, let lastVoiced else { return }
        var turn = TurnLatency(outcome: .unanswered, endOfSpeech: lastVoiced)
        turn.endpointing = now - lastVoiced
        turn.providerAudioEnd = audioEnd
        state = .waiting(turn, decidedAt: now)
        lastStale = newest
        answer = nil
    }

    // MARK: The agent

    /// This response is the greeting.
    mutating func greets(_ response: ResponseID) { greetingResponse = response }

    /// - Parameter decides: the provider has no event for the end of speech, so that a call may come before its decision shows.
    mutating func toolCalled(decides: Bool) {
        switch state {
        case .idle: break
        case .speaking: usedTool = decides
        case .waiting: usedTool = true
        }
    }

    /// Audio of a response arrived. Where the provider has no event for the end of speech, its first audio is the decision.
    mutating func audioReceived(_ response: ResponseID, decides: Bool, at now: Instant) {
        if newest.map({ $0 < response }) ?? true {
            if decides, response != greetingResponse, case .speaking = state { callerStopped(audioEnd: nil, at: now) }
            newest = response
        }
        guard response != greetingResponse else { return }
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
        if response == greetingResponse {
            greeting = now - startedAt
            return nil
        }
        guard case .waiting(var turn, _) = state else {
            if turns.isEmpty, greeting == nil, greetingResponse == nil { greeting = now - startedAt }
            return nil
        }
        guard let answer, response >= answer.response else { return nil }
        turn.outcome = usedTool ? .answeredAfterTool : .answered
        answeredTurns += 1
        turn.voiceToVoice = now - turn.endOfSpeech
        turn.leadingSilence = answer.leadingSilence
        if let audibleAt = answer.audibleAt, let silence = answer.leadingSilence {
            turn.gatewayDown = now - max(audibleAt, answer.firstByteAt + max(.zero, silence - lead))
        }
        finish(turn)
        current = turns.last == turn ? (turns.count - 1, response) : nil
        return turn
    }

    /// The caller cut this response short, which is the last answer or goes on with it.
    mutating func interrupted(_ response: ResponseID) {
        guard let current, current.response <= response else { return }
        if turns[current.index].outcome == .answered { turns[current.index].outcome = .interrupted }
        self.current = nil
    }

    /// What was heard since the last turn was no question.
    mutating func forgetUndecided() {
        guard case .speaking = state else { return }
        measured = lastVoiced
        state = .idle
    }

    /// The answer will not come: the call ends, or its agent is lost. Who leaves with his last word, or is fetched by an attendant, misses none.
    /// - Parameter isMissing: he has waited for an answer also if nobody ever decided that he was done, as a provider that hangs does not.
    mutating func giveUp(isMissing: Bool, at now: Instant) {
        switch state {
        case .waiting(let turn, let decidedAt): if isMissing || now - decidedAt > Self.resumption { finish(turn) }
        case .speaking where isMissing: if let lastVoiced { finish(TurnLatency(outcome: .unanswered, endOfSpeech: lastVoiced)) }
        case .idle, .speaking: break
        }
        state = .idle
    }

    private mutating func finish(_ turn: TurnLatency) {
        if turns.count < Self.limit { turns.append(turn) }
        measured = turn.endOfSpeech
        current = nil
        state = .idle
        answer = nil
        usedTool = false
    }
}
