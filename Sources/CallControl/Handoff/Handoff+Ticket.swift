extension Handoff {
    /// - Parameter isMute: nobody can speak to the caller any more.
    mutating func makeTicket(_ occasion: TicketOccasion, isMute: Bool = false, at now: Instant, _ effects: inout [Effect]) {
        guard let trigger else { return }
        self.occasion = occasion
        guard plan.makesTickets else {
            step("ticket", "none: switched off", &effects)
            if isMute { return giveUp(.declined, at: now, &effects) }
            // Without an agent there is no conversation to go on with.
            return isAgentLost ? speak(.notNoted, .refusing(.failed), &effects) : speak(.goesOn, .refusing(.declined), &effects)
        }
        enter(.keeping(hasInvited ? nil : line(for: occasion), isMute: isMute), until: now + plan.keepLimit)
        step("ticket", occasion.label, &effects)
        effects.append(.keepTicket(trigger, occasion))
    }

    private func line(for occasion: TicketOccasion) -> HandoffLine {
        if isAgentLost { return .technicalProblem }
        return switch occasion {
        case .outsideHours: .outsideHours
        case .unanswered, .transferFailed, .switchboardDown: .unanswered
        case .nobodyOnline, .availabilityUnknown, .callEnded: .nobody
        }
    }

    mutating func take(_ news: TicketNews, at now: Instant, _ effects: inout [Effect]) {
        switch news {
        case .kept: isKept = true
        // A slow store's ticket may have gone to the desk on two ways, of which the first told the number.
        case .delivered where isDelivered: return
        case .delivered(let number, let receipt):
            isKept = true
            isDelivered = true
            self.number = number
            self.receipt = receipt
            step("ticket_created", number ?? "", &effects)
        case .lost(let problem): step("ticket_lost", problem, &effects)
        }
        switch state {
        case .keeping(let line, let isMute):
            guard !isMute else { return giveUp(isKept ? ticketOutcome : .failed, at: now, &effects) }
            guard isKept else { return speak(.notNoted, .refusing(.failed), &effects) }
            if let line { speak(line, .noting, &effects) } else { enter(.waitingForNumber, until: isDelivered ? now : now + plan.numberLimit) }
        case .waitingForNumber:
            // Whoever has left his message has nothing more to say.
            if isDelivered { deadline = hasInvited ? now : now + plan.courtesy }
        case .idle, .announcing, .askingHours, .askingDesk, .announcingTransfer, .transferring, .inviting, .listening, .noting, .speakingNumber, .refusing,
            .ended:
            break
        }
    }

    var ticketOutcome: HandoffOutcome { isDelivered ? .ticketCreated : .queued }

    mutating func callerStopped(at now: Instant) {
        callerIsSpeaking = false
        // He has said what he wanted; the number follows at once.
        if state == .waitingForNumber, isDelivered { deadline = now }
        if case .listening(let limit) = state { deadline = min(limit, now + plan.messagePause) }
    }

    mutating func callerStarted(at now: Instant) {
        callerIsSpeaking = true
        if case .listening(let limit) = state { deadline = min(limit, now + plan.messageTrust) }
    }

    /// The gateway's own ear hears the caller's voice: not every provider tells of it, a lost one tells nothing, and one that hangs never
    /// tells that he has stopped.
    public mutating func callerIsHeard(at now: Instant) {
        guard case .listening(let limit) = state, let deadline else { return }
        self.deadline = min(limit, max(deadline, now + (callerIsSpeaking ? plan.messageTrust : plan.messagePause)))
    }

    /// The caller's turn to leave a message.
    mutating func listen(at now: Instant) {
        hasInvited = true
        let limit = now + plan.messageLimit
        enter(.listening(until: limit), until: min(limit, now + (callerIsSpeaking ? plan.messageTrust : plan.messageSilence)))
    }

    /// The time for number and courtesy is over.
    mutating func waitedForNumber(at now: Instant, _ effects: inout [Effect]) {
        // Not over his words, but not for ever either: whoever speaks is waited for in further rounds of the same length.
        if callerIsSpeaking {
            callerIsSpeaking = false
            return enter(.waitingForNumber, until: now + plan.numberLimit)
        }
        speak(number == nil ? .noted : .number, .speakingNumber(isRepeated: false), &effects)
    }

    mutating func endWithTicket(at now: Instant, _ effects: inout [Effect]) { end(isKept ? ticketOutcome : .failed, at: now, &effects) }

    /// Ends without another word.
    private mutating func giveUp(_ outcome: HandoffOutcome, at now: Instant, _ effects: inout [Effect]) {
        end(outcome, at: now, &effects)
        // A caller whose stream was taken from him; but two who may be talking meanwhile are left alone.
        if let transferOutcome, transferOutcome != .callerGone, !transferOutcome.isEventSocketDown { effects.append(.hangUp) }
        effects.append(.endCall)
    }

    /// The caller is gone, or the gateway goes: a wish that is not yet fulfilled becomes a ticket.
    mutating func callEnded(at now: Instant, _ effects: inout [Effect]) {
        switch state {
        case .idle, .ended: break
        case .announcing, .askingHours, .askingDesk, .announcingTransfer: makeTicket(.callEnded, isMute: true, at: now, &effects)
        case .inviting, .listening: makeTicket(.outsideHours, isMute: true, at: now, &effects)
        case .transferring:
            // Whether he left or was just handed over, the transfer's end tells.
            break
        case .keeping(let line, _): state = .keeping(line, isMute: true)
        case .noting, .waitingForNumber, .speakingNumber: endWithTicket(at: now, &effects)
        case .refusing(let outcome): end(outcome, at: now, &effects)
        }
    }

    /// The call can't wait for anything: what is not done yet is left to the ticket.
    mutating func abandoned(at now: Instant, _ effects: inout [Effect]) {
        if case .transferring(let isStreamStopped) = state {
            // Two who may be talking are left alone.
            if !isStreamStopped { effects.append(.cancelTransfer) }
            makeTicket(.callEnded, isMute: true, at: now, &effects)
        } else {
            callEnded(at: now, &effects)
        }
        // Whether it was kept is told to nobody any more.
        if case .keeping = state { end(.queued, at: now, &effects) }
    }
}
