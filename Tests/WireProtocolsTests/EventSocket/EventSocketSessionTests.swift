import CallControl
import Testing

@testable import WireProtocols

/// A session in virtual time, with FreeSWITCH's words typed in.
private struct Script {
    var session: EventSocketSession
    var now = Instant(nanoseconds: 0)
    var effects: [EventSocketSession.Effect] = []

    init(_ change: (inout EventSocketSession.Policy) -> Void = { _ in }, seed: UInt64 = 1) {
        var policy = EventSocketSession.Policy()
        change(&policy)
        session = EventSocketSession(password: Secret("pw"), policy: policy, seed: seed)
    }

    /// - Returns: what came of it, without the wake-ups.
    @discardableResult
    mutating func does(_ input: EventSocketSession.Input) -> [EventSocketSession.Effect] {
        effects = []
        session.handle(input, at: now, effects: &effects)
        return effects.filter { if case .wake = $0 { false } else { true } }
    }

    @discardableResult
    mutating func hears(_ text: String) -> [EventSocketSession.Effect] { does(.received(EventSocketText.message(text))) }

    /// Lets time pass up to the wake-up that was asked for.
    @discardableResult
    mutating func sleeps() -> [EventSocketSession.Effect] {
        guard case .wake(let time)? = effects.last else { return [] }
        now = max(now, time)
        return does(.wake)
    }

    @discardableResult
    mutating func passes(_ duration: Duration) -> [EventSocketSession.Effect] {
        now = now + duration
        return does(.wake)
    }

    mutating func logsIn() {
        does(.connected)
        hears(EventSocketText.greeting)
        hears(EventSocketText.reply("+OK accepted"))
        for _ in 0...session.followed.count { hears(EventSocketText.reply("+OK filter added.")) }
        hears(EventSocketText.reply("+OK event listener enabled plain"))
    }

    /// The text of the commands among the effects.
    static func sent(_ effects: [EventSocketSession.Effect]) -> [String] {
        effects.compactMap { if case .send(let line) = $0 { line.bytes.text } else { nil } }
    }

    /// The id of the job that was begun.
    mutating func asks(_ ticket: Int, _ request: SwitchRequest = .exists(ChannelID("c")), within: Duration = .seconds(3)) -> String {
        let sent = Self.sent(does(.perform(ticket, request, within: within)))
        return sent.first.flatMap { $0.split(separator: "Job-UUID: ").last }.map { String($0.dropLast(2)) } ?? ""
    }
}

@Suite struct EventSocketSessionTests {
    private typealias Text = EventSocketText
    private static let subscription =
        "event plain BACKGROUND_JOB CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE CHANNEL_HANGUP_COMPLETE DTMF PLAYBACK_STOP CUSTOM "
        + "mod_audio_stream::connect mod_audio_stream::disconnect mod_audio_stream::error mod_audio_stream::json mod_audio_stream::play\n\n"

    private func up(_ change: (inout EventSocketSession.Policy) -> Void = { _ in }) -> Script {
        var script = Script(change)
        script.does(.start)
        script.logsIn()
        return script
    }

    @Test func logsInAndSubscribes() {
        var script = Script()
        #expect(script.does(.start) == [.dial])
        #expect(script.does(.connected) == [])
        #expect(Script.sent(script.hears(Text.greeting)) == ["auth pw\n\n"])
        #expect(Script.sent(script.hears(Text.reply("+OK accepted"))) == ["filter Event-Name BACKGROUND_JOB\n\n", Self.subscription])
        #expect(script.hears(Text.reply("+OK filter added.")) == [])
        #expect(!script.session.isUp)
        #expect(script.hears(Text.reply("+OK event listener enabled plain")) == [.up])
        #expect(script.session.isUp && script.session.problem == nil)
    }

    @Test func aResultIsMatchedToItsRequest() {
        var script = up()
        let first = script.asks(1)
        let second = script.asks(2, .presence(Extension(number: "2", domain: "d")))
        #expect(first.utf8.count == 36 && first != second)
        script.hears(Text.reply("+OK Job-UUID: \(first)", job: first))
        script.hears(Text.reply("+OK Job-UUID: \(second)", job: second))
        #expect(script.hears(Text.result(second, "error/user_not_registered")) == [.answer(2, .presence(.notRegistered))])
        #expect(script.hears(Text.result(first, "true")) == [.answer(1, .exists(true))])
        #expect(script.hears(Text.result(first, "true")) == [])
        #expect(script.session.counts.foreignJobs == 1)
        #expect(script.session.outstanding == 0)
    }

    @Test func aResultMayOvertakeItsReply() {
        var script = up()
        let job = script.asks(1)
        #expect(script.hears(Text.result(job, "true")) == [.answer(1, .exists(true))])
        #expect(script.hears(Text.reply("+OK Job-UUID: \(job)", job: job)) == [])
    }

    @Test(arguments: [true, false]) func buildsThatChooseTheIDAreUnderstood(_ overtakes: Bool) {
        var script = up()
        _ = script.asks(1)
        let (reply, result) = (Text.reply("+OK Job-UUID: theirs", job: "theirs"), Text.result("theirs", "true"))
        #expect(script.hears(overtakes ? result : reply) == [])
        #expect(script.hears(overtakes ? reply : result) == [.answer(1, .exists(true))])
    }

    @Test func aRefusedJobIsAnswered() {
        var script = up()
        _ = script.asks(1)
        #expect(script.hears(Text.reply("-ERR no more threads")) == [.answer(1, .failed("no more threads"))])
    }

    @Test func anOverdueJobIsAnsweredAndTheConnectionStays() {
        var script = up()
        let job = script.asks(1, within: .seconds(3))
        script.hears(Text.reply("+OK Job-UUID: \(job)", job: job))
        #expect(script.passes(.milliseconds(2_999)) == [])
        #expect(script.passes(.milliseconds(1)) == [.answer(1, .unavailable(.timedOut))])
        #expect(script.session.isUp)
        #expect(script.session.counts.lateJobs == 1)
        #expect(script.hears(Text.result(job, "true")) == [])
    }

    @Test func aReplyThatDoesNotComeMeansADeadConnection() {
        var script = up()
        _ = script.asks(1, within: .seconds(60))
        let effects = script.passes(.seconds(5))
        let reason = "no reply to a job in 5.0 seconds"
        #expect(effects == [.drop, .answer(1, .unavailable(.down(reason))), .down(reason)])
        #expect(script.session.problem == reason)
    }

    @Test func asksForASignOfLife() {
        var script = up()
        #expect(Script.sent(script.sleeps()) == ["api uptime\n\n"])
        #expect(script.now == Instant(nanoseconds: 15_000_000_000))
        #expect(script.hears(Text.response("15")) == [])
        #expect(Script.sent(script.passes(.seconds(15))) == ["api uptime\n\n"])
        #expect(script.passes(.seconds(5)) == [.drop, .down("no reply to a ping in 5.0 seconds")])
    }

    @Test(arguments: [EventSocketSession.Input.lost("reset"), .received(.disconnect("reset"))])
    func comesBackWithItsSubscriptions(_ loss: EventSocketSession.Input) {
        var script = up()
        script.does(.follow(ChannelID("c-2")))
        script.does(.follow(ChannelID("c-1")))
        _ = script.asks(7)
        #expect(script.does(loss) == [.drop, .answer(7, .unavailable(.down("reset"))), .down("reset")])
        #expect(script.does(.perform(8, .registrations, within: .seconds(1))) == [.answer(8, .unavailable(.down("reset")))])
        #expect(script.does(loss) == [])
        #expect(script.sleeps() == [.dial])
        script.does(.connected)
        script.hears(Text.greeting)
        #expect(
            Script.sent(script.hears(Text.reply("+OK accepted")))
                == ["filter Event-Name BACKGROUND_JOB\n\n", "filter Unique-ID c-1\n\n", "filter Unique-ID c-2\n\n", Self.subscription])
        for _ in 0..<3 { script.hears(Text.reply("+OK filter added.")) }
        #expect(script.hears(Text.reply("+OK")) == [.up])
        #expect(script.session.counts.losses == 1 && script.session.counts.logins == 2)
    }

    @Test func backsOffWithJitterUpToItsLimit() {
        var script = Script()
        script.does(.start)
        var waits: [Duration] = []
        for _ in 0..<10 {
            script.does(.lost("refused"))
            let before = script.now
            #expect(script.sleeps() == [.dial])
            waits.append(script.now - before)
        }
        for (index, wait) in waits.enumerated() {
            let whole = min(.seconds(30), .milliseconds(500) * (1 << index))
            #expect(wait >= whole / 2 && wait <= whole, "\(index): \(wait)")
        }
        var other = Script(seed: 2)
        other.does(.start)
        other.does(.lost("refused"))
        other.sleeps()
        #expect(other.now - Instant(nanoseconds: 0) != waits[0])
    }

    @Test func aLoginBeginsTheBackOffAnew() {
        var script = Script()
        script.does(.start)
        for _ in 0..<6 {
            script.does(.lost("refused"))
            script.sleeps()
        }
        script.logsIn()
        #expect(script.session.isUp)
        let before = script.now
        script.does(.lost("reset"))
        script.sleeps()
        #expect(script.now - before <= .milliseconds(500))
    }

    @Test func aWrongPasswordIsTriedAgainSlowly() {
        var script = Script()
        script.does(.start)
        script.does(.connected)
        script.hears(Text.greeting)
        #expect(script.hears(Text.reply("-ERR invalid")) == [.drop, .down("wrong password")])
        let before = script.now
        #expect(script.sleeps() == [.dial])
        #expect(script.now - before >= .seconds(15))
    }

    @Test func anAddressThatMayNotConnectIsSaidSo() {
        var script = Script()
        script.does(.start)
        script.does(.connected)
        script.hears("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n")
        #expect(script.session.problem?.contains("access list") == true)
    }

    @Test(arguments: zip(0...3, ["no connection", "no greeting", "no login", "no login"]))
    func everyStageHasADeadline(_ steps: Int, _ problem: String) {
        var script = Script()
        script.does(.start)
        if steps > 0 { script.does(.connected) }
        if steps > 1 { script.hears(Text.greeting) }
        if steps > 2 { script.hears(Text.reply("+OK accepted")) }
        #expect(script.passes(.milliseconds(4_999)).isEmpty)
        #expect(script.passes(.milliseconds(1)) == [.drop, .down("\(problem) in 5.0 seconds")])
        #expect(script.sleeps() == [.dial])
    }

    /// Other clients' jobs end as well while one of ours is unconfirmed: what is kept for it is bounded.
    @Test func resultsKeptForAReplyAreBounded() {
        var script = up()
        _ = script.asks(1)
        script.hears(Text.result("ours", "true"))
        for number in 0..<16 { script.hears(Text.result("foreign-\(number)", "x")) }
        #expect(script.hears(Text.reply("+OK Job-UUID: ours", job: "ours")) == [])
        #expect(script.passes(.seconds(3)) == [.answer(1, .unavailable(.timedOut))])
    }

    @Test func outstandingRequestsAreBounded() {
        var script = up { $0.mostJobs = 2 }
        _ = script.asks(1)
        _ = script.asks(2)
        #expect(script.does(.perform(3, .registrations, within: .seconds(1))) == [.answer(3, .unavailable(.overloaded))])
        #expect(script.session.counts.overflow == 1)
    }

    @Test func aHostileValueIsRefusedAndNothingIsSent() {
        var script = up()
        let effects = script.does(.perform(1, .exists(ChannelID("c\n\nexit")), within: .seconds(1)))
        #expect(effects == [.answer(1, .unavailable(.refused(place: "exists.channel", problem: "holds a line break")))])
        #expect(script.session.outstanding == 0 && script.session.counts.refused == 1)
        #expect(Script.sent(script.does(.follow(ChannelID("a b")))) == [])
    }

    @Test func channelsAreFollowedOnce() {
        var script = up { $0.mostFollowed = 2 }
        #expect(Script.sent(script.does(.follow(ChannelID("a")))) == ["filter Unique-ID a\n\n"])
        #expect(script.does(.follow(ChannelID("a"))) == [])
        script.does(.follow(ChannelID("b")))
        #expect(script.does(.follow(ChannelID("c"))) == [])
        #expect(script.session.counts.overflow == 1)
        #expect(Script.sent(script.does(.unfollow(ChannelID("a")))) == ["filter delete Unique-ID a\n\n"])
        #expect(script.does(.unfollow(ChannelID("a"))) == [])
    }

    @Test func otherEventsAreHandedOn() {
        var script = up()
        let effects = script.hears(Text.hangup("c", "USER_BUSY"))
        guard case .event(let event)? = effects.first, effects.count == 1 else {
            Issue.record("\(effects)")
            return
        }
        #expect(event.channelEvent == ChannelEvent(ChannelID("c"), .hungUp(.userBusy)))
    }

    @Test func aReplyToNothingEndsTheConnection() {
        var script = up()
        #expect(script.hears(Text.reply("+OK")).first == .drop)
        var other = up()
        #expect(other.hears(Text.response("x")).first == .drop)
    }

    @Test func whatIsMalformedIsCounted() {
        var script = up()
        script.does(.received(.malformed(WireError(field: "x", problem: "y"))))
        script.does(.received(.unrecognised("log/data")))
        script.hears(Text.event("Event-Name: BACKGROUND_JOB"))
        #expect(script.session.counts.malformed == 2 && script.session.counts.unrecognised == 1)
        #expect(script.session.isUp)
    }

    @Test func stoppingAnswersWhoeverWaits() {
        var script = up()
        _ = script.asks(1)
        #expect(script.does(.stop) == [.answer(1, .unavailable(.down("stopped"))), .drop])
        #expect(script.does(.wake) == [])
        #expect(script.does(.lost("x")) == [])
        #expect(script.does(.start) == [.dial])
    }

    /// Whatever comes in whatever order, each request is answered once, and a wake-up is always asked for.
    @Test(arguments: 0..<30) func everyRequestIsAnsweredOnce(_ seed: UInt64) {
        var random = Seeded(seed)
        var script = Script({ $0.mostJobs = 8 }, seed: seed)
        var asked = 0
        var answers: [Int: Int] = [:]
        var jobs: [String] = []
        func note(_ effects: [EventSocketSession.Effect]) {
            for case .answer(let ticket, _) in effects { answers[ticket, default: 0] += 1 }
            for text in Script.sent(effects) where text.hasPrefix("bgapi") { jobs.append(String(text.split(separator: "Job-UUID: ")[1].dropLast(2))) }
        }
        note(script.does(.start))
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<14, using: &random) {
            case 0: note(script.does(.connected))
            case 1: note(script.hears(Text.greeting))
            case 2...5: note(script.hears(Text.reply("+OK fine")))
            case 6: if Int.random(in: 0..<10, using: &random) == 0 { note(script.does(.lost("x"))) }
            case 7: note(script.hears(Text.reply("-ERR no")))
            case 8...10:
                asked += 1
                note(script.does(.perform(asked, .exists(ChannelID("c")), within: .seconds(2))))
            case 11, 12: if let job = jobs.randomElement(using: &random) { note(script.hears(Text.result(job, "true"))) }
            default: note(script.passes(.milliseconds(Int.random(in: 0...3_000, using: &random))))
            }
        }
        note(script.does(.stop))
        #expect(answers.count == asked && answers.values.allSatisfy { $0 == 1 })
        #expect(script.session.outstanding == 0)
    }
}
