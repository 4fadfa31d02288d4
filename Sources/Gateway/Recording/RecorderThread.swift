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

    static let round = 0.1

    init(index: Int, _ finish: @escaping Finish) {
        self.finish = finish
        let thread = Thread { [self] in run() }
        thread.name = "recorder \(index)"
        thread.start()
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
            writers += fresh.map { RecordingWriter($0.0, ring: $0.1) }
            if isStopping { break }
            writers.removeAll { advance($0) }
            _ = wake.wait(timeout: due)
        }
        for writer in writers { close(writer.advance(at: Self.now) ?? writer.finish(at: Self.now)) }
        ended.signal()
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
