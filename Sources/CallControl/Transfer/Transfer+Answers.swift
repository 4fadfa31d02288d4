/// What FreeSWITCH answers, and what happens to the channels.
extension Transfer {
    mutating func take(_ answer: SwitchAnswer, to step: Step, at now: Instant, _ effects: inout [Effect]) {
        switch state {
        case .checking(let waiting, let present): checked(answer, step, waiting, present, at: now, &effects)
        case .ringing(step, let legs): rang(answer, legs, at: now, &effects)
        case .stopping(step, let attendant):
            // A refusal too: a stream that has ended by itself is stopped as well.
            if case .unavailable(.down(let reason)) = answer { return giveUp(.eventSocketDown(reason), &effects) }
            bridge(attendant, at: now, &effects)
        case .bridging(step, _): bridged(answer, &effects)
        case .stoppingBlind(step): stoppedBlind(answer, at: now, &effects)
        case .travelling(step): travelled(answer, &effects)
        case .finished:
            // It was being dialled when we gave up, and could not be hung up yet.
            if case .answered(let leg) = answer, legs.contains(where: { $0.channel == leg }) { effects.append(.abandon(leg, .originatorCancel)) }
        case .ready, .ringing, .stopping, .bridging, .stoppingBlind, .travelling: break
        }
    }

    private mutating func checked(
        _ answer: SwitchAnswer, _ step: Step, _ waiting: [Step: Origination.Leg], _ present: [Origination.Leg], at now: Instant,
        _ effects: inout [Effect]
    ) {
        var (waiting, present) = (waiting, present)
        guard let leg = waiting.removeValue(forKey: step) else { return }
        switch answer {
        case .presence(.notRegistered): break
        case .exists(let isUser): return found(isUser, leg, waiting, present, at: now, &effects)
        case .unavailable(.down(let reason)): return finish(.eventSocketDown(reason), &effects)
        case .unavailable(.refused(let place, let problem)): return finish(.refused(place: place, problem: problem), &effects)
        case .presence, .accepted, .failed, .answered, .hungUp, .usage, .registrations, .unavailable: present.append(leg)
        }
        state = .checking(waiting: waiting, present: present)
        if waiting.isEmpty { ring(present, at: now, &effects) }
    }

    /// A user is asked for as such: through the dialplan, a voice mail might answer for him. What is none, such as a ring group, the dialplan
    /// knows.
    private mutating func found(
        _ isUser: Bool, _ leg: Origination.Leg, _ waiting: [Step: Origination.Leg], _ present: [Origination.Leg], at now: Instant,
        _ effects: inout [Effect]
    ) {
        var (waiting, present) = (waiting, present)
        if case .number(let user, let context) = leg.endpoint {
            let settled = settle(leg, as: isUser ? .user(user) : .dialplan(number: user.number, context: context))
            if isUser { waiting[ask(.presence(user), within: timing.presence, &effects)] = settled } else { present.append(settled) }
        }
        state = .checking(waiting: waiting, present: present)
        if waiting.isEmpty { ring(present, at: now, &effects) }
    }

    private mutating func rang(_ answer: SwitchAnswer, _ legs: [Origination.Leg], at now: Instant, _ effects: inout [Effect]) {
        switch answer {
        case .answered(let leg): stop(for: leg, at: now, &effects)
        case .hungUp(let cause): finish(TransferOutcome(unanswered: cause), &effects)
        case .failed(let words): finish(.failed(HangupCause(words)), &effects)
        // The telephones may ring although we can't hear of it.
        case .unavailable(let reason): giveUp(TransferOutcome(unavailable: reason, at: .ringing), &effects)
        case .accepted, .presence, .exists, .usage, .registrations: giveUp(.timedOut(.ringing), &effects)
        }
    }

    private mutating func bridged(_ answer: SwitchAnswer, _ effects: inout [Effect]) {
        switch answer {
        case .failed(let words): giveUp(.bridgeFailed(words), &effects)
        // They may be talking: whom we hung up now would be cut off. One who waits alone is freed by the park time.
        case .unavailable(.down(let reason)): finish(.eventSocketDown(reason), &effects)
        case .unavailable(let reason): giveUp(TransferOutcome(unavailable: reason, at: .bridging), &effects)
        // `CHANNEL_BRIDGE` tells.
        case .accepted, .answered, .hungUp, .presence, .exists, .usage, .registrations: break
        }
    }

    private mutating func stoppedBlind(_ answer: SwitchAnswer, at now: Instant, _ effects: inout [Effect]) {
        isStreamStopped = true
        if case .unavailable(.down(let reason)) = answer { return finish(.eventSocketDown(reason), &effects) }
        sendOn(at: now, &effects)
    }

    private mutating func travelled(_ answer: SwitchAnswer, _ effects: inout [Effect]) {
        switch answer {
        case .failed(let words): finish(.bridgeFailed(words), &effects)
        case .unavailable(let reason): finish(TransferOutcome(unavailable: reason, at: .ringing), &effects)
        case .accepted, .answered, .hungUp, .presence, .exists, .usage, .registrations: break
        }
    }

    // MARK: Channels

    mutating func take(_ event: ChannelEvent, at now: Instant, _ effects: inout [Effect]) {
        switch event.kind {
        case .hungUp(let cause) where event.channel == caller: callerHungUp(cause, &effects)
        case .hungUp(let cause): attendantHungUp(event.channel, cause, &effects)
        case .bridged(let other): joined(event.channel, other, &effects)
        case .answered, .unbridged, .digit, .playbackEnded, .stream: break
        }
    }

    private mutating func callerHungUp(_ cause: HangupCause, _ effects: inout [Effect]) {
        if case .travelling = state, !cause.isOrdinary { return finish(TransferOutcome(unanswered: cause), &effects) }
        giveUp(.callerGone, &effects)
    }

    /// While it rings the answer to `originate` tells the cause of them all.
    private mutating func attendantHungUp(_ channel: ChannelID, _ cause: HangupCause, _ effects: inout [Effect]) {
        switch state {
        case .stopping(_, channel), .bridging(_, channel): finish(.attendantGone(cause), &effects)
        case .ready, .checking, .ringing, .stopping, .bridging, .stoppingBlind, .travelling, .finished: break
        }
    }

    private mutating func joined(_ channel: ChannelID, _ other: ChannelID?, _ effects: inout [Effect]) {
        switch state {
        case .bridging(_, let attendant):
            let pair = [channel, other].compactMap { $0 }
            guard pair.allSatisfy({ $0 == caller || $0 == attendant }) else { return }
            finish(.transferred(attendant), &effects)
        case .travelling:
            guard channel == caller || other == caller else { return }
            finish(.transferred(channel == caller ? other : channel), &effects)
        case .ready, .checking, .ringing, .stopping, .stoppingBlind, .finished: break
        }
    }
}
