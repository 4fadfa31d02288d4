import CallControl
import Transport
import WireProtocols

/// The emulated FreeSWITCH on its loop: channels, and what commands do to them.
final class ScriptedSwitch {
    let plan: SwitchPlan
    let loop: EventLoop
    private let log: SwitchLog
    private(set) var channels: [String: SwitchChannel] = [:]
    private var peers: [Int: SwitchPeer] = [:]
    private var nextPeer = 0
    private var sequence = 0
    private var random: SeededGenerator
    private var commandCount = 0
    /// Channels that were; `takesAnyCall` does not bring them back.
    private var gone: Set<String> = []
    /// What each extension does now, and since when it is registered, or not.
    private(set) var extensions: [String: ExtensionBehaviour]
    private var changedAt: [String: (time: Instant, wasRegistered: Bool)] = [:]
    var refusesConnections = false

    init(_ plan: SwitchPlan, loop: EventLoop, log: SwitchLog, seed: UInt64 = 1) {
        self.plan = plan
        self.loop = loop
        self.log = log
        random = SeededGenerator(seed: seed)
        extensions = plan.extensions
        for call in plan.calls { addCall(call) }
        for number in extensions.keys { changedAt[number] = (now, false) }
    }

    var now: Instant { Instant(nanoseconds: loop.now) }
    var commands: [String] { log.commands }
    var connectionCount: Int { peers.count }

    func makeID() -> String { random.uuid() }

    @discardableResult
    func later(_ delay: Duration, _ work: @escaping () -> Void) -> LoopTimer? {
        guard delay > .zero else {
            work()
            return nil
        }
        return loop.after(delay, work)
    }

    // MARK: Clients

    func accept() -> (any TCPHandler)? {
        guard !refusesConnections, peers.count < plan.mostConnections else { return nil }
        nextPeer += 1
        let peer = SwitchPeer(nextPeer, self)
        peers[nextPeer] = peer
        return peer
    }

    func forget(_ peer: SwitchPeer) { peers[peer.number] = nil }

    func dropConnections() {
        for peer in peers.values { peer.drop() }
    }

    /// Notes a command; false if it is to be left without an answer.
    func admits(_ command: String, job: String?, of peer: SwitchPeer) -> Bool {
        commandCount += 1
        log.write(command, job: job, connection: peer.number, at: now)
        return plan.hangsAfterCommands.map { commandCount <= $0 } ?? true
    }

    func emit(_ event: EmulatedEvent) {
        sequence += 1
        let bytes = event.bytes(sequence: sequence)
        for peer in peers.values.sorted(by: { $0.number < $1.number }) { peer.hear(event, bytes) }
    }

    // MARK: Channels

    func addCall(_ uuid: String) {
        let channel = SwitchChannel(uuid, number: nil, state: .answered)
        channel.hasStream = true
        channels[uuid] = channel
        gone.remove(uuid)
    }

    func add(_ channel: SwitchChannel) { channels[channel.uuid] = channel }

    func channel(_ uuid: String) -> SwitchChannel? {
        if let known = channels[uuid] { return known }
        guard plan.takesAnyCall, !gone.contains(uuid), uuid.utf8.count >= 8 else { return nil }
        addCall(uuid)
        return channels[uuid]
    }

    func answer(_ channel: SwitchChannel) {
        channel.state = .answered
        emit(EmulatedEvent(name: "CHANNEL_ANSWER", channel: channel.uuid, headers: [("Answer-State", "answered")]))
    }

    func bridge(_ one: SwitchChannel, _ other: SwitchChannel) {
        one.state = .bridged(with: other.uuid)
        other.state = .bridged(with: one.uuid)
        let headers = [("Other-Leg-Unique-ID", other.uuid), ("Bridge-A-Unique-ID", one.uuid), ("Bridge-B-Unique-ID", other.uuid)]
        emit(EmulatedEvent(name: "CHANNEL_BRIDGE", channel: one.uuid, headers: headers))
    }

    /// Ends a channel, and the one it talks with.
    func hangUp(_ channel: SwitchChannel, _ cause: HangupCause) {
        guard channels.removeValue(forKey: channel.uuid) != nil else { return }
        gone.insert(channel.uuid)
        for timer in channel.timers { timer.cancel() }
        // Real ones carry the cause twice as well.
        let headers = [("Hangup-Cause", cause.rawValue), ("Channel-State", "CS_REPORTING"), ("Hangup-Cause", cause.rawValue)]
        emit(EmulatedEvent(name: "CHANNEL_HANGUP_COMPLETE", channel: channel.uuid, headers: headers, size: plan.hangupEventSize))
        channel.whenEnded?(cause)
        channel.whenEnded = nil
        guard case .bridged(let partner) = channel.state, let other = channels[partner] else { return }
        hangUp(other, .normalClearing)
    }

    /// A telephone is switched on or off, or behaves otherwise from now on.
    func setExtension(_ number: String, _ behaviour: ExtensionBehaviour) {
        let before = extensions.updateValue(behaviour, forKey: number)?.isRegistered ?? false
        if before != behaviour.isRegistered { changedAt[number] = (now, before) }
    }

    /// Registered telephones, as `show registrations` would tell: as they were a while ago.
    var shownRegistrations: [String] {
        extensions.filter { number, behaviour in
            guard let change = changedAt[number], now - change.time < plan.registrationLag else { return behaviour.isRegistered }
            return change.wasRegistered
        }.keys.sorted()
    }
}
