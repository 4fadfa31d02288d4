/// From one part to the next.
extension Transfer {
    mutating func start(at now: Instant, _ effects: inout [Effect]) {
        guard state == .ready else { return }
        switch order.way {
        case .blind:
            effects.append(.reached(.stoppingStream))
            let step = ask(.stopStream(caller), within: timing.stopStream, &effects)
            enter(.stoppingBlind(step), until: now + timing.stopStream, &effects)
        case .attended:
            guard !legs.isEmpty else { return finish(.notRegistered, &effects) }
            let asked = legs.filter { $0.endpoint.question != nil }
            guard order.checksPresence, !asked.isEmpty else { return ring(legs, at: now, &effects) }
            check(asked, at: now, &effects)
        }
    }

    private mutating func check(_ asked: [Origination.Leg], at now: Instant, _ effects: inout [Effect]) {
        effects.append(.reached(.presence))
        var waiting: [Step: Origination.Leg] = [:]
        for leg in asked {
            guard let question = leg.endpoint.question else { continue }
            waiting[ask(question, within: timing.presence, &effects)] = leg
        }
        enter(.checking(waiting: waiting, present: legs.filter { $0.endpoint.question == nil }), until: now + timing.presence, &effects)
    }

    /// It is known now what this leg's number is.
    mutating func settle(_ leg: Origination.Leg, as endpoint: DialEndpoint) -> Origination.Leg {
        let settled = Origination.Leg(leg.channel, endpoint)
        if let index = legs.firstIndex(of: leg) { legs[index] = settled }
        return settled
    }

    /// Those of whom nothing was heard: ringing them will tell.
    func unanswered(_ waiting: [Step: Origination.Leg]) -> [Origination.Leg] { waiting.sorted { $0.key < $1.key }.map(\.value) }

    mutating func ring(_ present: [Origination.Leg], at now: Instant, _ effects: inout [Effect]) {
        guard !present.isEmpty, case .attended(_, let strategy) = order.way else { return finish(.notRegistered, &effects) }
        // In the order's order, whoever's presence was known first.
        let ringing = legs.filter { present.contains($0) }
        let limit = order.ringTime + timing.ringMargin
        let origination = Origination(
            legs: ringing, strategy: strategy, ringTime: order.ringTime, callerNumber: order.callerNumber, callerName: order.callerName)
        effects.append(.reached(.ringing))
        enter(.ringing(ask(.originate(origination), within: limit, &effects), ringing), until: now + limit, &effects)
    }

    mutating func stop(for attendant: ChannelID, at now: Instant, _ effects: inout [Effect]) {
        effects.append(.reached(.stoppingStream))
        isStreamStopped = true
        let step = ask(.stopStream(caller), within: timing.stopStream, &effects)
        enter(.stopping(step, attendant: attendant), until: now + timing.stopStream, &effects)
    }

    mutating func bridge(_ attendant: ChannelID, at now: Instant, _ effects: inout [Effect]) {
        effects.append(.reached(.bridging))
        let step = ask(.bridge(caller, attendant), within: timing.bridge, &effects)
        enter(.bridging(step, attendant: attendant), until: now + timing.bridge, &effects)
    }

    mutating func sendOn(at now: Instant, _ effects: inout [Effect]) {
        guard case .blind(let number, let context) = order.way else { return }
        let limit = order.ringTime + timing.ringMargin
        effects.append(.reached(.ringing))
        enter(.travelling(ask(.transfer(caller, number: number, context: context), within: limit, &effects)), until: now + limit, &effects)
    }
}

extension DialEndpoint {
    /// What FreeSWITCH can tell of it before it rings.
    fileprivate var question: SwitchRequest? {
        switch self {
        case .user(let user): .presence(user)
        case .number(let user, _): .userExists(user)
        case .dialplan: nil
        }
    }
}
