/// Maps media positions of the caller's audio to moments: a frame can't arrive before its last sample was spoken, so the earliest
/// arrival seen fixes the line, and jitter only ever adds.
struct UplinkTimeline: Equatable {
    private var zero: Instant?
    /// A jump by more than this means that the uplink paused; the line is drawn anew.
    private static let gap = Duration.milliseconds(250)
    /// Lets the line follow a sender whose clock is slower than ours (200 ppm at 20 ms frames).
    private static let creep: Int64 = 4_000

    /// A frame that ends at media position `end` arrived.
    mutating func observe(end: Duration, at now: Instant) {
        let candidate = now - end
        guard let current = zero else {
            zero = candidate
            return
        }
        if candidate < current || candidate - current > Self.gap {
            zero = candidate
        } else {
            zero = Instant(nanoseconds: min(candidate.nanoseconds, current.nanoseconds + Self.creep))
        }
    }

    /// When the sample at this media position was spoken.
    func instant(of position: Duration) -> Instant? { zero.map { $0 + position } }

    mutating func restart() { zero = nil }
}
