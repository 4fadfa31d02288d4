extension TransferOrder.Way {
    /// For the trail: whom it rings.
    fileprivate var summary: String {
        switch self {
        case .attended(let endpoints, let strategy): "\(strategy.rawValue): \(endpoints.map(\.summary).joined(separator: ", "))"
        case .blind(let number, let context): "blind: \(number) in \(context)"
        }
    }
}

extension DialEndpoint {
    fileprivate var summary: String {
        switch self {
        case .user(let user): "\(user.number)@\(user.domain)"
        case .dialplan(let number, let context): "\(number) in \(context)"
        case .number(let user, let context): "\(user.number) in \(context)"
        }
    }
}

extension Handoff {
    mutating func begin(_ trigger: HandoffTrigger, at now: Instant, _ effects: inout [Effect]) {
        switch state {
        case .idle, .ended(.declined): break
        default: return
        }
        self.trigger = trigger
        beganAt = now
        occasion = nil
        endedAt = nil
        step("wanted", trigger.keyword.map { "\(trigger.reason.rawValue): \($0)" } ?? trigger.reason.rawValue, &effects)
        // The caller did not ask: he is told first.
        if trigger.reason == .maxTurns { return speak(.maxTurns, .announcing, &effects) }
        askHours(at: now, &effects)
    }

    private mutating func askHours(at now: Instant, _ effects: inout [Effect]) {
        enter(.askingHours, until: now + .seconds(2))
        effects.append(.askHours)
    }

    mutating func hoursKnown(_ isOpen: Bool, at now: Instant, _ effects: inout [Effect]) {
        guard state == .askingHours else { return }
        step("hours", isOpen ? "open" : "closed", &effects)
        guard isOpen else { return nobodyWorks(at: now, &effects) }
        enter(.askingDesk, until: now + plan.deskLimit)
        effects.append(.askDesk(plan.attendants))
    }

    /// The caller may leave a message, which belongs into the ticket; until it is made, the call's journal has his words.
    private mutating func nobodyWorks(at now: Instant, _ effects: inout [Effect]) {
        guard plan.makesTickets, !isAgentLost else { return makeTicket(.outsideHours, at: now, &effects) }
        speak(.outsideHours, .inviting, &effects)
    }

    mutating func attendantsKnown(_ answer: AgentsOnline, at now: Instant, _ effects: inout [Effect]) {
        guard state == .askingDesk else { return }
        switch answer {
        case .available(let online):
            attendantsOnline = online.count ?? online.attendants.count
            step("attendants", "\(attendantsOnline ?? 0) online", &effects)
            let order = order(for: online)
            // After "let me transfer you" it need not be said again.
            if trigger?.reason == .maxTurns { beginTransfer(order, at: now, &effects) } else { speak(.transfer, .announcingTransfer(order), &effects) }
        case .nobody:
            attendantsOnline = 0
            step("attendants", "nobody", &effects)
            makeTicket(.nobodyOnline, at: now, &effects)
        case .unknown(let failure):
            step("attendants", "unknown: \(failure)", &effects)
            makeTicket(.availabilityUnknown, at: now, &effects)
        }
    }

    private func order(for online: AttendantsOnline) -> TransferOrder {
        let way: TransferOrder.Way
        switch online.target {
        case .endpoints(let dial):
            way = .attended(dial.rounds.joined().map(DialEndpoint.user), online.strategy == "sequential" || dial.rounds.count > 1 ? .inTurn : .all)
        case .transferExtension(let number): way = .attended([endpoint(of: number)], .all)
        }
        return TransferOrder(way, ringTime: plan.ringTime, checksPresence: plan.checksPresence)
    }

    private func endpoint(of number: String) -> DialEndpoint {
        guard plan.checksPresence, let domain = plan.attendants.domain else { return .dialplan(number: number, context: plan.dialplanContext) }
        return .number(Extension(number: number, domain: domain), context: plan.dialplanContext)
    }

    mutating func beginTransfer(_ order: TransferOrder, at now: Instant, _ effects: inout [Effect]) {
        // The transfer's own deadlines come first; this one is for a switchboard that has forgotten us.
        hasRung = false
        enter(.transferring(isStreamStopped: false), until: now + plan.ringTime + .seconds(30))
        step("transfer", order.way.summary, &effects)
        effects.append(.transfer(order))
    }

    mutating func transferMoved(to stage: TransferStage) {
        guard case .transferring = state else { return }
        switch stage {
        case .presence: break
        case .ringing: hasRung = true
        case .stoppingStream, .bridging: state = .transferring(isStreamStopped: true)
        }
    }

    mutating func transferEnded(_ report: TransferReport, at now: Instant, _ effects: inout [Effect]) {
        guard case .transferring = state else { return }
        transferOutcome = report.outcome
        let detail = report.attendant.map { ": \($0.summary)" } ?? report.outcome.cause.map { " (\($0))" } ?? ""
        step("transfer_ended", report.outcome.label + detail, &effects)
        switch report.outcome {
        case .transferred:
            end(.transferred, at: now, &effects)
            effects.append(.endCall)
        case .callerGone: makeTicket(.callEnded, isMute: true, at: now, &effects)
        case .noAnswer, .busy, .rejected, .notRegistered: makeTicket(.unanswered, isMute: report.isStreamStopped, at: now, &effects)
        case .eventSocketDown, .overloaded: makeTicket(.switchboardDown, isMute: report.isStreamStopped, at: now, &effects)
        case .unallocated, .failed, .attendantGone, .bridgeFailed, .cancelled, .timedOut, .refused:
            makeTicket(.transferFailed(cause: report.outcome.cause?.rawValue), isMute: report.isStreamStopped, at: now, &effects)
        }
    }

    mutating func lineEnded(_ ending: LineEnding, at now: Instant, _ effects: inout [Effect]) {
        switch state {
        case .announcing: askHours(at: now, &effects)
        case .announcingTransfer(let order): beginTransfer(order, at: now, &effects)
        case .inviting: listen(at: now)
        case .noting: enter(.waitingForNumber, until: now + (isDelivered ? plan.courtesy : plan.numberLimit))
        case .speakingNumber(let isRepeated):
            // Half a number is none: it is said once more when the caller has finished.
            if ending == .interrupted, !isRepeated { return speak(number == nil ? .noted : .number, .speakingNumber(isRepeated: true), &effects) }
            endWithTicket(at: now, &effects)
            effects.append(.endCall)
        case .refusing(let outcome):
            end(outcome, at: now, &effects)
            if outcome == .failed { effects.append(.endCall) }
        case .idle, .askingHours, .askingDesk, .transferring, .listening, .keeping, .waitingForNumber, .ended: break
        }
    }
}
