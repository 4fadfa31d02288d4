import CallControl
import Foundation
import Glibc
import Settings
import Telemetry
import Transport

/// Everything a loop's calls share; confined to the loop.
final class LoopContext {
    let index: Int
    let loop: EventLoop
    let shared: SharedState
    let scratch = Scratch()
    let reporter: CallReporter
    let tls = TLSContexts()
    /// Reaches this loop's calls from other threads.
    private(set) lazy var handle = Handle(self)
    private(set) var calls: [CallID: CallHost] = [:]
    /// Somebody looks at a console.
    var isWatched = false
    private var quiet: LoopTimer?

    init(index: Int, loop: EventLoop, shared: SharedState) {
        self.index = index
        self.loop = loop
        self.shared = shared
        reporter = CallReporter(shared: shared)
    }

    var now: Instant { Instant(nanoseconds: loop.now) }

    /// The wall clock, for records only.
    var wallClockMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    func add(_ host: CallHost) {
        calls[host.id] = host
        shared.metrics.callsActive.increment()
        reporter.started(host)
        host.start()
    }

    func retire(_ host: CallHost) {
        guard calls[host.id] === host else { return }
        calls[host.id] = nil
        shared.directory.release(host.id, from: index)
        shared.metrics.callsActive.decrement()
        if calls.isEmpty { returnMemory() }
    }

    /// Calls that ended leave their memory with the allocator; once nobody is on the line the system gets it back. Not before: trimming
    /// holds the allocator's locks for milliseconds.
    private func returnMemory() {
        quiet?.cancel()
        quiet = loop.after(.seconds(1)) { [weak self] in
            if self?.shared.directory.count == 0 { FreedMemory.giveBack() }
        }
    }

    /// Reaches this loop's state from other loops.
    struct Handle: Sendable {
        private let loop: EventLoop
        private let bound: LoopBound<LoopContext>

        init(_ context: LoopContext) {
            loop = context.loop
            bound = LoopBound(context, on: context.loop)
        }

        func submit(_ work: @escaping @Sendable (LoopContext) -> Void) {
            let bound = bound
            loop.submit { bound.withValue(work) }
        }
    }

    /// The gateway shuts down and its deadline has come.
    func endAllCalls(_ reason: CallEnd) {
        for host in calls.values { host.handle(.end(reason)) }
    }
}
