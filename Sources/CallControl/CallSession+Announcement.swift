/// Lines the gateway has spoken: by the agent as literally as it can, else by a recording.
extension CallSession {
    mutating func announce(_ line: HandoffLine, _ text: String, at now: Instant, _ effects: inout [Effect]) {
        announcement = Announcement(line: line, text: text, stage: .waiting(since: now), deadline: now + Announcement.limit)
        note(HandoffStep("say", "\(line.rawValue): \(text)"), at: now, &effects)
        advanceAnnouncement(at: now, &effects)
    }

    mutating func advanceAnnouncement(at now: Instant, _ effects: inout [Effect]) {
        guard let announcement else { return }
        if now >= announcement.deadline { return endAnnouncement(.unspoken, at: now, &effects) }
        switch announcement.stage {
        case .waiting(let since, let agentStopped): waitForGap(since: since, agentStopped, at: now, &effects)
        case .asked(_, let at):
            guard now - at >= Announcement.agentLimit else { break }
            isAgentMute = true
            if announcement.hasNoRecording { endAnnouncement(.unspoken, at: now, &effects) } else { readRecording(&effects) }
        case .reading: break
        case .sounding(let response, let quietSince): followSounding(response, quietSince, at: now, &effects)
        }
    }

    private mutating func waitForGap(since: Instant, _ agentStopped: Instant?, at now: Instant, _ effects: inout [Effect]) {
        guard !callerSpeech.isGoingOn(at: now, lastVoice: lastVoice) else { return }
        let isPlaying = playout.isPlaying(at: now)
        if inProgress != nil || isPlaying {
            guard let agentStopped else {
                // An answer of which nothing was heard yet is spared rather than cut short.
                guard now - since >= (isPlaying ? Announcement.patience : Announcement.unheardPatience) else { return }
                return stopAgent(since: since, at: now, &effects)
            }
            guard inProgress == nil || now - agentStopped >= .seconds(1) else { return }
        }
        guard lostAgent == nil, !isAgentMute || announcement?.hasNoRecording == true, let text = announcement?.text else { return readRecording(&effects) }
        // Where the answer itself tells that the caller was done, the line would pass for one.
        if !capabilities.reportsEndOfCallerSpeech { latency.forgetUndecided() }
        effects.append(.command(.say(text)))
        announcement?.stage = .asked(after: newestResponse, at: now)
        announcement?.wasAsked = true
    }

    /// The agent answers what was said before the decision; what comes now matters more.
    private mutating func stopAgent(since: Instant, at now: Instant, _ effects: inout [Effect]) {
        announcement?.stage = .waiting(since: since, agentStopped: now)
        if let inProgress {
            effects.append(.command(.cancelResponse(inProgress)))
            transcript.markInterrupted(inProgress)
        }
        if let newestResponse { interrupt(upTo: newestResponse, by: .gateway, at: now, &effects) }
    }

    private mutating func readRecording(_ effects: inout [Effect]) {
        guard let line = announcement?.line else { return }
        let response = ResponseID.recording(recordings)
        recordings += 1
        announcement?.stage = .reading(response)
        effects.append(.playRecording(line, response))
    }

    mutating func recordingRead(_ response: ResponseID, exists: Bool, at now: Instant, _ effects: inout [Effect]) {
        playout.end(response)
        guard announcement?.stage == .reading(response) else { return }
        guard exists else {
            // A mute agent is asked only where nobody else can speak.
            guard lostAgent == nil, announcement?.hasNoRecording == false, !hasBeenAsked else { return endAnnouncement(.unspoken, at: now, &effects) }
            announcement?.hasNoRecording = true
            announcement?.stage = .waiting(since: now)
            return
        }
        announcement?.stage = .sounding(response, quietSince: nil)
    }

    /// The agent had its time for this line.
    private var hasBeenAsked: Bool { announcement?.wasAsked == true }

    /// A response has begun to sound: is it the line?
    mutating func noteAnnouncement(in response: ResponseID) {
        guard case .asked(let earlier, _) = announcement?.stage, earlier.map({ $0 < response }) ?? true else { return }
        announcement?.stage = .sounding(response, quietSince: nil)
        isAgentMute = false
    }

    /// The agent's answer is over: without a sound, it will not speak the line.
    mutating func announcementEnded(_ response: ResponseID, at now: Instant, _ effects: inout [Effect]) {
        guard case .asked(let earlier, _) = announcement?.stage, earlier.map({ $0 < response }) ?? true else { return }
        readRecording(&effects)
    }

    private mutating func followSounding(_ response: ResponseID, _ quietSince: Instant?, at now: Instant, _ effects: inout [Effect]) {
        guard !playout.isPlaying(at: now), inProgress != response else {
            announcement?.stage = .sounding(response, quietSince: nil)
            return
        }
        // Providers that don't say when an answer is complete get longer.
        let quiet = response.isRecording || capabilities.reportsResponses ? Duration.zero : .milliseconds(1_200)
        let since = quietSince ?? now
        if now - since >= quiet { return endAnnouncement(.heard, at: now, &effects) }
        announcement?.stage = .sounding(response, quietSince: since)
    }

    /// The caller talks over whatever sounds.
    mutating func announcementInterrupted(at now: Instant, _ effects: inout [Effect]) {
        guard case .sounding = announcement?.stage else { return }
        endAnnouncement(.interrupted, at: now, &effects)
    }

    private mutating func endAnnouncement(_ ending: Handoff.LineEnding, at now: Instant, _ effects: inout [Effect]) {
        guard let ended = announcement else { return }
        announcement = nil
        note(HandoffStep("said", "\(ended.line.rawValue): \(ended.outcome(ending))"), at: now, &effects)
        handOff(.lineEnded(ending), at: now, &effects)
    }
}
