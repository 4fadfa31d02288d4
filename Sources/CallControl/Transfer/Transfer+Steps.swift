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
            let users = legs.filter { $0.endpoint.user != nil }
            guard order.checksPresence, !users.isEmpty else { return ring(legs, at: now, &effects) }
            check(users, at: now, &effects)
        }
    }

    private mutating func check(_ users: [Origination.Leg], at now: Instant, _ effects: inout [Effect]) {
        effects.append(.reached(.presence))
        var waiting: [Step: Origination.Leg] = [:]
        for leg in users {
            guard let user = leg.endpoint.user else { continue }
            waiting[ask(.presence(user), within: timing.presence, &effects)] = leg
        }
        enter(.checking(waiting: waiting, present: legs.filter { $0.endpoint.user == nil }), until: now + timing.presence, &effects)
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
