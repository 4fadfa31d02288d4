import CallControl
import Transport

/// One `originate` under way: groups of telephones one after the other, those of a group at once; the first to answer ends it.
final class EmulatedOrigination {
    /// Kept until this ends: bytes and timers may come while the emulator is being stopped.
    private let board: ScriptedSwitch
    private let command: OriginateCommand
    private let done: (String) -> Void
    private var ringing: [SwitchChannel] = []
    private var lastCause = HangupCause.noAnswer
    private var group = -1
    private var timeout: LoopTimer?
    private var isOver = false

    init(_ command: OriginateCommand, _ board: ScriptedSwitch, _ done: @escaping (String) -> Void) {
        self.command = command
        self.board = board
        self.done = done
    }

    func begin() {
        group += 1
        guard group < command.groups.count else { return finish("-ERR \(lastCause)\n") }
        let seconds = command.variables["originate_timeout"].flatMap { Int($0) } ?? 60
        timeout = board.loop.after(.seconds(seconds)) { [self] in expire() }
        for leg in command.groups[group] { dial(leg) }
        if ringing.isEmpty, !isOver { next() }
    }

    private func next() {
        timeout?.cancel()
        begin()
    }

    /// Telephones that can't be dialled never become channels.
    private func dial(_ leg: DialledLeg) {
        guard !isOver else { return }
        let isHere = leg.kind == "loopback" || leg.endpoint.hasSuffix("@\(board.plan.domain)")
        guard isHere, let behaviour = board.extensions[leg.number] else {
            lastCause = leg.kind == "loopback" ? .noRouteDestination : .subscriberAbsent
            return
        }
        guard behaviour.isRegistered else {
            lastCause = .userNotRegistered
            return
        }
        let channel = SwitchChannel(leg.variables["origination_uuid"] ?? board.makeID(), number: leg.number, state: .ringing)
        // FreeSWITCH does not dial a second channel of the same uuid.
        guard board.channels[channel.uuid] == nil else {
            lastCause = HangupCause("DESTINATION_OUT_OF_ORDER")
            return
        }
        channel.variables = leg.variables
        channel.whenEnded = { [self] cause in ended(channel, cause) }
        ringing.append(channel)
        board.add(channel)
        play(behaviour, on: channel)
    }

    private func play(_ behaviour: ExtensionBehaviour, on channel: SwitchChannel) {
        switch behaviour {
        case .rings, .notRegistered: break
        case .fails(let cause, let after): channel.timers.append(board.loop.after(after) { [board] in board.hangUp(channel, cause) })
        case .answers(let after, let leaves): channel.timers.append(board.loop.after(after) { [self] in answered(channel, leaves) })
        }
    }

    private func ended(_ channel: SwitchChannel, _ cause: HangupCause) {
        ringing.removeAll { $0 === channel }
        guard !isOver else { return }
        lastCause = cause
        if ringing.isEmpty { next() }
    }

    private func expire() {
        lastCause = .noAnswer
        for channel in ringing { board.hangUp(channel, .noAnswer) }
    }

    private func answered(_ channel: SwitchChannel, _ leaves: Duration?) {
        guard !isOver else { return }
        ringing.removeAll { $0 === channel }
        channel.whenEnded = nil
        finish(nil)
        board.answer(channel)
        for other in ringing { board.hangUp(other, .loseRace) }
        ringing = []
        if let leaves { channel.timers.append(board.loop.after(leaves) { [board] in board.hangUp(channel, .normalClearing) }) }
        if let seconds = channel.variables["park_timeout"].flatMap({ Int($0) }) {
            channel.timers.append(
                board.loop.after(.seconds(seconds)) { [board] in if channel.state == .answered { board.hangUp(channel, .normalClearing) } })
        }
        done("+OK \(channel.uuid)\n")
    }

    private func finish(_ result: String?) {
        isOver = true
        timeout?.cancel()
        if let result { done(result) }
    }
}

extension ScriptedSwitch {
    func originate(_ text: String, _ done: @escaping (String) -> Void) {
        guard let command = OriginateCommand(text) else { return done("-USAGE: <call url> <exten>|&<application_name>(<app_args>)\n") }
        EmulatedOrigination(command, self, done).begin()
    }
}
