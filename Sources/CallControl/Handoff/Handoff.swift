/// Brings a caller who wants a person to one, or makes a ticket of the call: trigger, business hours, who is there, transfer or ticket.
/// Every wait has a deadline, every failure falls through to the ticket, and nothing happens twice.
public struct Handoff: Equatable, Sendable {
    enum State: Equatable {
        /// Leaves on: a trigger.
        case idle
        /// The caller is told that people are asked. Leaves on: the line's end.
        case announcing
        /// Leaves on: the answer, deadline.
        case askingHours
        /// Leaves on: the answer, deadline.
        case askingDesk
        /// Nobody works: the caller is told, and asked for a message. Leaves on: the line's end.
        case inviting
        /// He leaves it. Leaves on: his silence, deadline.
        case listening(until: Instant)
        /// The caller is told that he is transferred. Leaves on: the line's end.
        case announcingTransfer(TransferOrder)
        /// Leaves on: the transfer's end, deadline.
        case transferring(isStreamStopped: Bool)
        /// The ticket is being written down. Leaves on: kept, lost, deadline.
        case keeping(HandoffLine?, isMute: Bool)
        /// The caller is told that his wish is noted. Leaves on: the line's end.
        case noting
        /// He may say something, and the number may come. Leaves on: number and silence, deadline.
        case waitingForNumber
        /// Leaves on: the line's end.
        case speakingNumber(isRepeated: Bool)
        /// He is told that nothing can be done. Leaves on: the line's end.
        case refusing(HandoffOutcome)
        case ended(HandoffOutcome)
    }

    let plan: HandoffPlan
    var state = State.idle
    public internal(set) var trigger: HandoffTrigger?
    public internal(set) var occasion: TicketOccasion?
    /// Why the transfer failed, if one was tried.
    public internal(set) var transferOutcome: TransferOutcome?
    /// People whom the desk reported.
    public internal(set) var attendantsOnline: Int?
    public internal(set) var number: String?
    /// What the desk calls the ticket, once it has it.
    public internal(set) var receipt: TicketReceipt?
    var isKept = false
    var isDelivered = false
    var deadline: Instant?
    /// The attendants' telephones have begun to ring.
    var hasRung = false
    var callerIsSpeaking = false
    var isAgentLost = false
    /// The caller was asked for a message.
    var hasInvited = false
    public internal(set) var beganAt: Instant?
    public internal(set) var endedAt: Instant?

    public init(plan: HandoffPlan) { self.plan = plan }

    /// Is a wish for a person being followed?
    public var isRunning: Bool {
        switch state {
        case .idle, .ended: false
        default: true
        }
    }

    public var outcome: HandoffOutcome? {
        if case .ended(let outcome) = state { outcome } else { nil }
    }

    /// The stream's end is the transfer's doing, not the caller's.
    public var survivesStream: Bool { state == .transferring(isStreamStopped: true) }

    /// Telephones ring, and the caller is still ours.
    var isRinging: Bool { hasRung && state == .transferring(isStreamStopped: false) }

    public mutating func handle(_ input: Input, at now: Instant, effects: inout [Effect]) {
        switch input {
        case .wanted(let trigger): begin(trigger, at: now, &effects)
        case .hours(let isOpen): hoursKnown(isOpen, at: now, &effects)
        case .attendants(let answer): attendantsKnown(answer, at: now, &effects)
        case .transferring(let stage): transferMoved(to: stage)
        case .transferEnded(let report): transferEnded(report, at: now, &effects)
        case .ticket(let news): take(news, at: now, &effects)
        case .lineEnded(let ending): lineEnded(ending, at: now, &effects)
        case .agentLost: isAgentLost = true
        case .callerStartedSpeaking: callerStarted(at: now)
        case .callerStoppedSpeaking: callerStopped(at: now)
        case .callEnded: callEnded(at: now, &effects)
        case .abandoned: abandoned(at: now, &effects)
        }
    }

    /// Called every 20 ms.
    public mutating func tick(at now: Instant, effects: inout [Effect]) {
        guard let deadline, now >= deadline else { return }
        self.deadline = nil
        switch state {
        case .askingHours:
            // Unknown hours are the settings' business; a shell that does not even answer must not hold a caller up.
            hoursKnown(true, at: now, &effects)
        case .askingDesk: attendantsKnown(.unknown(.timedOut), at: now, &effects)
        case .transferring(let isStreamStopped):
            effects.append(.cancelTransfer)
            transferEnded(TransferReport(.timedOut(.ringing), isStreamStopped: isStreamStopped), at: now, &effects)
        case .listening: makeTicket(.outsideHours, at: now, &effects)
        case .keeping: take(.lost("the store did not answer in time"), at: now, &effects)
        case .waitingForNumber: waitedForNumber(at: now, &effects)
        case .idle, .announcing, .announcingTransfer, .inviting, .noting, .speakingNumber, .refusing, .ended: break
        }
    }

    // MARK: Moving on

    mutating func enter(_ state: State, until deadline: Instant? = nil) {
        self.state = state
        self.deadline = deadline
    }

    mutating func speak(_ line: HandoffLine, _ state: State, _ effects: inout [Effect]) {
        enter(state)
        effects.append(.speak(line, line == .number ? plan.texts.number(number ?? "") : plan.texts[line]))
    }

    mutating func step(_ name: String, _ detail: String = "", _ effects: inout [Effect]) { effects.append(.step(HandoffStep(name, detail))) }

    mutating func end(_ outcome: HandoffOutcome, at now: Instant, _ effects: inout [Effect]) {
        enter(.ended(outcome))
        endedAt = now
        effects.append(.ended(outcome))
    }
}
