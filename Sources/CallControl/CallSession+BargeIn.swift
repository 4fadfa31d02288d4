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
        private struct Beginning: Equatable {
            let item: ItemID
            let at: Instant
        }

        private var began: [Beginning] = []
        private var latest: Instant?
        /// Between the provider's start and end of speech.
        private(set) var isGoingOn = false

        mutating func stop() { isGoingOn = false }

        mutating func start(_ item: ItemID?, at now: Instant) {
            latest = now
            isGoingOn = true
            guard let item else { return }
            if began.count >= 16 { began.removeFirst() }
            began.append(Beginning(item: item, at: now))
        }

        /// A provider that hangs never says that he has stopped: believed while our own ear hears him too.
        func isGoingOn(at now: Instant, lastVoice: Instant?) -> Bool {
            guard isGoingOn, let heard = [latest, lastVoice].compactMap({ $0 }).max() else { return isGoingOn }
            return now - heard < Self.believed
        }

        private static let believed = Duration.seconds(2)

        func began(_ item: ItemID) -> Instant? { began.last { $0.item == item }?.at ?? latest }
    }

    mutating func callerStarted(_ item: ItemID?, at now: Instant, _ effects: inout [Effect]) {
        callerSpeech.start(item, at: now)
        lastActivity = now
        awaited.isHeard(at: now)
        hasCheckedIn = false
        // The caller's words will get an answer of their own; one more would make two.
        tools.forgetContinuation()
        effects.append(.report(.callerStartedSpeaking))
        handOff(.callerStartedSpeaking, at: now, &effects)
        callOffEnding(at: now)
        if inProgress != nil || playout.isPlaying(at: now) { interrupt(upTo: newestResponse ?? .recording(0), at: now, &effects) }
        latency.callerStarted(at: now)
    }

    mutating func callerStopped(_ position: Duration?, at now: Instant, _ effects: inout [Effect]) {
        callerSpeech.stop()
        lastActivity = now
        awaited.isHeard(at: now)
        latency.callerStopped(audioEnd: position, at: now)
        effects.append(.report(.callerStoppedSpeaking))
        handOff(.callerStoppedSpeaking, at: now, &effects)
    }

    /// The provider itself says that the caller talks over the agent.
    mutating func interrupted(upTo response: ResponseID, at now: Instant, _ effects: inout [Effect]) {
        lastActivity = now
        callOffEnding(at: now)
        interrupt(upTo: response, at: now, &effects)
        latency.callerStarted(at: now)
    }

    enum Interrupter {
        case caller
        /// The gateway has something more important to say.
        case gateway
    }

    /// The caller talks over the agent: what waits is dropped here and at FreeSWITCH, whether or not the provider is still
    /// generating, and the provider is told how much was heard.
    mutating func interrupt(upTo response: ResponseID, by interrupter: Interrupter = .caller, at now: Instant, _ effects: inout [Effect]) {
        // A ringing tone that is talked over is nobody's interrupted answer.
        let unheard = playout.unheard(at: now).filter { $0 <= response && $0 != ringingTone }.map { ($0, heard: playout.heard(of: $0, at: now)) }
        playout.clear()
        staleUpTo = max(response, staleUpTo ?? response)
        // FreeSWITCH's own queue is not known to the millisecond: it is flushed even when it should be empty.
        if plan.playout.canFlush { effects.append(.flushStream) }
        for (response, heard) in unheard {
            transcript.markInterrupted(response)
            if interrupter == .caller {
                latency.interrupted(response)
                effects.append(.report(.bargeIn(response, heard: heard)))
            }
            guard capabilities.truncatesByPosition, !response.isRecording else { continue }
            if response == inProgress {
                truncations.append(Truncation(response: response, heard: heard, deadline: now + .seconds(1)))
            } else {
                effects.append(.command(.truncate(response, heard: heard)))
            }
        }
        if !unheard.isEmpty, interrupter == .caller { tally.interruptions += 1 }
        announcementInterrupted(at: now, &effects)
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
