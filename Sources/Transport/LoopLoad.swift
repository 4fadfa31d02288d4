import CLibUV
import Synchronization

/// How late a loop's ticks come and how busy its thread is; written by the loop, read by anyone.
public final class LoopLoad: Sendable {
    private let smoothed = Atomic<Int64>(0)
    private let worst = Atomic<Int64>(0)
    private let worstBefore = Atomic<Int64>(0)
    private let worstSince = Atomic<Int64>(0)
    private let late = Atomic<Int>(0)
    private let busyPermille = Atomic<Int64>(0)
    private let lastSample = Atomic<Int64>(0)
    private let lastCPU = Atomic<Int64>(0)

    /// Exponentially smoothed lateness of ticks (about the last 200 ms).
    public var lateness: Duration { .nanoseconds(smoothed.load(ordering: .relaxed)) }

    /// The worst lateness of at least the last minute, of at most two. Asking changes nothing: any number of scrapers see the same.
    public var worstLateness: Duration { .nanoseconds(max(worst.load(ordering: .relaxed), worstBefore.load(ordering: .relaxed))) }

    /// How often ticks came later than a frame lasts, since the loop's start: some caller's audio may have had a gap each time.
    public var lateTicks: Int { late.load(ordering: .relaxed) }

    private static let frame: Int64 = 20_000_000
    private static let minute: Int64 = 60_000_000_000

    /// Share of one core that the loop's thread used over the last second, 0 to 1.
    public var busy: Double { Double(busyPermille.load(ordering: .relaxed)) / 1_000 }

    func ticked(late: Int64, at now: Int64) {
        let old = smoothed.load(ordering: .relaxed)
        smoothed.store(old + (late - old) / 40, ordering: .relaxed)
        keep(late, at: now)
        if late > Self.frame { self.late.add(1, ordering: .relaxed) }
        let since = lastSample.load(ordering: .relaxed)
        guard now - since >= 1_000_000_000 else { return }
        let used = vg_thread_cpu()
        if since > 0 { busyPermille.store((used - lastCPU.load(ordering: .relaxed)) * 1_000 / (now - since), ordering: .relaxed) }
        lastCPU.store(used, ordering: .relaxed)
        lastSample.store(now, ordering: .relaxed)
    }

    /// Two spans of a minute, the one that runs and the one before it.
    private func keep(_ late: Int64, at now: Int64) {
        let begun = worstSince.load(ordering: .relaxed)
        if now - begun >= Self.minute {
            // One that was over long ago tells nothing any more.
            worstBefore.store(now - begun < 2 * Self.minute ? worst.load(ordering: .relaxed) : 0, ordering: .relaxed)
            worst.store(0, ordering: .relaxed)
            worstSince.store(now, ordering: .relaxed)
        }
        if late > worst.load(ordering: .relaxed) { worst.store(late, ordering: .relaxed) }
    }
}
