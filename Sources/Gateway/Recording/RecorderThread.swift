import CallControl
import Dispatch
import Foundation
import Locking
import Synchronization

/// A thread that encodes and writes recordings, in rounds of 100 ms; no loop ever waits for it or wakes it.
final class RecorderThread: Sendable {
    typealias Finish = @Sendable (RecordingOutcome) -> Void

    private struct State {
        var fresh: [(RecordingWriter.Plan, RecordingRing)] = []
        var isStopping = false
    }

    /// Recordings it has now.
    let load = Atomic<Int>(0)
    private let state = Locked(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let finish: Finish
    private let patience: Patience
    /// How long the latest round took, in nanoseconds, and when the one under way began (0: none).
    private let lastRound = Atomic<Int64>(0)
    private let began = Atomic<Int64>(0)

    static let round = 0.1

    /// How far a thread may be behind: with more calls than it can encode, each round has more to make up for than the one before.
    struct Patience: Sendable {
        /// Rounds that take longer than this take no new recordings.
        var refusing = Duration.seconds(1)
        /// Rounds that take longer than this end the newest recordings, so that the others stay whole.
        var shedding = Duration.seconds(3)
    }

    /// - Parameter patience: other than the usual for tests.
    init(index: Int, patience: Patience = Patience(), _ finish: @escaping Finish) {
        self.finish = finish
        self.patience = patience
        let thread = Thread { [self] in run() }
        thread.name = "recorder \(index)"
        thread.start()
    }

    /// It has more to do than it can.
    var isBehind: Bool {
        let start = began.load(ordering: .relaxed)
        let underWay = start == 0 ? 0 : Self.now.nanoseconds - start
        return max(lastRound.load(ordering: .relaxed), underWay) > patience.refusing.inNanoseconds
    }

    func add(_ plan: RecordingWriter.Plan, _ ring: RecordingRing) {
        load.add(1, ordering: .relaxed)
        state.withLock { $0.fresh.append((plan, ring)) }
    }

    /// Closes all recordings, and ends the thread.
    func stop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
        _ = ended.wait(timeout: .now() + 10)
    }

    private func run() {
        var writers: [RecordingWriter] = []
        while true {
            let due = DispatchTime.now() + Self.round
            let (fresh, isStopping) = state.withLock { state in
                defer { state.fresh.removeAll() }
                return (state.fresh, state.isStopping)
            }
            let start = Self.now
            began.store(start.nanoseconds, ordering: .relaxed)
            writers += fresh.map { RecordingWriter($0.0, ring: $0.1) }
            if isStopping { break }
            goRound(&writers, since: start)
            lastRound.store((Self.now - start).inNanoseconds, ordering: .relaxed)
            began.store(0, ordering: .relaxed)
            _ = wake.wait(timeout: due)
        }
        for writer in writers { close(writer.advance(at: Self.now) ?? writer.finish(at: Self.now)) }
        ended.signal()
    }

    /// The oldest first. A round that takes too long ends early, lest there be more to make up for with each recording; the next begins at once.
    private func goRound(_ writers: inout [RecordingWriter], since start: Instant) {
        var index = 0
        while index < writers.count {
            if Self.now - start > patience.shedding { return shed(&writers) }
            if advance(writers[index]) { writers.remove(at: index) } else { index += 1 }
        }
    }

    /// Ends the newest eighth: the older a recording, the more is lost with it.
    private func shed(_ writers: inout [RecordingWriter]) {
        let count = min(writers.count, max(1, writers.count / 8))
        for writer in writers.suffix(count) { close(writer.giveUp("the recorder can't keep up with so many calls", at: Self.now)) }
        writers.removeLast(count)
    }

    private func advance(_ writer: RecordingWriter) -> Bool {
        guard let outcome = writer.advance(at: Self.now) else { return false }
        close(outcome)
        return true
    }

    private func close(_ outcome: RecordingOutcome) {
        load.subtract(1, ordering: .relaxed)
        finish(outcome)
    }

    /// On the loops' clock.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
