/// The answer that the caller waits for: since when, and whether that is too long. Who says "alô?" again and again has waited since the first.
struct AwaitedAnswer: Equatable {
    /// When the first speech that is unanswered had ended, or since when there should be an answer for another reason.
    private var since: Instant?
    /// The caller's latest voice.
    private var latest: Instant?
    /// Of the speech that goes on.
    private var voiced = Duration.zero
    /// The provider has shown that it knows of it. What our own ear alone has heard may be a television that the provider rightly passes over.
    private var isKnown = false

    /// So much voice, without a longer pause than this, is speech; less may be a noise.
    private static let least = Duration.seconds(1)
    private static let pause = Duration.seconds(1)
    private static let frame = Duration.milliseconds(20)
    /// He may still speak: an agent that listens for so long answers when he has been quiet for a while.
    private static let quiet = Duration.seconds(4)
    /// After three times as long a breath will do.
    private static let breath = Duration.seconds(2)

    /// A frame with the caller's voice, while the agent is not heard: its echo is no speech.
    mutating func hear(at now: Instant) {
        settle(at: now)
        voiced += Self.frame
        latest = now
    }

    /// The provider hears him too: it is no noise.
    mutating func callerStarted(at now: Instant) {
        settle(at: now)
        voiced = max(voiced, Self.least)
        latest = now
        isKnown = true
    }

    mutating func callerStopped(at now: Instant) {
        since = since ?? now
        voiced = .zero
        latest = now
        isKnown = true
    }

    /// The agent is to speak first.
    mutating func isDue(at now: Instant) {
        since = since ?? now
        isKnown = true
    }

    /// The provider works on it.
    mutating func isBeingMade(at now: Instant) {
        guard isAwaited else { return }
        since = now
        voiced = .zero
        isKnown = true
    }

    mutating func came() { self = AwaitedAnswer() }

    /// A pause has ended what was said.
    private mutating func settle(at now: Instant) {
        guard let latest, now - latest > Self.pause else { return }
        if voiced >= Self.least { since = since ?? latest }
        voiced = .zero
    }

    var isAwaited: Bool { since != nil || voiced >= Self.least }

    func isOverdue(at now: Instant, after limit: Duration) -> Bool {
        var settled = self
        settled.settle(at: now)
        guard let since = settled.since else { return false }
        let silence = latest.map { now - $0 } ?? limit
        let waited = now - since
        if waited >= limit * 3, silence >= Self.breath { return true }
        return isKnown ? waited >= limit && silence >= min(limit, Self.quiet) : silence >= limit || waited >= limit * 3 / 2 && silence >= Self.quiet
    }
}
