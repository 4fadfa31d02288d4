/// The answer that the caller waits for, and how long he has. Who says "alô?" again and again has waited since the first: his silent waits are
/// added up. That the provider hears him, or works on something, answers nothing; only what can be heard does.
struct AwaitedAnswer: Equatable {
    /// The provider knows that the caller has spoken, or the agent is to speak first.
    private var isKnown = false
    /// The caller's voice by our own ear: without a longer pause than this, and in all since the last answer.
    private var voiced = Duration.zero
    private var heard = Duration.zero
    /// His latest voice, or word of it.
    private var latest: Instant?
    /// In the pauses that are over.
    private var waited = Duration.zero

    /// So much voice at a stretch, or so much in all, is speech; less may be a noise.
    private static let stretch = Duration.seconds(1)
    private static let altogether = Duration.seconds(2)
    private static let pause = Duration.seconds(1)
    private static let frame = Duration.milliseconds(20)
    /// He may only have taken breath: so much of each pause is no wait.
    private static let breath = Duration.seconds(2)
    /// Beyond it, a wait that is one.
    private static let noticeable = Duration.seconds(2)

    /// A frame with the caller's voice, while the agent is not heard: its echo is no speech.
    mutating func hear(at now: Instant) {
        if let latest, now - latest > Self.pause, voiced < Self.stretch { voiced = .zero }
        speaks(at: now)
        voiced += Self.frame
        heard += Self.frame
    }

    /// The provider tells that he has begun or ended: it is no noise.
    mutating func isHeard(at now: Instant) {
        speaks(at: now)
        isKnown = true
    }

    /// The agent is to speak first.
    mutating func isDue(at now: Instant) {
        latest = latest ?? now
        isKnown = true
    }

    mutating func came() { self = AwaitedAnswer() }

    private mutating func speaks(at now: Instant) {
        waited += wait(until: now)
        latest = now
    }

    private func wait(until now: Instant) -> Duration { latest.map { max(.zero, now - $0 - Self.breath) } ?? .zero }

    var isAwaited: Bool { isKnown || voiced >= Self.stretch || heard >= Self.altogether }

    /// Has he waited so long that an answer is missing, should the call end now? Who hangs up with his last word has not.
    func isMissing(at now: Instant) -> Bool { isAwaited && waited + wait(until: now) >= Self.noticeable }

    /// Too long since his last word, or in all; never in the midst of his words.
    func isOverdue(at now: Instant, after limit: Duration) -> Bool {
        guard isAwaited, let latest else { return false }
        return now - latest >= limit || now - latest > Self.breath && waited + wait(until: now) >= limit
    }
}
