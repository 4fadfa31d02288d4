import Audio

/// One call as a value: who speaks, what is played, what was said, how long it took. It takes inputs and the time, appends
/// effects, and touches nothing else.
public struct CallSession {
    enum Phase: Equatable {
        case new
        /// The provider is being dialled or set up. Leaves on: ready, failure without retries left, deadline.
        case connecting(attempt: Int, deadline: Instant)
        /// Audio flows both ways. Leaves on: a reason to end.
        case talking
        /// Nobody listens any more; the handoff is brought to its end. Leaves on: its end, deadline.
        case handingOver(CallEnd, deadline: Instant)
        /// The last words are being spoken. Leaves on: their end, the deadline, the caller going on to talk.
        case closing(Closing)
        case ended(CallEnd)
    }

    public let plan: CallPlan
    public let capabilities: AgentCapabilities
    public let startedAt: Instant
    var phase = Phase.new
    var playout: PlayoutBuffer
    var latency: LatencyTracker
    public internal(set) var transcript = Transcript()
    public internal(set) var tally = CallTally()
    public internal(set) var agentSession: AgentSession?

    var tools: ToolDesk
    /// The response being generated, where the provider says when it is complete; what else is going on only the playout tells.
    var inProgress: ResponseID?
    var newestResponse: ResponseID?
    /// Audio of this and every earlier response is dropped: the caller interrupted it.
    var staleUpTo: ResponseID?
    /// Truncations that wait for their response to have ended at the provider.
    var truncations: [Truncation] = []
    var callerSpeech = CallerSpeech()
    /// What the dialplan said before the agent could hear it; the newest are kept.
    var earlyContext: [String] = []
    var lastActivity: Instant
    /// What the caller waits for, by the provider's word and by the gateway's own ear.
    var awaited = AwaitedAnswer()
    /// When the gateway's own ear has heard him last.
    var lastVoice: Instant?
    public internal(set) var endedAt: Instant?
    /// When the agent was let go, which may be long before the call's end.
    private(set) var agentLeftAt: Instant?
    public internal(set) var handoff: Handoff?
    /// Answers of the agent when the last handoff ended.
    var turnsBeforeHandoff = 0
    public internal(set) var handoffTrail: [HandoffTrailEntry] = []
    var announcement: Announcement?
    var keywords: KeywordHold?
    /// Why the agent is gone; what is said is said by recordings.
    var lostAgent: CallEnd?
    /// A wish for a person from before the call could be handed over.
    var earlyWish: (trigger: HandoffTrigger, at: Instant)?
    private static let patienceWithAgent = Duration.seconds(3)
    /// It has let a line be spoken by a recording: it is not waited for again.
    var isAgentMute = false
    var recordings = 0
    /// The latest tone that told the caller of telephones ringing, and when the next is due.
    var ringingTone: ResponseID?
    var nextRing: Instant?
    /// The agent was asked to speak to a silent caller, and nothing was heard of him since.
    var hasCheckedIn = false
    /// The provider's latest sign of work.
    var lastAgentSign: Instant?

    public init(plan: CallPlan, capabilities: AgentCapabilities, startedAt: Instant) {
        self.plan = plan
        self.capabilities = capabilities
        self.startedAt = startedAt
        playout = PlayoutBuffer(policy: plan.playout)
        latency = LatencyTracker(startedAt: startedAt, lead: plan.playout.lead)
        tools = ToolDesk(declared: plan.tools)
        lastActivity = startedAt
        handoff = plan.handoff.map { Handoff(plan: $0) }
        keywords = plan.handoff?.detector.map { KeywordHold($0) }
    }

    /// Why the call ended; `nil` while it lives.
    public var end: CallEnd? {
        if case .ended(let reason) = phase { return reason }
        return nil
    }

    public var turns: [TurnLatency] { latency.turns }
    public var greetingLatency: Duration? { latency.greeting }

    /// The one entry for everything but audio.
    public mutating func handle(_ input: Input, at now: Instant, effects: inout [Effect]) {
        guard end == nil else { return }
        switch input {
        case .started: start(at: now, &effects)
        case .agentConnected: effects.append(.command(.start))
        case .agentUnreachable(let failure): agentUnreachable(failure, at: now, &effects)
        case .agentClosed(let failure): agentClosed(failure, at: now, &effects)
        case .agent(let event): handle(event, at: now, &effects)
        case .stream(let signal): handle(signal, at: now, &effects)
        case .streamClosed(let reason): streamClosed(reason, at: now, &effects)
        case .handoff(let input): handOff(input, at: now, &effects)
        case .recordingRead(let response, let exists): recordingRead(response, exists: exists, at: now, &effects)
        case .streamReplaced:
            latency.restartTimeline()
            playout.restartStretch(at: now)
        case .end(let reason): close(reason, at: now, &effects)
        }
    }

    private mutating func start(at now: Instant, _ effects: inout [Effect]) {
        guard phase == .new else { return }
        phase = .connecting(attempt: 1, deadline: now + plan.readyTimeout)
        effects.append(.dialAgent)
    }

    private mutating func handle(_ signal: StreamSignal, at now: Instant, _ effects: inout [Effect]) {
        switch signal {
        case .hangup: streamClosed(.callerHungUp, at: now, &effects)
        case .dtmf(let digit):
            effects.append(.report(.dtmf(digit)))
            lastActivity = now
            if let wanted = plan.handoff?.digit, wanted == digit { return wish(for: HandoffTrigger(.userRequest), at: now, &effects) }
            tell("The caller pressed the key \(digit).", &effects)
        case .metadata(let facts):
            tally.metadata.merge(facts) { _, new in new }
        case .context(let text):
            tally.contextTexts += 1
            tell(text, &effects)
        }
    }

    private mutating func tell(_ text: String, _ effects: inout [Effect]) {
        switch phase {
        case .new, .connecting:
            if earlyContext.count >= 32 { earlyContext.removeFirst() }
            earlyContext.append(text)
        case .talking: effects.append(.command(.context(text)))
        case .closing, .handingOver, .ended: break
        }
    }

    mutating func letAgentGo(at now: Instant, _ effects: inout [Effect]) {
        agentLeftAt = agentLeftAt ?? now
        effects.append(.closeAgent)
    }

    // MARK: Time

    /// Called every 20 ms: watches every deadline of the call.
    public mutating func tick(at now: Instant, effects: inout [Effect]) {
        if playout.isPlaying(at: now) { lastActivity = now }
        expireTruncations(at: now, &effects)
        switch phase {
        case .new, .ended: break
        case .connecting(_, let deadline):
            // Who has asked for a person is not kept waiting for an agent.
            let limit = earlyWish.map { min(deadline, $0.at + Self.patienceWithAgent) } ?? deadline
            if now >= limit { loseAgent(.providerSilent, at: now, &effects) }
        case .talking:
            continueAfterTools(&effects)
            advanceHandoff(at: now, &effects)
            ringBack(at: now, &effects)
            // What the handoff waits for has deadlines of its own.
            if phase == .talking, handoff?.isRunning != true { watchTalk(at: now, &effects) }
        case .handingOver(let reason, let deadline):
            advanceHandoff(at: now, &effects)
            if now >= deadline, end == nil { finish(reason, at: now, &effects) }
        case .closing: advanceClosing(at: now, &effects)
        }
    }

    private mutating func watchTalk(at now: Instant, _ effects: inout [Effect]) {
        if awaited.isOverdue(at: now, after: plan.answerTimeout), !playout.isPlaying(at: now) {
            close(.providerSilent, at: now, &effects)
        } else if now - startedAt >= plan.maxDuration {
            close(.maxDuration, at: now, &effects)
        } else if now - lastActivity >= plan.idleTimeout {
            // A response that goes on without a sound for so long hangs at the provider.
            guard inProgress == nil else { return close(.providerSilent, at: now, &effects) }
            // Whoever waits for an answer is not idle, however long it may take.
            guard !awaited.isAwaited else { return }
            if mayHang { checkIn(at: now, &effects) } else { close(.idle, at: now, &effects) }
        }
    }

    /// Somebody was heard since the provider's latest sign. It may have been the agent's echo, or the caller talking over the agent of a provider
    /// that hangs since.
    private var mayHang: Bool {
        guard plan.stillThere != nil, !hasCheckedIn, let lastVoice else { return false }
        return lastAgentSign.map { $0 < lastVoice } ?? true
    }

    /// Has the agent ask whether the caller is still there. One that can't is lost, and people are asked for instead of hanging up.
    private mutating func checkIn(at now: Instant, _ effects: inout [Effect]) {
        guard let question = plan.stillThere else { return }
        hasCheckedIn = true
        lastActivity = now
        // It has its time from now on, and what it says answers nothing that was heard before.
        awaited.came()
        awaited.isDue(at: now)
        latency.forgetUndecided()
        effects.append(.command(.say(question)))
    }
}
