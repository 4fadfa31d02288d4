extension CallSession {
    /// A truncation to be sent once the provider has stopped generating the response.
    struct Truncation: Equatable {
        let response: ResponseID
        let heard: Duration
        /// Sent at this moment even if the provider never says that the response has ended.
        let deadline: Instant
    }

    /// Remembers when the caller began each of the provider's items.
    struct CallerSpeech: Equatable {
        private var began: [(item: ItemID, at: Instant)] = []
        private var latest: Instant?

        mutating func start(_ item: ItemID?, at now: Instant) {
            latest = now
            guard let item else { return }
            if began.count >= 16 { began.removeFirst() }
            began.append((item, now))
        }

        func began(_ item: ItemID) -> Instant? { began.last { $0.item == item }?.at ?? latest }

        static func == (left: Self, right: Self) -> Bool {
            left.latest == right.latest && left.began.elementsEqual(right.began, by: ==)
        }
    }

    mutating func callerStarted(_ item: ItemID?, at now: Instant, _ effects: inout [Effect]) {
        callerSpeech.start(item, at: now)
        lastActivity = now
        answerDueSince = nil
        effects.append(.report(.callerStartedSpeaking))
        if let newestResponse, inProgress != nil || playout.isPlaying(at: now) { interrupt(upTo: newestResponse, at: now, &effects) }
        latency.callerStarted(at: now)
    }

    mutating func callerStopped(_ position: Duration?, at now: Instant, _ effects: inout [Effect]) {
        lastActivity = now
        answerDueSince = now
        latency.callerStopped(audioEnd: position, at: now)
        effects.append(.report(.callerStoppedSpeaking))
    }

    /// The caller talks over the agent: what waits is dropped here and at FreeSWITCH, whether or not the provider is still
    /// generating, and the provider is told how much was heard.
    mutating func interrupt(upTo response: ResponseID, at now: Instant, _ effects: inout [Effect]) {
        let unheard = playout.unheard(at: now).filter { $0 <= response }
        let cutShort = playout.isPlaying(at: now)
        for response in unheard {
            let heard = playout.heard(of: response, at: now)
            latency.interrupted(response)
            effects.append(.report(.bargeIn(response, heard: heard)))
            if capabilities.truncatesByPosition {
                truncations.append(Truncation(response: response, heard: heard, deadline: now + .seconds(1)))
            }
        }
        if !unheard.isEmpty { tally.interruptions += 1 }
        playout.clear()
        if cutShort, plan.playout.canFlush { effects.append(.flushStream) }
        staleUpTo = max(response, staleUpTo ?? response)
        for response in unheard where response != inProgress { sendTruncations(of: response, &effects) }
        if case .closing(let closing) = phase, closing.canBeCalledOff {
            // The caller has more to say: the farewell no longer holds.
            phase = .talking
        }
        latency.callerStarted(at: now)
    }

    mutating func sendTruncations(of response: ResponseID, _ effects: inout [Effect]) {
        for truncation in truncations where truncation.response == response {
            effects.append(.command(.truncate(response, heard: truncation.heard)))
        }
        truncations.removeAll { $0.response == response }
    }

    mutating func expireTruncations(at now: Instant, _ effects: inout [Effect]) {
        guard !truncations.isEmpty else { return }
        for truncation in truncations where now >= truncation.deadline {
            effects.append(.command(.truncate(truncation.response, heard: truncation.heard)))
        }
        truncations.removeAll { now >= $0.deadline }
    }
}
