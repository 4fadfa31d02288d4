import CallControl

/// What is asked of FreeSWITCH.
extension EventSocketSession {
    mutating func perform(_ ticket: Ticket, _ request: SwitchRequest, within limit: Duration, at now: Instant, _ effects: inout [Effect]) {
        guard isUp else { return effects.append(.answer(ticket, .unavailable(.down(lastProblem)))) }
        guard jobs.count < policy.mostJobs else {
            counts.overflow += 1
            return effects.append(.answer(ticket, .unavailable(.overloaded)))
        }
        let id = random.uuid()
        do throws(CommandRefusal) {
            effects.append(.send(try EventSocketCommand.background(request, job: id).encoded()))
        } catch {
            counts.refused += 1
            return effects.append(.answer(ticket, .unavailable(.refused(place: error.place, problem: error.problem))))
        }
        counts.requests += 1
        awaited.append(Awaited(kind: .job(id), deadline: now + policy.replyTimeout))
        jobs.add(Job(ticket: ticket, request: request, deadline: now + limit), as: id)
    }

    mutating func follow(_ channel: ChannelID, at now: Instant, _ effects: inout [Effect]) {
        guard followed.count < policy.mostFollowed else {
            counts.overflow += 1
            return
        }
        guard followed.insert(channel.rawValue).inserted, isUp else { return }
        send(.filter(header: Self.channelHeader, value: channel.rawValue), as: .filter, at: now, &effects)
    }

    mutating func unfollow(_ channel: ChannelID, at now: Instant, _ effects: inout [Effect]) {
        guard followed.remove(channel.rawValue) != nil, isUp else { return }
        send(.removeFilter(header: Self.channelHeader, value: channel.rawValue), as: .filter, at: now, &effects)
    }

    /// A command of our own; a value that does not fit is left out and counted.
    mutating func send(_ command: EventSocketCommand, as kind: Awaited.Kind, at now: Instant, _ effects: inout [Effect]) {
        do throws(CommandRefusal) {
            effects.append(.send(try command.encoded()))
            awaited.append(Awaited(kind: kind, deadline: now + policy.replyTimeout))
        } catch {
            counts.refused += 1
            if kind == .password { lose("\(error)", patience: .longest, at: now, &effects) }
        }
    }
}
