import CallControl
import Transport
import WireProtocols

/// A transfer under way: its machine, bound to FreeSWITCH and the loop's timers.
final class RunningTransfer: ChannelFollower {
    private var transfer: Transfer
    private let caller: ChannelID
    private let connection: FreeSwitchConnection
    private let deliver: (SwitchboardNews) -> Void
    private var timer: LoopTimer?
    private var inbox: [Transfer.Input] = []
    private var isRunning = false

    init(_ order: TransferOrder, of caller: ChannelID, on connection: FreeSwitchConnection, deliver: @escaping (SwitchboardNews) -> Void) {
        self.caller = caller
        self.connection = connection
        self.deliver = deliver
        transfer = Transfer(order, of: caller) { connection.makeChannel() }
    }

    var isFinished: Bool { transfer.isFinished }

    func start() {
        // Before anything rings: FreeSWITCH lets through the events of channels that are followed.
        for channel in transfer.channels + [caller] { connection.follow(channel, self) }
        handle(.started)
    }

    func cancel() { handle(.cancelled) }

    func callEnded() { handle(.callEnded) }

    private func handle(_ input: Transfer.Input) {
        inbox.append(input)
        guard !isRunning else { return }
        isRunning = true
        while !inbox.isEmpty {
            var effects: [Transfer.Effect] = []
            transfer.handle(inbox.removeFirst(), at: connection.now, effects: &effects)
            for effect in effects { run(effect) }
        }
        isRunning = false
    }

    private func run(_ effect: Transfer.Effect) {
        switch effect {
        // Kept alive by what it waits for: a leg that answers after the end must be hung up.
        case .ask(let step, let request, let limit): connection.perform(request, within: limit) { self.handle(.answer(step, $0)) }
        case .abandon(let channel, let cause): connection.abandon(channel, cause)
        case .wake(let time): wake(at: time)
        case .reached(let stage): deliver(.transferring(stage))
        case .finished(let report): finish(report)
        }
    }

    private func wake(at time: Instant) {
        timer?.cancel()
        timer = connection.loop.after(max(.zero, time - connection.now)) { [weak self] in self?.handle(.wake) }
    }

    private func finish(_ report: TransferReport) {
        timer?.cancel()
        for channel in transfer.channels + [caller] { connection.unfollow(channel, self) }
        deliver(.transferEnded(report))
    }

    func hear(_ event: ChannelEvent) { handle(.channel(event)) }

    func connectionLost(_ reason: String) { handle(.connectionLost(reason)) }
}
