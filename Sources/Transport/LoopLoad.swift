import CLibUV
import Synchronization

/// How late a loop's ticks come and how busy its thread is; written by the loop, read by anyone.
public final class LoopLoad: Sendable {
    private let smoothed = Atomic<Int64>(0)
    private let worst = Atomic<Int64>(0)
    private let busyPermille = Atomic<Int64>(0)
    private let lastSample = Atomic<Int64>(0)
    private let lastCPU = Atomic<Int64>(0)

    /// Exponentially smoothed lateness of ticks (about the last 200 ms).
    public var lateness: Duration { .nanoseconds(smoothed.load(ordering: .relaxed)) }

    /// The worst lateness since it was last asked for.
    public func takeWorstLateness() -> Duration { .nanoseconds(worst.exchange(0, ordering: .relaxed)) }

    /// Share of one core that the loop's thread used over the last second, 0 to 1.
    public var busy: Double { Double(busyPermille.load(ordering: .relaxed)) / 1_000 }

    func ticked(late: Int64, at now: Int64) {
        let old = smoothed.load(ordering: .relaxed)
        smoothed.store(old + (late - old) / 40, ordering: .relaxed)
        if late > worst.load(ordering: .relaxed) { worst.store(late, ordering: .relaxed) }
        let since = lastSample.load(ordering: .relaxed)
        guard now - since >= 1_000_000_000 else { return }
        let used = vg_thread_cpu()
        if since > 0 { busyPermille.store((used - lastCPU.load(ordering: .relaxed)) * 1_000 / (now - since), ordering: .relaxed) }
        lastCPU.store(used, ordering: .relaxed)
        lastSample.store(now, ordering: .relaxed)
    }
}
