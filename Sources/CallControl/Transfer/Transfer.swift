/// Brings a caller to an attendant and finds out whether he got there. FreeSWITCH's `+OK` is never believed: an attendant has the
/// caller when `CHANNEL_BRIDGE` says so. Time is an argument; one value per transfer.
public struct Transfer: Equatable, Sendable {
    /// A request under way; an answer to an earlier one changes nothing.
    public typealias Step = Int

    enum State: Equatable {
        /// Leaves on: start.
        case ready
        /// Asking who is there. Leaves on: the last answer, its deadline (those without an answer are rung).
        case checking(waiting: [Step: Origination.Leg], present: [Origination.Leg])
        /// Telephones ring. Leaves on: answer, cause, deadline, the caller's end.
        case ringing(Step, [Origination.Leg])
        /// Somebody has answered. Leaves on: the stream's end (also a failed one: there may be none), hang-up of either.
        case stopping(Step, attendant: ChannelID)
        /// Leaves on: `CHANNEL_BRIDGE`, a refusal, hang-up of either, deadline.
        case bridging(Step, attendant: ChannelID)
        /// The caller's stream ends before he goes through the dialplan himself. Leaves on: as `stopping`.
        case stoppingBlind(Step)
        /// He does. Leaves on: `CHANNEL_BRIDGE`, his end, deadline.
        case travelling(Step)
        case finished
    }

    let caller: ChannelID
    let order: TransferOrder
    let timing: Timing
    /// What each is dialled as may turn out before it rings.
    var legs: [Origination.Leg]
    var state = State.ready
    var deadline: Instant?
    var isStreamStopped = false
    var nextStep = 0

    /// - Parameter makeChannel: gives a fresh uuid for each telephone.
    public init(_ order: TransferOrder, of caller: ChannelID, timing: Timing = Timing(), makeChannel: () -> ChannelID) {
        self.caller = caller
        self.order = order
        self.timing = timing
        if case .attended(let endpoints, _) = order.way {
            legs = endpoints.prefix(Self.mostLegs).map { Origination.Leg(makeChannel(), $0) }
        } else {
            legs = []
        }
    }

    /// Telephones that one transfer rings at most.
    public static let mostLegs = 16

    public var isFinished: Bool { state == .finished }
    /// The channels that are, or will be, this transfer's own.
    public var channels: [ChannelID] { legs.map(\.channel) }

    public mutating func handle(_ input: Input, at now: Instant, effects: inout [Effect]) {
        switch input {
        case .started: start(at: now, &effects)
        case .answer(let step, let answer): take(answer, to: step, at: now, &effects)
        case .channel(let event): take(event, at: now, &effects)
        case .cancelled: giveUp(.cancelled, &effects)
        case .callEnded: callEnded(&effects)
        case .connectionLost(let reason): lost(reason, &effects)
        case .wake: wake(at: now, &effects)
        }
    }

    // MARK: Moving on

    mutating func ask(_ request: SwitchRequest, within limit: Duration, _ effects: inout [Effect]) -> Step {
        nextStep += 1
        effects.append(.ask(nextStep, request, within: limit))
        return nextStep
    }

    /// Every state but the first and the last has a deadline.
    mutating func enter(_ state: State, until deadline: Instant, _ effects: inout [Effect]) {
        self.state = state
        self.deadline = deadline
        effects.append(.wake(at: deadline))
    }

    mutating func finish(_ outcome: TransferOutcome, _ effects: inout [Effect]) {
        guard state != .finished else { return }
        state = .finished
        deadline = nil
        effects.append(.finished(TransferReport(outcome, isStreamStopped: isStreamStopped, attendant: attendant(of: outcome))))
    }

    private func attendant(of outcome: TransferOutcome) -> DialEndpoint? {
        guard case .transferred(let channel?) = outcome else { return nil }
        return legs.first { $0.channel == channel }?.endpoint
    }

    /// Ends it, and whatever rings or waits with it.
    mutating func giveUp(_ outcome: TransferOutcome, _ effects: inout [Effect]) {
        let cause = HangupCause.originatorCancel
        switch state {
        case .ringing(_, let legs): for leg in legs { effects.append(.abandon(leg.channel, cause)) }
        case .stopping(_, let attendant), .bridging(_, let attendant): effects.append(.abandon(attendant, cause))
        case .ready, .checking, .stoppingBlind, .travelling, .finished: break
        }
        finish(outcome, &effects)
    }

    /// Whoever has answered may have the caller by now, and is left to him; the deadlines go on.
    private mutating func callEnded(_ effects: inout [Effect]) {
        switch state {
        case .stopping, .bridging, .travelling, .finished: break
        case .ready, .checking, .ringing, .stoppingBlind: giveUp(.cancelled, &effects)
        }
    }

    /// A caller and an attendant who may be talking are left alone; one who waits by himself is freed by the park time.
    private mutating func lost(_ reason: String, _ effects: inout [Effect]) {
        switch state {
        case .bridging, .travelling: finish(.eventSocketDown(reason), &effects)
        case .checking, .ringing, .stopping, .stoppingBlind: giveUp(.eventSocketDown(reason), &effects)
        case .ready, .finished: break
        }
    }

    private mutating func wake(at now: Instant, _ effects: inout [Effect]) {
        guard let deadline, now >= deadline else { return }
        switch state {
        case .ready, .finished: break
        case .checking(let waiting, let present): ring(present + unanswered(waiting), at: now, &effects)
        case .ringing: giveUp(.timedOut(.ringing), &effects)
        case .stopping(_, let attendant): bridge(attendant, at: now, &effects)
        case .bridging: giveUp(.timedOut(.bridging), &effects)
        case .stoppingBlind: sendOn(at: now, &effects)
        case .travelling: giveUp(.timedOut(.ringing), &effects)
        }
    }
}
