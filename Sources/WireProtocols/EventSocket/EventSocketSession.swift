import CallControl

/// One connection to a FreeSWITCH's event socket, kept up for ever: logs in, subscribes, runs requests as background jobs, and begins
/// again after each loss. Pure: bytes are somebody else's, time is an argument, randomness comes from a seed.
public struct EventSocketSession: Sendable {
    /// The caller's own number for a request.
    public typealias Ticket = Int

    enum State: Equatable {
        /// Leaves on: start.
        case stopped
        /// After a loss. Leaves on: the time.
        case waiting
        /// Leaves on: connected, failed, deadline.
        case dialling
        /// Connected. Leaves on: FreeSWITCH's greeting, a rejection, deadline.
        case greeting
        /// Leaves on: the answer to the password, deadline.
        case authenticating
        /// Leaves on: the answers to filter and subscription, deadline.
        case subscribing
        /// Leaves on: loss, a reply that does not come.
        case up
    }

    let policy: Policy
    let password: Secret
    var state = State.stopped
    /// Of the state; none in `up`, where replies and jobs have their own.
    var deadline: Instant?
    var attempts = 0
    var random: SeededGenerator
    /// Commands whose replies are to come, in their order.
    var awaited: [Awaited] = []
    var jobs = JobTable()
    /// Channels whose events are let through.
    var followed: Set<String> = []
    var pingAt: Instant?
    var lastProblem = Self.untried
    /// The problem before anything was tried.
    public static let untried = "never connected"
    /// The problem after we have left by ourselves.
    public static let ended = "stopped"
    public internal(set) var counts = Counts()

    public init(password: Secret, policy: Policy = Policy(), seed: UInt64) {
        self.password = password
        self.policy = policy
        random = SeededGenerator(seed: seed)
    }

    public var isUp: Bool { state == .up }
    /// Bytes that come otherwise are a dropped connection's.
    private var isConnected: Bool {
        switch state {
        case .greeting, .authenticating, .subscribing, .up: true
        case .stopped, .waiting, .dialling: false
        }
    }
    /// Requests without an answer yet.
    public var outstanding: Int { jobs.count }
    /// Why it is down, if it is.
    public var problem: String? { isUp ? nil : lastProblem }

    public mutating func handle(_ input: Input, at now: Instant, effects: inout [Effect]) {
        switch input {
        case .start:
            guard state == .stopped else { return }
            dial(at: now, &effects)
        case .connected: connected(at: now, &effects)
        case .received(let message): if isConnected { receive(message, at: now, &effects) }
        case .lost(let reason): lose(reason, at: now, &effects)
        case .perform(let ticket, let request, let limit): perform(ticket, request, within: limit, at: now, &effects)
        case .follow(let channel): follow(channel, at: now, &effects)
        case .unfollow(let channel): unfollow(channel, at: now, &effects)
        case .wake: wake(at: now, &effects)
        case .stop: stop(&effects)
        }
        // One timer, for whatever comes first.
        if let next = nextDeadline { effects.append(.wake(at: next)) }
    }

    private var nextDeadline: Instant? { [deadline, awaited.first?.deadline, jobs.nextDeadline, pingAt].compactMap { $0 }.min() }

    // MARK: Connecting

    private mutating func dial(at now: Instant, _ effects: inout [Effect]) {
        state = .dialling
        deadline = now + policy.connectTimeout
        counts.dials += 1
        effects.append(.dial)
    }

    private mutating func connected(at now: Instant, _ effects: inout [Effect]) {
        guard state == .dialling else { return }
        state = .greeting
        deadline = now + policy.loginTimeout
    }

    /// Drops the connection, tells whoever waits, and tries again later.
    mutating func lose(_ reason: String, patience: Patience = .growing, at now: Instant, _ effects: inout [Effect]) {
        guard state != .stopped, state != .waiting else { return }
        let wasUp = isUp
        lastProblem = reason
        state = .waiting
        awaited = []
        pingAt = nil
        effects.append(.drop)
        for ticket in jobs.removeAll() { effects.append(.answer(ticket, .unavailable(.down(reason)))) }
        if wasUp { counts.losses += 1 }
        effects.append(.down(reason))
        deadline = now + backOff(patience)
    }

    /// How soon the next attempt may come.
    enum Patience { case growing, longest }

    private mutating func backOff(_ patience: Patience) -> Duration {
        var delay = policy.longestBackOff
        if patience == .growing, attempts < 16 { delay = min(delay, policy.firstBackOff * (1 << attempts)) }
        attempts += 1
        // Between half of it and all of it, so that gateways don't come back together.
        return delay / 2 + delay / 2 * random.unit()
    }

    private mutating func stop(_ effects: inout [Effect]) {
        guard state != .stopped else { return }
        lastProblem = Self.ended
        for ticket in jobs.removeAll() { effects.append(.answer(ticket, .unavailable(.down(lastProblem)))) }
        state = .stopped
        deadline = nil
        pingAt = nil
        awaited = []
        effects.append(.drop)
    }

    // MARK: Time

    private mutating func wake(at now: Instant, _ effects: inout [Effect]) {
        if let deadline, now >= deadline { late(at: now, &effects) }
        if let first = awaited.first, now >= first.deadline { lose("no reply to \(first.kind.name) in \(policy.replyTimeout)", at: now, &effects) }
        for ticket in jobs.removeExpired(at: now) {
            counts.lateJobs += 1
            effects.append(.answer(ticket, .unavailable(.timedOut)))
        }
        if let pingAt, now >= pingAt { ping(at: now, &effects) }
    }

    private mutating func late(at now: Instant, _ effects: inout [Effect]) {
        switch state {
        case .waiting: dial(at: now, &effects)
        case .dialling: lose("no connection in \(policy.connectTimeout)", at: now, &effects)
        case .greeting: lose("no greeting in \(policy.loginTimeout)", at: now, &effects)
        case .authenticating, .subscribing: lose("no login in \(policy.loginTimeout)", at: now, &effects)
        case .stopped, .up: deadline = nil
        }
    }

    private mutating func ping(at now: Instant, _ effects: inout [Effect]) {
        pingAt = now + policy.pingInterval
        send(.ping, as: .ping, at: now, &effects)
    }
}
