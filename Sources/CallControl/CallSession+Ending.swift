extension CallSession {
    /// The last words of a call: waits until they have been heard.
    struct Closing: Equatable {
        let reason: CallEnd
        let deadline: Instant
        /// Words were asked for that have not begun yet.
        var awaitsWords: Bool
        var quietSince: Instant?
        /// Words that were asked for must begin by then.
        var wordsBy: Instant?

        /// A caller who talks over the agent's own goodbye wants to go on; the gateway's own reasons stand.
        var canBeCalledOff: Bool { reason == .agentEnded }

        mutating func responseBegan() {
            awaitsWords = false
            quietSince = nil
        }
    }

    /// Silence after the last words before the stream is closed. Providers that don't say when an answer is complete get longer.
    private var quietBeforeEnd: Duration { capabilities.reportsResponses ? .milliseconds(200) : .milliseconds(1_500) }

    /// The gateway ends the call: a farewell is spoken where there is one and somebody to speak it.
    mutating func close(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        switch phase {
        case .talking:
            guard reason == .idle || reason == .maxDuration, let farewell = plan.farewell else { return finish(reason, at: now, &effects) }
            effects.append(.report(.ending(reason)))
            effects.append(.command(.say(farewell)))
            phase = .closing(Closing(reason: reason, deadline: now + plan.farewellTimeout, awaitsWords: true, wordsBy: now + .seconds(5)))
        case .new, .connecting, .closing: finish(reason, at: now, &effects)
        case .ended: break
        }
    }

    /// The agent wants to hang up: what it says in this response is its farewell; if it has said nothing, it is asked for one.
    mutating func endAfterFarewell(at now: Instant, _ effects: inout [Effect]) {
        guard phase == .talking else { return }
        effects.append(.report(.ending(.agentEnded)))
        let hasSpoken = playout.isPlaying(at: now)
        if !hasSpoken, let farewell = plan.farewell, capabilities.wantsResponseAfterTools { effects.append(.command(.say(farewell))) }
        let asked = !hasSpoken && plan.farewell != nil && capabilities.wantsResponseAfterTools
        phase = .closing(Closing(reason: .agentEnded, deadline: now + plan.farewellTimeout, awaitsWords: asked, wordsBy: now + .seconds(5)))
    }

    /// The provider is gone: what it has already said is still played.
    mutating func drainThenFinish(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        inProgress = nil
        guard playout.isPlaying(at: now) else { return finish(reason, at: now, &effects) }
        if let newestResponse { playout.end(newestResponse) }
        phase = .closing(Closing(reason: reason, deadline: now + plan.farewellTimeout, awaitsWords: false, quietSince: now - quietBeforeEnd))
        effects.append(.report(.ending(reason)))
    }

    mutating func advanceClosing(at now: Instant, _ effects: inout [Effect]) {
        guard case .closing(var closing) = phase else { return }
        if now >= closing.deadline { return finish(closing.reason, at: now, &effects) }
        if closing.awaitsWords, let wordsBy = closing.wordsBy, now >= wordsBy { return finish(closing.reason, at: now, &effects) }
        guard !closing.awaitsWords, inProgress == nil else { return }
        if playout.isPlaying(at: now) {
            closing.quietSince = nil
        } else if let since = closing.quietSince {
            if now - since >= quietBeforeEnd { return finish(closing.reason, at: now, &effects) }
        } else {
            closing.quietSince = now
        }
        phase = .closing(closing)
    }

    mutating func finish(_ reason: CallEnd, at now: Instant, _ effects: inout [Effect]) {
        latency.giveUp()
        phase = .ended(reason)
        endedAt = now
        playout.clear()
        effects.append(.command(.end))
        effects.append(.closeAgent)
        // Why it went wrong is said where the operator looks first; the transport cuts it to what a close frame holds.
        let detail = reason.isRegular ? nil : tally.detail
        effects.append(.closeStream(code: reason.closeCode, reason: detail.map { "\(reason.rawValue): \($0)" } ?? reason.rawValue))
        effects.append(.finished)
    }
}
