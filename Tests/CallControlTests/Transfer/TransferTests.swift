import Testing

@testable import CallControl

/// A transfer in virtual time.
struct TransferScript {
    var transfer: Transfer
    var now = Instant(nanoseconds: 0)
    var wakes: [Instant] = []
    var step = 0
    static let caller = ChannelID("caller")
    static func leg(_ number: Int) -> ChannelID { ChannelID("leg-\(number)") }

    init(_ order: TransferOrder) {
        var made = 0
        transfer = Transfer(order, of: Self.caller) {
            made += 1
            return Self.leg(made)
        }
    }

    /// - Returns: what came of it, without wake-ups.
    @discardableResult
    mutating func does(_ input: Transfer.Input) -> [Transfer.Effect] {
        var effects: [Transfer.Effect] = []
        transfer.handle(input, at: now, effects: &effects)
        return effects.filter { effect in
            switch effect {
            case .wake(let time):
                wakes.append(time)
                return false
            case .ask(let step, _, _):
                self.step = step
                return true
            case .abandon, .reached, .finished: return true
            }
        }
    }

    /// To the last question.
    @discardableResult
    mutating func answers(_ answer: SwitchAnswer) -> [Transfer.Effect] { does(.answer(step, answer)) }

    @discardableResult
    mutating func happens(_ channel: ChannelID, _ kind: ChannelEvent.Kind) -> [Transfer.Effect] { does(.channel(ChannelEvent(channel, kind))) }

    /// The last wake-up comes.
    @discardableResult
    mutating func sleeps() -> [Transfer.Effect] {
        now = max(now, wakes.last ?? now)
        return does(.wake)
    }
}

@Suite struct TransferTests {
    private typealias Script = TransferScript
    private static let users = ["200", "201"].map { Extension(number: $0, domain: "d") }
    private static let caller = Script.caller

    static func order(_ count: Int = 1, presence: Bool = false, strategy: RingStrategy = .all) -> TransferOrder {
        TransferOrder(
            .attended(users.prefix(count).map { .user($0) }, strategy), ringTime: .seconds(30), checksPresence: presence, callerNumber: "+55", callerName: "n")
    }

    private static func origination(_ legs: [Int], _ strategy: RingStrategy = .all) -> SwitchRequest {
        .originate(
            Origination(
                legs: legs.map { .init(Script.leg($0), .user(users[$0 - 1])) }, strategy: strategy, ringTime: .seconds(30), callerNumber: "+55", callerName: "n"
            ))
    }

    private static func end(_ outcome: TransferOutcome, stopped: Bool = false) -> Transfer.Effect {
        .finished(TransferReport(outcome, isStreamStopped: stopped))
    }

    private static func transferred(to leg: Int) -> Transfer.Effect {
        .finished(TransferReport(.transferred(Script.leg(leg)), isStreamStopped: true, attendant: .user(users[leg - 1])))
    }

    /// Up to a stage, one telephone.
    private static func reached(_ stage: TransferStage) -> Script {
        var script = Script(order())
        script.does(.started)
        if stage == .ringing { return script }
        script.answers(.answered(Script.leg(1)))
        if stage == .stoppingStream { return script }
        script.answers(.accepted)
        return script
    }

    @Test func bringsTheCallerToTheAttendant() {
        var script = Script(Self.order(1, presence: true))
        #expect(script.does(.started) == [.reached(.presence), .ask(1, .presence(Self.users[0]), within: .seconds(2))])
        #expect(script.answers(.presence(.registered)) == [.reached(.ringing), .ask(2, Self.origination([1]), within: .seconds(35))])
        #expect(script.happens(Script.leg(1), .answered) == [])
        #expect(script.answers(.answered(Script.leg(1))) == [.reached(.stoppingStream), .ask(3, .stopStream(Self.caller), within: .seconds(2))])
        #expect(script.answers(.accepted) == [.reached(.bridging), .ask(4, .bridge(Self.caller, Script.leg(1)), within: .seconds(5))])
        // FreeSWITCH's yes is not believed.
        #expect(script.answers(.accepted) == [])
        #expect(script.happens(Self.caller, .bridged(with: Script.leg(1))) == [Self.transferred(to: 1)])
        #expect(script.happens(Self.caller, .hungUp(.normalClearing)) == [])
        #expect(script.does(.wake) == [])
    }

    @Test func theBridgeMayBeThereBeforeTheAnswerAndEitherWayRound() {
        var script = Self.reached(.bridging)
        #expect(script.happens(Script.leg(1), .bridged(with: Self.caller)) == [Self.transferred(to: 1)])
        #expect(script.answers(.failed("late")) == [])
        var other = Self.reached(.bridging)
        #expect(other.happens(Self.caller, .bridged(with: ChannelID("stranger"))) == [])
        #expect(other.happens(Self.caller, .bridged(with: nil)) == [Self.transferred(to: 1)])
    }

    @Test func ringsOnlyWhoIsThere() {
        var script = Script(Self.order(2, presence: true))
        #expect(script.does(.started).count == 3)
        #expect(script.does(.answer(2, .presence(.registered))) == [])
        #expect(script.does(.answer(1, .presence(.notRegistered))) == [.reached(.ringing), .ask(3, Self.origination([2]), within: .seconds(35))])
    }

    @Test func nobodyThereIsNotRegistered() {
        var script = Script(Self.order(2, presence: true))
        script.does(.started)
        script.does(.answer(1, .presence(.notRegistered)))
        #expect(script.does(.answer(2, .presence(.notRegistered))) == [Self.end(.notRegistered)])
        var empty = Script(TransferOrder(.attended([], .all), ringTime: .seconds(1)))
        #expect(empty.does(.started) == [Self.end(.notRegistered)])
    }

    /// Presence that is not known is found out by ringing.
    @Test(arguments: [SwitchAnswer.presence(.unknown), .unavailable(.timedOut), .failed("oops"), .unavailable(.overloaded)])
    func unknownPresenceRings(_ answer: SwitchAnswer) {
        var script = Script(Self.order(1, presence: true))
        script.does(.started)
        #expect(script.answers(answer).contains(.ask(2, Self.origination([1]), within: .seconds(35))))
    }

    @Test func presenceThatIsLateRingsInTheOrdersOrder() {
        var script = Script(Self.order(2, presence: true, strategy: .inTurn))
        script.does(.started)
        script.does(.answer(2, .presence(.registered)))
        #expect(script.sleeps() == [.reached(.ringing), .ask(3, Self.origination([1, 2], .inTurn), within: .seconds(35))])
        #expect(script.now == Instant(nanoseconds: 2_000_000_000))
    }

    private static let number = DialEndpoint.number(Extension(number: "200", domain: "d"), context: "ctx")

    private static func dialled(_ endpoint: DialEndpoint) -> SwitchRequest {
        .originate(Origination(legs: [.init(Script.leg(1), endpoint)], ringTime: .seconds(10)))
    }

    /// Through the dialplan, the voice mail of somebody who is not there would answer for him.
    @Test func aNumberThatIsAUsersIsAskedForAsAUser() {
        var script = Script(TransferOrder(.attended([Self.number], .all), ringTime: .seconds(10), checksPresence: true))
        #expect(script.does(.started) == [.reached(.presence), .ask(1, .userExists(Self.users[0]), within: .seconds(2))])
        #expect(script.answers(.exists(true)) == [.ask(2, .presence(Self.users[0]), within: .seconds(2))])
        var absent = script
        #expect(absent.answers(.presence(.notRegistered)) == [Self.end(.notRegistered)])
        #expect(script.answers(.presence(.registered)).last == .ask(3, Self.dialled(.user(Self.users[0])), within: .seconds(15)))
        #expect(script.answers(.answered(Script.leg(1))).contains(.reached(.stoppingStream)))
    }

    @Test func aNumberThatIsNoUsersGoesThroughTheDialplan() {
        var script = Script(TransferOrder(.attended([Self.number], .all), ringTime: .seconds(10), checksPresence: true))
        script.does(.started)
        #expect(script.answers(.exists(false)).last == .ask(2, Self.dialled(.dialplan(number: "200", context: "ctx")), within: .seconds(15)))
        for answer in [SwitchAnswer.failed("oops"), .unavailable(.timedOut)] {
            var unknown = Script(TransferOrder(.attended([Self.number], .all), ringTime: .seconds(10), checksPresence: true))
            unknown.does(.started)
            #expect(unknown.answers(answer).last == .ask(2, Self.dialled(Self.number), within: .seconds(15)))
        }
        var unasked = Script(TransferOrder(.attended([Self.number], .all), ringTime: .seconds(10), checksPresence: false))
        #expect(unasked.does(.started).last == .ask(1, Self.dialled(Self.number), within: .seconds(15)))
    }

    /// The call is over for the gateway, as when it is drained.
    @Test func whoHasAnsweredIsLeftToTheCaller() {
        var ringing = Self.reached(.ringing)
        #expect(ringing.does(.callEnded) == [.abandon(Script.leg(1), .originatorCancel), Self.end(.cancelled)])
        for stage in [TransferStage.stoppingStream, .bridging] {
            var script = Self.reached(stage)
            #expect(script.does(.callEnded) == [])
            if stage == .stoppingStream { script.answers(.accepted) }
            #expect(script.happens(Self.caller, .bridged(with: Script.leg(1))) == [Self.transferred(to: 1)])
        }
    }

    @Test func aRingGroupHasNoPresence() {
        let endpoint = DialEndpoint.dialplan(number: "600", context: "d")
        var script = Script(TransferOrder(.attended([endpoint], .all), ringTime: .seconds(10)))
        let expected = SwitchRequest.originate(Origination(legs: [.init(Script.leg(1), endpoint)], ringTime: .seconds(10)))
        #expect(script.does(.started) == [.reached(.ringing), .ask(1, expected, within: .seconds(15))])
    }

    @Test(
        arguments: [
            ("NO_ANSWER", .noAnswer(.noAnswer)), ("NO_USER_RESPONSE", .noAnswer(HangupCause("NO_USER_RESPONSE"))),
            ("ALLOTTED_TIMEOUT", .noAnswer(HangupCause("ALLOTTED_TIMEOUT"))), ("USER_BUSY", .busy), ("CALL_REJECTED", .rejected(.callRejected)),
            ("USER_NOT_REGISTERED", .notRegistered), ("SUBSCRIBER_ABSENT", .notRegistered), ("UNALLOCATED_NUMBER", .unallocated(.unallocatedNumber)),
            ("NO_ROUTE_DESTINATION", .unallocated(.noRouteDestination)), ("MEDIA_TIMEOUT", .failed(HangupCause("MEDIA_TIMEOUT"))),
        ] as [(String, TransferOutcome)]) func theCauseIsTold(_ cause: String, _ outcome: TransferOutcome)
    {
        var script = Self.reached(.ringing)
        #expect(script.answers(.hungUp(HangupCause(cause))) == [Self.end(outcome)])
        #expect(script.transfer.isFinished)
        #expect(outcome.cause != nil)
    }

    // MARK: The caller hangs up

    @Test(arguments: [TransferStage.ringing, .stoppingStream, .bridging]) func aCallerWhoLeavesSilencesTheTelephone(_ stage: TransferStage) {
        var script = Self.reached(stage)
        let end = Self.end(.callerGone, stopped: stage != .ringing)
        #expect(script.happens(Self.caller, .hungUp(.normalClearing)) == [.abandon(Script.leg(1), .originatorCancel), end])
        #expect(script.happens(Self.caller, .hungUp(.normalClearing)) == [])
    }

    @Test func aCallerWhoLeavesSilencesAllTelephones() {
        var script = Script(Self.order(2))
        script.does(.started)
        #expect(
            script.happens(Self.caller, .hungUp(.normalClearing)) == [
                .abandon(Script.leg(1), .originatorCancel), .abandon(Script.leg(2), .originatorCancel), Self.end(.callerGone),
            ])
    }

    @Test func aCallerWhoLeavesDuringThePresenceCheckEndsIt() {
        var script = Script(Self.order(1, presence: true))
        script.does(.started)
        #expect(script.happens(Self.caller, .hungUp(.normalClearing)) == [Self.end(.callerGone)])
        #expect(script.answers(.presence(.registered)) == [])
    }

    /// The telephone was being dialled when the caller left: it could not be hung up yet.
    @Test func anAnswerAfterTheEndIsHungUp() {
        var script = Self.reached(.ringing)
        script.happens(Self.caller, .hungUp(.normalClearing))
        #expect(script.answers(.answered(Script.leg(1))) == [.abandon(Script.leg(1), .originatorCancel)])
        #expect(script.answers(.answered(ChannelID("stranger"))) == [])
    }

    @Test func theCallMayWantItNoMore() {
        var script = Self.reached(.ringing)
        #expect(script.does(.cancelled) == [.abandon(Script.leg(1), .originatorCancel), Self.end(.cancelled)])
    }

    // MARK: The attendant

    @Test(arguments: [TransferStage.stoppingStream, .bridging]) func anAttendantWhoLeavesIsNotKilledAgain(_ stage: TransferStage) {
        var script = Self.reached(stage)
        #expect(script.happens(ChannelID("stranger"), .hungUp(.normalClearing)) == [])
        #expect(script.happens(Script.leg(1), .hungUp(.normalClearing)) == [Self.end(.attendantGone(.normalClearing), stopped: true)])
    }

    /// Of several telephones one may give up while others ring; the answer to `originate` is what counts.
    @Test func aTelephoneThatStopsRingingIsNotTheEnd() {
        var script = Script(Self.order(2))
        script.does(.started)
        #expect(script.happens(Script.leg(1), .hungUp(.userBusy)) == [])
        #expect(script.answers(.answered(Script.leg(2))).contains(.reached(.stoppingStream)))
    }

    // MARK: FreeSWITCH does not do its part

    @Test func everyWaitEnds() {
        var ringing = Self.reached(.ringing)
        #expect(ringing.sleeps() == [.abandon(Script.leg(1), .originatorCancel), Self.end(.timedOut(.ringing))])
        #expect(ringing.now == Instant(nanoseconds: 35_000_000_000))
        // A stream that does not say it stopped does not keep the attendant waiting.
        var stopping = Self.reached(.stoppingStream)
        #expect(stopping.sleeps().first == .reached(.bridging))
        var bridging = Self.reached(.bridging)
        #expect(bridging.answers(.accepted) == [])
        #expect(bridging.sleeps() == [.abandon(Script.leg(1), .originatorCancel), Self.end(.timedOut(.bridging), stopped: true)])
    }

    @Test func anEarlyWakeUpChangesNothing() {
        var script = Self.reached(.bridging)
        script.now = Instant(nanoseconds: 4_999_999_999)
        #expect(script.does(.wake) == [])
    }

    @Test(arguments: [SwitchAnswer.failed("Operation Failed"), .unavailable(.timedOut), .accepted]) func aStreamThatIsGoneIsStopped(_ answer: SwitchAnswer) {
        var script = Self.reached(.stoppingStream)
        #expect(script.answers(answer).first == .reached(.bridging))
    }

    @Test func aRefusedBridgeFreesTheAttendant() {
        var script = Self.reached(.bridging)
        #expect(
            script.answers(.failed("Invalid uuid")) == [.abandon(Script.leg(1), .originatorCancel), Self.end(.bridgeFailed("Invalid uuid"), stopped: true)])
    }

    @Test(
        arguments: [
            (.down("reset"), .eventSocketDown("reset")), (.timedOut, .timedOut(.ringing)), (.overloaded, .overloaded),
            (.refused(place: "p", problem: "q"), .refused(place: "p", problem: "q")),
        ] as [(Unavailability, TransferOutcome)]) func unavailabilityHasItsOwnOutcome(_ reason: Unavailability, _ outcome: TransferOutcome)
    {
        var script = Self.reached(.ringing)
        #expect(script.answers(.unavailable(reason)) == [.abandon(Script.leg(1), .originatorCancel), Self.end(outcome)])
    }

    @Test func aValueThatDoesNotFitIsFoundByThePresenceCheck() {
        var script = Script(Self.order(1, presence: true))
        script.does(.started)
        #expect(
            script.answers(.unavailable(.refused(place: "presence.extension", problem: "holds a space"))) == [
                Self.end(.refused(place: "presence.extension", problem: "holds a space"))
            ])
    }

    // MARK: The event socket goes down

    @Test func aTelephoneThatRingsIsSilencedWhenTheConnectionIsBack() {
        var script = Self.reached(.ringing)
        #expect(script.does(.connectionLost("reset")) == [.abandon(Script.leg(1), .originatorCancel), Self.end(.eventSocketDown("reset"))])
    }

    /// Who may be talking is not cut off.
    @Test func aBridgeInDoubtIsLeftAlone() {
        var script = Self.reached(.bridging)
        script.answers(.accepted)
        #expect(script.does(.connectionLost("reset")) == [Self.end(.eventSocketDown("reset"), stopped: true)])
        var unanswered = Self.reached(.bridging)
        #expect(unanswered.answers(.unavailable(.down("reset"))) == [Self.end(.eventSocketDown("reset"), stopped: true)])
    }

    // MARK: Through the dialplan

    private static func blind() -> Script {
        var script = Script(TransferOrder(.blind(number: "600", context: "d"), ringTime: .seconds(30)))
        script.does(.started)
        script.answers(.accepted)
        return script
    }

    @Test func aBlindTransferStopsTheStreamAndWaitsForTheBridge() {
        var script = Script(TransferOrder(.blind(number: "600", context: "d"), ringTime: .seconds(30)))
        #expect(script.does(.started) == [.reached(.stoppingStream), .ask(1, .stopStream(Self.caller), within: .seconds(2))])
        #expect(script.answers(.failed("none")) == [.reached(.ringing), .ask(2, .transfer(Self.caller, number: "600", context: "d"), within: .seconds(35))])
        #expect(script.answers(.accepted) == [])
        #expect(script.happens(Self.caller, .bridged(with: ChannelID("b"))) == [Self.end(.transferred(ChannelID("b")), stopped: true)])
    }

    @Test(
        arguments: [
            ("NO_ROUTE_DESTINATION", .unallocated(.noRouteDestination)), ("USER_BUSY", .busy), ("NO_ANSWER", .noAnswer(.noAnswer)),
            ("NORMAL_CLEARING", .callerGone), ("ORIGINATOR_CANCEL", .callerGone),
        ] as [(String, TransferOutcome)]) func aBlindTransfersYesMayBeALie(_ cause: String, _ outcome: TransferOutcome)
    {
        var script = Self.blind()
        #expect(script.answers(.accepted) == [])
        #expect(script.happens(Self.caller, .hungUp(HangupCause(cause))) == [Self.end(outcome, stopped: true)])
    }

    @Test func aBlindTransferHasItsDeadlines() {
        var script = Self.blind()
        #expect(script.sleeps() == [Self.end(.timedOut(.ringing), stopped: true)])
        var refused = Self.blind()
        #expect(refused.answers(.failed("No such channel!")) == [Self.end(.bridgeFailed("No such channel!"), stopped: true)])
        var lost = Self.blind()
        #expect(lost.does(.connectionLost("reset")) == [Self.end(.eventSocketDown("reset"), stopped: true)])
    }

    @Test func telephonesAreBounded() {
        let many = (0..<100).map { DialEndpoint.user(Extension(number: "\($0)", domain: "d")) }
        #expect(Script(TransferOrder(.attended(many, .all), ringTime: .seconds(1))).transfer.channels.count == Transfer.mostLegs)
    }
}
