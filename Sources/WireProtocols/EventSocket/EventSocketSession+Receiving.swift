import CallControl

/// What FreeSWITCH says.
extension EventSocketSession {
    mutating func receive(_ message: EventSocketMessage, at now: Instant, _ effects: inout [Effect]) {
        switch message {
        case .authRequest: greet(at: now, &effects)
        case .reply(let text, let job): take(reply: text, job: job, at: now, &effects)
        case .response: takeResponse(at: now, &effects)
        case .event(let event): take(event, &effects)
        case .disconnect(let words): lose(words.isEmpty ? "FreeSWITCH closes the connection" : words, at: now, &effects)
        case .rejected(let words): lose("rejected by FreeSWITCH's access list: \(words)", patience: .longest, at: now, &effects)
        case .unrecognised: counts.unrecognised += 1
        case .malformed: counts.malformed += 1
        }
    }

    private mutating func greet(at now: Instant, _ effects: inout [Effect]) {
        guard state == .greeting else { return }
        state = .authenticating
        deadline = now + policy.loginTimeout
        send(.authenticate(password), as: .password, at: now, &effects)
    }

    /// Replies come in the order of the commands.
    private mutating func take(reply text: String, job: String?, at now: Instant, _ effects: inout [Effect]) {
        guard !awaited.isEmpty, awaited[0].kind != .ping else { return lose("a reply to nothing that was asked", at: now, &effects) }
        let isFine = text.hasPrefix("+OK")
        switch awaited.removeFirst().kind {
        case .password: isFine ? subscribe(at: now, &effects) : lose("wrong password", patience: .longest, at: now, &effects)
        case .subscription: isFine ? becomeUp(at: now, &effects) : lose("the subscription is refused: \(shortened(text))", at: now, &effects)
        case .filter: if !isFine { counts.declined += 1 }
        case .job(let ours): isFine ? begun(ours, as: job ?? ours, &effects) : failed(ours, text, &effects)
        case .ping: break
        }
    }

    private mutating func takeResponse(at now: Instant, _ effects: inout [Effect]) {
        guard awaited.first?.kind == .ping else { return lose("an answer to nothing that was asked", at: now, &effects) }
        awaited.removeFirst()
    }

    private func shortened(_ text: String) -> String { UTF8Text.printable(text, bytes: 100) }

    // MARK: Login

    private mutating func subscribe(at now: Instant, _ effects: inout [Effect]) {
        state = .subscribing
        deadline = now + policy.loginTimeout
        // Before the subscription, so that nothing else comes even for a moment: a busy FreeSWITCH's calls are not all ours.
        send(.filter(header: "Event-Name", value: Self.jobEvent), as: .filter, at: now, &effects)
        for channel in followed.sorted() { send(.filter(header: Self.channelHeader, value: channel), as: .filter, at: now, &effects) }
        send(.subscribe(events: [Self.jobEvent] + SwitchEvent.names, subclasses: SwitchEvent.subclasses), as: .subscription, at: now, &effects)
    }

    private mutating func becomeUp(at now: Instant, _ effects: inout [Effect]) {
        state = .up
        deadline = nil
        attempts = 0
        pingAt = now + policy.pingInterval
        counts.logins += 1
        effects.append(.up)
    }

    static let jobEvent = "BACKGROUND_JOB"
    static let channelHeader = "Unique-ID"

    // MARK: Events

    private mutating func take(_ event: SwitchEvent, _ effects: inout [Effect]) {
        counts.events += 1
        guard event.name == Self.jobEvent else { return effects.append(.event(event)) }
        guard let id = event["Job-UUID"] else {
            counts.malformed += 1
            return
        }
        switch jobs.finish(id, result: event.body) {
        case .known(let job): effects.append(.answer(job.ticket, job.request.answer(from: event.body)))
        case .kept: break
        case .foreign: counts.foreignJobs += 1
        }
    }

    private mutating func begun(_ ours: String, as theirs: String, _ effects: inout [Effect]) {
        // Builds that choose the id themselves may have sent the result already.
        guard let (job, result) = jobs.rename(ours, to: theirs) else { return }
        effects.append(.answer(job.ticket, job.request.answer(from: result)))
    }

    private mutating func failed(_ ours: String, _ text: String, _ effects: inout [Effect]) {
        guard let job = jobs.remove(ours) else { return }
        effects.append(.answer(job.ticket, .failed(SwitchRequest.words(shortened(text)))))
    }
}
