extension CallSession {
    mutating func handle(_ event: AgentEvent, at now: Instant, _ effects: inout [Effect]) {
        if event.isSignOfWork { lastAgentSign = now }
        switch event {
        case .ready(let session): agentReady(session, at: now, &effects)
        case .callerStartedSpeaking(_, let item): callerStarted(item, at: now, &effects)
        case .callerStoppedSpeaking(let position, _): callerStopped(position, at: now, &effects)
        case .responseStarted(let response): responseStarted(response, at: now, &effects)
        case .audio: break  // Its samples come through `agentAudio`.
        case .responseAudioEnded(let response): playout.end(response)
        case .responseEnded(let response, let ending): responseEnded(response, ending, at: now, &effects)
        case .interrupted(let response): interrupted(upTo: response, at: now, &effects)
        case .transcript(let update): apply(update, at: now, &effects)
        case .toolCall(let call): handle(call, at: now, &effects)
        case .ping(let id, let roundTrip):
            effects.append(.command(.pong(id: id)))
            effects.append(.report(.pinged(roundTrip: roundTrip)))
        case .usage(let usage):
            tally.add(usage)
            effects.append(.report(.usage(usage)))
        case .failure(let failure): handle(failure, at: now, &effects)
        case .unrecognised(let type):
            tally.unrecognised += 1
            effects.append(.report(.unrecognised(type)))
        }
    }

    // MARK: Coming up

    private mutating func agentReady(_ session: AgentSession, at now: Instant, _ effects: inout [Effect]) {
        guard end == nil else { return }
        let confirmed = session.formatToAgent == plan.formatToAgent && session.formatFromAgent == plan.formatFromAgent
        let isRepeated = agentSession.map { $0.formatToAgent == session.formatToAgent && $0.formatFromAgent == session.formatFromAgent }
        guard isRepeated ?? (confirmed || plan.adaptsFormats) else {
            tally.detail =
                "asked for \(plan.formatToAgent) up and \(plan.formatFromAgent) down, "
                + "provider confirmed \(session.formatToAgent) up and \(session.formatFromAgent) down"
            loseAgent(.formatMismatch, at: now, &effects)
            return
        }
        // Confirmed again in mid-call, with the formats of before.
        guard case .connecting = phase else { return }
        agentSession = session
        phase = .talking
        lastActivity = now
        effects.append(.report(.agentReady(after: now - startedAt)))
        for text in earlyContext { effects.append(.command(.context(text))) }
        earlyContext = []
        if plan.greeting != nil { awaited.isDue(at: now) }
        if let greeting = plan.greeting, !capabilities.greetsByItself { effects.append(.command(.say(greeting))) }
        effects.append(.releaseHeldAudio)
        if let earlyWish {
            self.earlyWish = nil
            handOff(.wanted(earlyWish.trigger), at: now, &effects)
        }
    }

    mutating func agentUnreachable(_ failure: AgentFailure, at now: Instant, _ effects: inout [Effect]) {
        guard case .connecting(let attempt, let deadline) = phase else { return agentClosed(failure, at: now, &effects) }
        guard failure.kind == .retryable, attempt <= plan.connectRetries, now < deadline else {
            tally.detail = "\(failure.code): \(failure.message)"
            effects.append(.report(.failure(failure)))
            return loseAgent(.providerUnreachable, at: now, &effects)
        }
        phase = .connecting(attempt: attempt + 1, deadline: deadline)
        effects.append(.report(.retrying(failure)))
        effects.append(.dialAgent)
    }

    mutating func agentClosed(_ failure: AgentFailure, at now: Instant, _ effects: inout [Effect]) {
        switch phase {
        case .connecting: agentUnreachable(failure, at: now, &effects)
        case .closing(let closing): drainThenFinish(closing.reason, at: now, &effects)
        case .new, .talking:
            tally.detail = "\(failure.code): \(failure.message)"
            if failure.kind != .benign { effects.append(.report(.failure(failure))) }
            switch failure.kind {
            case .benign where handoff?.isRunning == true: loseAgent(.agentEnded, at: now, &effects)
            case .benign: drainThenFinish(.agentEnded, at: now, &effects)
            case .expired: loseAgent(.sessionExpired, at: now, &effects)
            case .ourFault, .retryable, .fatal: loseAgent(.providerFailed, at: now, &effects)
            }
        case .handingOver, .ended: break
        }
    }

    private mutating func handle(_ failure: AgentFailure, at now: Instant, _ effects: inout [Effect]) {
        tally.failures += 1
        effects.append(.report(.failure(failure)))
        switch failure.kind {
        case .benign, .ourFault: break
        case .retryable:
            // The answer that failed will not come; the caller waits for one all the same.
            inProgress = nil
        case .expired, .fatal:
            tally.detail = "\(failure.code): \(failure.message)"
            let reason: CallEnd = failure.kind == .expired ? .sessionExpired : .providerFailed
            if case .connecting = phase { loseAgent(.providerUnreachable, at: now, &effects) } else { loseAgent(reason, at: now, &effects) }
        }
    }

    // MARK: Responses

    private mutating func responseStarted(_ response: ResponseID, at now: Instant, _ effects: inout [Effect]) {
        guard wants(response) else { return }
        // Whoever doesn't say when a response ends begins the next before the session learns of it: it would seem to go on for ever.
        if capabilities.reportsResponses { inProgress = response }
        lastActivity = now
        noteResponse(response)
        effects.append(.report(.responseStarted(response)))
    }

    private mutating func responseEnded(_ response: ResponseID, _ ending: ResponseEnding, at now: Instant, _ effects: inout [Effect]) {
        if inProgress == response { inProgress = nil }
        playout.end(response)
        endLastWords(response)
        sendTruncations(of: response, &effects)
        switch ending {
        case .completed, .cancelled: break
        case .incomplete(let reason): effects.append(.report(.failure(AgentFailure(.benign, code: "incomplete", message: reason))))
        case .failed(let failure): handle(failure, at: now, &effects)
        }
        continueAfterTools(&effects)
        askForLastWords(&effects)
        announcementEnded(response, at: now, &effects)
    }

    private mutating func handle(_ call: ToolCall, at now: Instant, _ effects: inout [Effect]) {
        guard let answer = tools.handle(call) else { return }
        tally.toolCalls += 1
        latency.toolCalled(decides: !capabilities.reportsEndOfCallerSpeech)
        effects.append(.report(.toolCalled(call.name, known: !answer.result.isError)))
        effects.append(.command(.toolResult(answer.result)))
        switch answer.action {
        case .endCall: endAfterFarewell(at: now, &effects)
        case .requestHandoff: handOff(.wanted(HandoffTrigger(.userRequest)), at: now, &effects)
        case nil: break
        }
    }

    /// Asks the agent to go on, once: after the response that called has ended, or with the next tick where the provider doesn't say.
    mutating func continueAfterTools(_ effects: inout [Effect]) {
        guard inProgress == nil, tools.takesContinuation(), capabilities.wantsResponseAfterTools else { return }
        // A caller who speaks, and a call that ends, leave nothing to go on with.
        guard phase == .talking, !callerSpeech.isGoingOn else { return }
        effects.append(.command(.createResponse(instructions: nil)))
    }

    // MARK: What was said

    private mutating func apply(_ update: TranscriptUpdate, at now: Instant, _ effects: inout [Effect]) {
        let spokenAt =
            switch update.speaker {
            case .caller: callerSpeech.began(update.item) ?? latency.endOfCallerSpeech ?? now
            case .agent: now
            }
        if update.speaker == .caller { hasCheckedIn = false }
        if update.speaker == .caller, case .final = update.kind { callerTranscribed(at: now, &effects) }
        if let entry = transcript.apply(update, spokenAt: spokenAt), !entry.text.isEmpty {
            effects.append(.report(.said(entry.speaker, entry.text, at: entry.spokenAt)))
        }
        if update.speaker == .caller { listenForKeywords(update, at: now, &effects) }
    }

    /// Where the end of speech is no event of its own, the transcript tells it, unless the answer has told it before.
    private mutating func callerTranscribed(at now: Instant, _ effects: inout [Effect]) {
        guard !capabilities.reportsEndOfCallerSpeech, !playout.isPlaying(at: now), latency.hasUndecidedSpeech else { return }
        callerStopped(nil, at: now, &effects)
    }
}

extension CallSession {
    /// Says in words why the call is about to fail, for its record.
    public mutating func note(_ problem: String) { tally.detail = problem }
}
