import Dispatch
import Locking
import Synchronization

@testable import Transport

/// A running loop with what its sockets need; ends with the test.
final class LoopRunner: Sendable {
    let loop = EventLoop()
    let resolver = Resolver()
    private let hasEnded = Atomic<Bool>(false)

    init() { loop.start() }

    deinit { end() }

    func end() {
        guard !hasEnded.exchange(true, ordering: .relaxed) else { return }
        loop.stop()
        loop.join()
        resolver.stop()
    }

    /// Runs `body` on the loop and waits for what it returns.
    @discardableResult
    func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
        let box = Locked<Result?>(nil)
        let done = DispatchSemaphore(value: 0)
        loop.submit {
            let result = body()
            box.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return box.withLock { $0! }
    }

    /// Waits until `condition`, asked at each tick on the loop, holds.
    func wait(within seconds: Double = 10, until condition: @escaping @Sendable () -> Bool) -> Bool {
        let done = DispatchSemaphore(value: 0)
        let hasGivenUp = Flag()
        loop.submit { [self] in poll(condition, hasGivenUp, done) }
        defer { hasGivenUp.raise() }
        return done.wait(timeout: .now() + seconds) == .success
    }

    private func poll(_ condition: @escaping @Sendable () -> Bool, _ hasGivenUp: Flag, _ done: DispatchSemaphore) {
        if condition() {
            done.signal()
        } else if !hasGivenUp.isRaised {
            loop.after(.milliseconds(5)) { [self] in poll(condition, hasGivenUp, done) }
        }
    }
}

/// A Boolean that threads share.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
}
