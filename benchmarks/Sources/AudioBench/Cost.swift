import CAllocations
import Glibc

/// What one 20 ms frame costs.
struct Cost {
    /// The least of many runs: what is left once other processes, cold caches and interrupts are taken away.
    var microseconds: Double
    /// Heap allocations in steady state.
    var allocations: Double

    /// Times `frame` on this thread's CPU clock: `batches` of `frames` calls each.
    static func measure(frames: Int = 100, batches: Int = 60, _ frame: () -> Void) -> Cost {
        for _ in 0..<frames { frame() }
        var least = Int.max
        let before = vg_allocations()
        for _ in 0..<batches {
            let start = threadTime()
            for _ in 0..<frames { frame() }
            least = min(least, threadTime() - start)
        }
        let made = vg_allocations() - before
        return Cost(microseconds: Double(least) / Double(frames) / 1_000, allocations: Double(made) / Double(frames * batches))
    }

    private static func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
