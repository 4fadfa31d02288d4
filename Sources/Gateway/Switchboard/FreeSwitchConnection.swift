import CallControl
import Settings
import Transport
import WireProtocols

/// One FreeSWITCH's event socket, on the switchboard's loop: binds the session to a TCP connection, and hands events to those who
/// follow their channel.
final class FreeSwitchConnection {
    let name: String
    let loop: EventLoop
    private let target: TCPConnection.Target
    private let resolver: Resolver
    private var session: EventSocketSession
    private var parser = EventSocketParser()
    private var connection: TCPConnection?
    private var timer: LoopTimer?
    private var wakeAt: Instant?
    /// Inputs to come: what is done for one may bring the next.
    private var inbox: [EventSocketSession.Input] = []
    private var isRunning = false
    private var answers: [EventSocketSession.Ticket: (SwitchAnswer) -> Void] = [:]
    private var nextTicket = 0
    private var followers: [ChannelID: [any ChannelFollower]] = [:]
    private var orphans = Orphans()
    private var random: SeededGenerator
    private let publish: (ServerStatus) -> Void
    private var status: ServerStatus

    init(
        _ settings: FreeSwitchSettings, loop: EventLoop, resolver: Resolver, policy: EventSocketSession.Policy, seed: UInt64,
        publish: @escaping (ServerStatus) -> Void
    ) {
        var policy = policy
        policy.connectTimeout = settings.connectTimeout
        name = settings.name
        self.loop = loop
        self.resolver = resolver
        self.publish = publish
        target = TCPConnection.Target(host: settings.host, port: settings.port, timeout: settings.connectTimeout)
        random = SeededGenerator(seed: seed)
        session = EventSocketSession(password: settings.password, policy: policy, seed: random.next())
        status = ServerStatus(name: settings.name)
    }

    var now: Instant { Instant(nanoseconds: loop.now) }
    var isUp: Bool { session.isUp }

    func start() { handle(.start) }

    func stop() {
        handle(.stop)
        timer?.cancel()
    }

    func makeChannel() -> ChannelID { ChannelID(random.uuid()) }

    // MARK: Asking

    /// Answers once, within the limit; at once if it is not even asked.
    func perform(_ request: SwitchRequest, within limit: Duration, _ answer: @escaping (SwitchAnswer) -> Void) {
        nextTicket += 1
        answers[nextTicket] = answer
        handle(.perform(nextTicket, request, within: limit))
    }

    /// Hangs a channel up; if FreeSWITCH can't be reached, as soon as it can.
    func abandon(_ channel: ChannelID, _ cause: HangupCause) {
        perform(.hangUp(channel, cause), within: .seconds(5)) { [weak self] answer in
            guard let self, case .unavailable(.down) = answer else { return }
            orphans.add(channel, cause, at: now)
        }
    }

    func follow(_ channel: ChannelID, _ follower: any ChannelFollower) {
        if followers[channel] == nil { handle(.follow(channel)) }
        followers[channel, default: []].append(follower)
    }

    func unfollow(_ channel: ChannelID, _ follower: any ChannelFollower) {
        guard var those = followers[channel] else { return }
        those.removeAll { $0 === follower }
        followers[channel] = those.isEmpty ? nil : those
        if those.isEmpty { handle(.unfollow(channel)) }
    }

    // MARK: The session

    private func handle(_ input: EventSocketSession.Input) {
        inbox.append(input)
        guard !isRunning else { return }
        isRunning = true
        var next = 0
        while next < inbox.count {
            var effects: [EventSocketSession.Effect] = []
            session.handle(inbox[next], at: now, effects: &effects)
            next += 1
            for effect in effects { run(effect) }
        }
        inbox.removeAll(keepingCapacity: true)
        isRunning = false
        report()
    }

    private func run(_ effect: EventSocketSession.Effect) {
        switch effect {
        case .dial: connection = TCPConnection(target, loop: loop, resolver: resolver, handler: self)
        case .send(let line): send(line)
        case .drop: drop()
        case .wake(let time): wake(at: time)
        case .up:
            for orphan in orphans.take(at: now) { abandon(orphan.channel, orphan.cause) }
        case .down(let reason):
            for follower in Set(followers.values.joined().map { Follower($0) }) { follower.value.connectionLost(reason) }
        case .answer(let ticket, let answer): answers.removeValue(forKey: ticket)?(answer)
        case .event(let event): route(event)
        }
    }

    private func send(_ line: EventSocketLine) {
        switch connection?.send(line.bytes.span) {
        case .sent, .queued: break
        case .overflow: handle(.lost("FreeSWITCH takes no more commands"))
        case .closed, nil: handle(.lost("the connection is closed"))
        }
    }

    private func drop() {
        connection?.close()
        connection = nil
        parser = EventSocketParser()
    }

    private func wake(at time: Instant) {
        guard time != wakeAt else { return }
        timer?.cancel()
        wakeAt = time
        timer = loop.after(max(.zero, time - now)) { [weak self] in
            self?.wakeAt = nil
            self?.handle(.wake)
        }
    }

    private func route(_ event: SwitchEvent) {
        guard let event = event.channelEvent else { return }
        var those = followers[event.channel] ?? []
        if case .bridged(let other?) = event.kind {
            for follower in followers[other] ?? [] where !those.contains(where: { $0 === follower }) { those.append(follower) }
        }
        for follower in those { follower.hear(event) }
    }

    private func report() {
        let new = ServerStatus(name: name, isUp: session.isUp, problem: session.problem, outstanding: session.outstanding, counts: session.counts)
        guard new != status else { return }
        status = new
        publish(new)
    }
}

extension FreeSwitchConnection: TCPHandler {
    func connectionOpened(_ connection: TCPConnection) { handle(.connected) }

    func connection(_ connection: TCPConnection, received bytes: Span<UInt8>) {
        // First all of them, since handling one may drop the connection and its parser.
        var messages: [EventSocketMessage] = []
        var problem: WireError?
        do throws(WireError) { try parser.feed(bytes) { messages.append($0) } } catch { problem = error }
        for message in messages { handle(.received(message)) }
        if let problem { handle(.lost("not an event socket's bytes: \(problem)")) }
    }

    func connection(_ connection: TCPConnection, ended reason: String) {
        self.connection = nil
        handle(.lost(reason))
    }
}

/// One of several followers, told apart by identity.
private struct Follower: Hashable {
    let value: any ChannelFollower

    init(_ value: any ChannelFollower) { self.value = value }

    static func == (left: Self, right: Self) -> Bool { left.value === right.value }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(value)) }
}
