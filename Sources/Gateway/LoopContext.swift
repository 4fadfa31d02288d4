import CallControl
import Settings
import Transport

/// Everything a loop's calls share; confined to the loop.
final class LoopContext {
    let index: Int
    let loop: EventLoop
    let shared: SharedState
    let scratch = Scratch()
    let reporter: CallReporter
    private(set) var calls: [CallID: CallHost] = [:]

    init(index: Int, loop: EventLoop, shared: SharedState) {
        self.index = index
        self.loop = loop
        self.shared = shared
        reporter = CallReporter(shared: shared, loop: index)
    }

    var now: Instant { Instant(nanoseconds: loop.now) }

    func add(_ host: CallHost) {
        calls[host.id] = host
        shared.metrics.callsActive.increment()
        host.start()
    }

    func retire(_ host: CallHost) {
        guard calls[host.id] === host else { return }
        calls[host.id] = nil
        shared.directory.release(host.id, from: index)
        shared.metrics.callsActive.decrement()
    }

    /// The gateway shuts down and its deadline has come.
    func endAllCalls(_ reason: CallEnd) {
        for host in calls.values { host.handle(.end(reason)) }
    }
}
