extension CallSession {
    /// Most steps kept of a call's handoff.
    static let trailLimit = 64

    /// Everything that concerns the handoff, in one place.
    mutating func handOff(_ input: Handoff.Input, at now: Instant, _ effects: inout [Effect]) {
        guard handoff != nil, end == nil else { return }
        if case .wanted = input, !canHandOff { return }
        var decided: [Handoff.Effect] = []
        handoff?.handle(input, at: now, effects: &decided)
        perform(decided, at: now, &effects)
    }

    /// A call that is ending, or not yet up, is not handed over.
    private var canHandOff: Bool {
        switch phase {
        case .talking: true
        case .connecting: lostAgent != nil
        case .new, .closing, .handingOver, .ended: false
        }
    }

    /// The caller asks for a person. He need not know what the call is about just now: before the provider is ready his wish is kept, and a
    /// goodbye is called off.
    mutating func wish(for trigger: HandoffTrigger, at now: Instant, _ effects: inout [Effect]) {
        switch phase {
        case .new, .connecting: earlyWish = earlyWish ?? (trigger, now)
        case .closing(let closing) where closing.reason.isCalm && lostAgent == nil:
            phase = .talking
            handOff(.wanted(trigger), at: now, &effects)
        case .talking, .closing, .handingOver, .ended: handOff(.wanted(trigger), at: now, &effects)
        }
    }

    /// Does the caller ask for a person?
    mutating func listenForKeywords(_ update: TranscriptUpdate, at now: Instant, _ effects: inout [Effect]) {
        guard keywords != nil else { return }
        switch update.kind {
        case .final(let text): if let decision = keywords?.hear(final: text, of: update.item) { wanted(decision, at: now, &effects) }
        case .delta, .cumulative: if let text = transcript.text(of: update.item) { keywords?.hear(partial: text, of: update.item, at: now) }
        case .placed, .correction, .failed: break
        }
    }

    private mutating func wanted(_ decision: HandoffDecision, at now: Instant, _ effects: inout [Effect]) {
        wish(for: HandoffTrigger(.keywordDetected, keyword: decision.keyword), at: now, &effects)
    }

    mutating func advanceHandoff(at now: Instant, _ effects: inout [Effect]) {
        guard handoff != nil else { return }
        if let decision = keywords?.wake(at: now) { wanted(decision, at: now, &effects) }
        noticeTooManyTurns(at: now, &effects)
        advanceAnnouncement(at: now, &effects)
        var decided: [Handoff.Effect] = []
        handoff?.tick(at: now, effects: &decided)
        perform(decided, at: now, &effects)
    }

    private mutating func perform(_ decided: [Handoff.Effect], at now: Instant, _ effects: inout [Effect]) {
        for effect in decided {
            switch effect {
            case .askHours, .askDesk, .transfer, .cancelTransfer, .keepTicket, .hangUp: effects.append(.handoff(effect))
            case .speak(let line, let text): announce(line, text, at: now, &effects)
            case .step(let step): note(step, at: now, &effects)
            case .ended(let outcome):
                lastActivity = now
                awaited.came()
                turnsBeforeHandoff = latency.answeredTurns
                effects.append(.report(.handoffEnded(outcome)))
            case .endCall: endAfterHandoff(at: now, &effects)
            }
        }
    }

    mutating func note(_ step: HandoffStep, at now: Instant, _ effects: inout [Effect]) {
        if handoffTrail.count < Self.trailLimit { handoffTrail.append(HandoffTrailEntry(at: now, step: step)) }
        effects.append(.report(.handoff(step)))
    }

    /// The call ends for a reason of its own: what the handoff still has to do is done, but it ends nothing more.
    mutating func abandonHandoff(at now: Instant, _ effects: inout [Effect]) {
        guard handoff?.isRunning == true else { return }
        var decided: [Handoff.Effect] = []
        handoff?.handle(.abandoned, at: now, effects: &decided)
        perform(decided.filter { $0 != .endCall }, at: now, &effects)
    }

    private mutating func endAfterHandoff(at now: Instant, _ effects: inout [Effect]) {
        announcement = nil
        if case .handingOver(let reason, _) = phase, handoff?.outcome != .transferred { return finish(reason, at: now, &effects) }
        switch handoff?.outcome {
        case .transferred: finish(.transferred, at: now, &effects)
        case .ticketCreated, .queued: finish(.ticketCreated, at: now, &effects)
        case .failed, .declined, nil: finish(lostAgent ?? .agentEnded, at: now, &effects)
        }
    }

    /// After the agent's last answer, not in the midst of it.
    private mutating func noticeTooManyTurns(at now: Instant, _ effects: inout [Effect]) {
        guard let limit = plan.handoff?.maxTurns, handoff?.isRunning != true, handoff?.outcome.map({ $0 == .declined }) ?? true else { return }
        guard latency.answeredTurns - turnsBeforeHandoff >= limit else { return }
        guard inProgress == nil, !playout.isPlaying(at: now), !callerSpeech.isGoingOn else { return }
        handOff(.wanted(HandoffTrigger(.maxTurns)), at: now, &effects)
    }

    /// The caller is gone, or his stream was taken from him for the transfer.
    mutating func streamClosed(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        guard handoff?.isRunning == true else { return finish(reason, at: now, &effects) }
        if case .handingOver = phase { return }
        announcement = nil
        handOver(reason, at: now, &effects)
        if handoff?.survivesStream != true { handOff(.callEnded, at: now, &effects) }
        if handoff?.isRunning != true, end == nil { finish(reason, at: now, &effects) }
    }

    /// Nobody hears the agent any more: it is let go, the rest is done without it.
    private mutating func handOver(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        phase = .handingOver(reason, deadline: now + (plan.handoff?.ringTime ?? .zero) + .seconds(40))
        playout.clear()
        effects.append(.command(.end))
        letAgentGo(at: now, &effects)
    }

    /// The agent is lost: what it has said is played, then people are asked, where the secretary has any.
    mutating func loseAgent(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        guard handoff != nil, handoff?.outcome == nil || handoff?.outcome == .declined else { return endWithoutAgent(reason, at: now, &effects) }
        switch phase {
        case .talking, .connecting: break
        case .handingOver: return
        case .new, .closing, .ended: return endWithoutAgent(reason, at: now, &effects)
        }
        guard lostAgent == nil else { return }
        reportLoss(reason, &effects)
        lostAgent = reason
        inProgress = nil
        latency.giveUp(isMissing: reason == .providerSilent ? awaited.isAwaited : awaited.isMissing(at: now), at: now)
        awaited.came()
        truncations.removeAll()
        playout.endAll()
        phase = .talking
        letAgentGo(at: now, &effects)
        // Nobody is left to say when he stops.
        if callerSpeech.isGoingOn {
            callerSpeech.stop()
            handOff(.callerStoppedSpeaking, at: now, &effects)
        }
        handOff(.agentLost, at: now, &effects)
        if handoff?.isRunning == true {
            if case .asked = announcement?.stage { announcement?.stage = .waiting(since: now) }
        } else {
            handOff(.wanted(earlyWish?.trigger ?? HandoffTrigger(.providerFailed)), at: now, &effects)
        }
    }

    /// The call may end well: what the agent failed in would be seen nowhere.
    private func reportLoss(_ reason: CallEnd, _ effects: inout [Effect]) {
        let problem: String? =
            switch reason {
            case .providerSilent: "no answer within \(plan.answerTimeout), or not ready within \(plan.readyTimeout)"
            case .formatMismatch, .providerBacklog: tally.detail ?? ""
            default: nil
            }
        if let problem { effects.append(.report(.failure(AgentFailure(.fatal, code: reason.rawValue, message: problem)))) }
    }

    private mutating func endWithoutAgent(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        reportLoss(reason, &effects)
        if case .connecting = phase { finish(reason, at: now, &effects) } else { drainThenFinish(reason, at: now, &effects) }
    }
}
