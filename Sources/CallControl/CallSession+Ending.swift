extension CallSession {
    /// The last words of a call: waits until they have been heard.
    struct Closing: Equatable {
        enum LastWords: Equatable {
            /// To be asked for once the provider generates nothing. Leaves on: end of the response in progress, the agent saying goodbye unasked.
            case wanted
            /// Asked for. Leaves on: a response later than this one.
            case asked(after: ResponseID?)
            /// They have begun, or there are none.
            case spoken
        }

        let reason: CallEnd
        let deadline: Instant
        var words: LastWords
        /// Silence after the last words before the stream is closed.
        var quiet: Duration
        var quietSince: Instant?

        /// A caller who talks over the agent's own goodbye wants to go on; the gateway's own reasons stand.
        var canBeCalledOff: Bool { reason == .agentEnded }
    }

    /// Providers that don't say when an answer is complete get longer.
    private var quietBeforeEnd: Duration { capabilities.reportsResponses ? .milliseconds(200) : .milliseconds(1_500) }

    /// The gateway ends the call: a farewell is spoken where there is one and somebody to speak it.
    mutating func close(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        if reason.isTheProviders, handoff != nil { return loseAgent(reason, at: now, &effects) }
        switch phase {
        case .talking:
            guard reason == .idle || reason == .maxDuration, plan.farewell != nil else { return finish(reason, at: now, &effects) }
            beginClosing(reason, .wanted, at: now, &effects)
            askForLastWords(&effects)
        case .new, .connecting, .closing, .handingOver: finish(reason, at: now, &effects)
        case .ended: break
        }
    }

    /// The agent wants to hang up: what it says in this response is its farewell; if it has said nothing, it is asked for one
    /// (providers that go on by themselves after a tool need no asking).
    mutating func endAfterFarewell(at now: Instant, _ effects: inout [Effect]) {
        // Whoever waits for a person is not hung up on: the handoff ends the call.
        guard phase == .talking, handoff?.isRunning != true else { return }
        let mustAsk = !playout.isPlaying(at: now) && capabilities.wantsResponseAfterTools
        beginClosing(.agentEnded, mustAsk ? .wanted : .spoken, at: now, &effects)
    }

    private mutating func beginClosing(_ reason: CallEnd, _ words: Closing.LastWords, at now: Instant, _ effects: inout [Effect]) {
        effects.append(.report(.ending(reason)))
        phase = .closing(Closing(reason: reason, deadline: now + plan.farewellTimeout, words: words, quiet: quietBeforeEnd))
    }

    /// Asks for the farewell, once nothing is being generated: providers refuse to speak while they speak.
    mutating func askForLastWords(_ effects: inout [Effect]) {
        guard case .closing(var closing) = phase, closing.words == .wanted, inProgress == nil else { return }
        effects.append(.command(plan.farewell.map { .say($0) } ?? .createResponse(instructions: nil)))
        closing.words = .asked(after: newestResponse)
        phase = .closing(closing)
    }

    /// A response has begun to sound: are these the last words?
    mutating func noteLastWords(of response: ResponseID) {
        guard case .closing(var closing) = phase else { return }
        switch closing.words {
        case .wanted where closing.reason == .agentEnded: break
        case .asked(let earlier) where earlier.map({ $0 < response }) ?? true: break
        case .wanted, .asked, .spoken: return
        }
        closing.words = .spoken
        phase = .closing(closing)
    }

    /// A response that was asked for is over: if it had no sound, there will be no more words.
    mutating func endLastWords(_ response: ResponseID) {
        guard case .closing(var closing) = phase, case .asked(let earlier) = closing.words, earlier.map({ $0 < response }) ?? true else { return }
        closing.words = .spoken
        phase = .closing(closing)
    }

    /// The caller goes on talking before the agent's goodbye is over.
    mutating func callOffEnding(at now: Instant) {
        guard case .closing(let closing) = phase, closing.canBeCalledOff, closing.words != .spoken || playout.isPlaying(at: now) else { return }
        phase = .talking
    }

    /// The provider is gone: what it has already said is still played.
    mutating func drainThenFinish(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        inProgress = nil
        truncations.removeAll()
        // A call that was ending anyway keeps its reason.
        var reason = reason
        if case .closing(let closing) = phase { reason = closing.reason }
        guard playout.isPlaying(at: now) else { return finish(reason, at: now, &effects) }
        playout.endAll()
        if phase == .talking { beginClosing(reason, .spoken, at: now, &effects) }
        guard case .closing(var closing) = phase else { return }
        closing.words = .spoken
        closing.quiet = .zero
        phase = .closing(closing)
    }

    mutating func advanceClosing(at now: Instant, _ effects: inout [Effect]) {
        guard case .closing(var closing) = phase else { return }
        if now >= closing.deadline { return finish(closing.reason, at: now, &effects) }
        guard closing.words == .spoken, inProgress == nil else { return }
        if playout.isPlaying(at: now) {
            closing.quietSince = nil
        } else {
            let since = closing.quietSince ?? now
            if now - since >= closing.quiet { return finish(closing.reason, at: now, &effects) }
            closing.quietSince = since
        }
        phase = .closing(closing)
    }

    mutating func finish(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        // A wish for a person outlives the call.
        abandonHandoff(at: now, &effects)
        guard end == nil else { return }
        latency.giveUp(isMissing: lostAgent == nil && awaited.isMissing(at: now), at: now)
        phase = .ended(reason)
        endedAt = now
        playout.clear()
        effects.append(.command(.end))
        letAgentGo(at: now, &effects)
        // Why it went wrong is said where the operator looks first; the transport cuts it to what a close frame holds.
        let detail = reason.isRegular ? nil : tally.detail
        effects.append(.closeStream(code: reason.closeCode, reason: detail.map { "\(reason.rawValue): \($0)" } ?? reason.rawValue))
        effects.append(.finished)
    }
}
