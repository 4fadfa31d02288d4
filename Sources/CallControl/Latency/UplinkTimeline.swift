/// Maps media positions of the caller's audio to moments: a frame can't arrive before its last sample was spoken, so the earliest
/// arrival seen fixes the line, and jitter only ever adds.
struct UplinkTimeline: Equatable {
    /// A line that seems to have moved: frames come late, either because they were held up or because the uplink paused.
    private struct Shift: Equatable {
        let since: Instant
        /// Where the frames after the shift begin.
        let position: Duration
        var zero: Instant
    }

    private var zero: Instant?
    /// The line of positions before `turn`, from before the last pause.
    private var before: (zero: Instant, turn: Duration)?
    private var shift: Shift?
    private var latest = Duration.zero

    /// A lateness beyond this that lasts means that the uplink paused; the line is drawn anew.
    private static let gap = Duration.milliseconds(250)
    /// Frames that were held up come in a burst; after a pause they stay late.
    private static let confirmation = Duration.milliseconds(100)
    /// Lets the line follow a sender whose clock is slower than ours (200 ppm at 20 ms frames).
    private static let creep: Int64 = 4_000

    static func == (left: Self, right: Self) -> Bool {
        left.zero == right.zero && left.shift == right.shift && left.before?.zero == right.before?.zero && left.before?.turn == right.before?.turn
    }

    /// A frame that ends at media position `end` arrived.
    mutating func observe(end: Duration, at now: Instant) {
        defer { latest = end }
        let candidate = now - end
        guard let current = zero else {
            zero = candidate
            return
        }
        if candidate - current > Self.gap {
            suspect(candidate, at: now, current)
        } else {
            shift = nil
            zero = Instant(nanoseconds: min(candidate.nanoseconds, current.nanoseconds + Self.creep))
        }
    }

    private mutating func suspect(_ candidate: Instant, at now: Instant, _ current: Instant) {
        var suspected = shift ?? Shift(since: now, position: latest, zero: candidate)
        suspected.zero = min(suspected.zero, candidate)
        shift = suspected
        guard now - suspected.since >= Self.confirmation else { return }
        before = (current, suspected.position)
        zero = suspected.zero
        shift = nil
    }

    /// When the sample at this media position was spoken.
    func instant(of position: Duration) -> Instant? {
        if let before, position <= before.turn { return before.zero + position }
        return zero.map { $0 + position }
    }

    mutating func restart() { self = UplinkTimeline() }
}
