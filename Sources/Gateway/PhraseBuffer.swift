import Audio
import CallControl

/// Audio for the build that saves what it is sent: collected into phrases, each of which becomes one message, one file and one
/// `uuid_broadcast`. The first of an answer is short, since the caller waits; then they grow, since each file is a seam.
struct PhraseBuffer {
    private let rate: SampleRate
    private var samples: [Int16] = []
    private var latest: Instant?
    private var goal = Self.shortest
    private var sent = 0
    private var announced = 0
    /// Files up to this one hold what was flushed.
    private var flushed = 0
    /// When the last message was sent, and the last of those that were flushed.
    private var sentAt: Instant?
    private var flushedSentAt: Instant?

    static let shortest = Duration.milliseconds(400)
    static let longest = Duration.seconds(2)
    /// Nothing more came for so long: what there is goes. Some providers send at their own pace, five pieces a second.
    static let patience = Duration.milliseconds(300)
    /// A file that isn't announced so long after its message never will be.
    static let lateness = Duration.milliseconds(700)

    init(rate: SampleRate) { self.rate = rate }

    mutating func append(_ more: Span<Int16>, at now: Instant) {
        more.withUnsafeBufferPointer { samples.append(contentsOf: $0) }
        latest = now
    }

    /// The next phrase that is due.
    /// - Parameter isOver: nothing more will come of this answer.
    mutating func take(at now: Instant, isOver: Bool) -> [Int16]? {
        guard !samples.isEmpty, let latest else { return nil }
        let isQuiet = isOver || now - latest >= Self.patience
        guard isQuiet || samples.count >= rate.position(of: goal) else { return nil }
        let count = min(samples.count, rate.position(of: Self.longest))
        let phrase = Array(samples[..<count])
        samples.removeFirst(count)
        goal = isQuiet ? Self.shortest : Self.longest
        sent += 1
        sentAt = now
        return phrase
    }

    /// The caller talks over it: nothing that is not playing yet will.
    mutating func flush() {
        samples.removeAll()
        goal = Self.shortest
        (flushed, flushedSentAt) = (sent, sentAt)
    }

    /// Another stream took this one's place: nobody will tell of what was sent.
    mutating func restart() { self = PhraseBuffer(rate: rate) }

    /// FreeSWITCH has saved a phrase; files come in the order of the messages.
    /// - Returns: is it to be played?
    mutating func saved(at now: Instant) -> Bool {
        announced = min(announced + 1, sent)
        guard announced <= flushed, let flushedSentAt else { return true }
        if now - flushedSentAt <= Self.lateness { return false }
        // Some were lost on the way: the count starts anew.
        (sent, announced, flushed) = (0, 0, 0)
        return true
    }
}
