import CallControl
import Testing

@testable import Transport

@Suite struct LoopTimerTests {
    private final class Log { var entries: [Int] = [] }

    @Test func timersExpireInOrderOfTheirDeadlines() {
        let queue = TimerQueue()
        let log = Log()
        var random = SeededGenerator(seed: 3)
        let deadlines = (0..<2_000).map { _ in Int64.random(in: 0...100_000, using: &random) }
        for deadline in deadlines { _ = queue.add(at: deadline) { log.entries.append(Int(deadline)) } }
        queue.expire(at: 50_000)
        #expect(log.entries == deadlines.filter { $0 <= 50_000 }.sorted().map(Int.init))
        queue.expire(at: 100_000)
        #expect(log.entries == deadlines.sorted().map(Int.init))
    }

    @Test func equalDeadlinesExpireInTheOrderTheyWereSet() {
        let queue = TimerQueue()
        let log = Log()
        for index in 0..<100 { _ = queue.add(at: 5) { log.entries.append(index) } }
        queue.expire(at: 5)
        #expect(log.entries == Array(0..<100))
    }

    @Test func cancelledTimerNeverRunsAndForgetsItsWork() {
        let queue = TimerQueue()
        let log = Log()
        weak var held: Log?
        let timer: LoopTimer
        do {
            let captured = Log()
            held = captured
            timer = queue.add(at: 1) { captured.entries.append(1) }
        }
        _ = queue.add(at: 2) { log.entries.append(2) }
        #expect(held != nil)
        timer.cancel()
        #expect(held == nil)
        queue.expire(at: 10)
        #expect(log.entries == [2])
    }

    @Test func workMaySetAndCancelTimers() {
        let queue = TimerQueue()
        let log = Log()
        let second = queue.add(at: 20) { log.entries.append(20) }
        _ = queue.add(at: 10) {
            log.entries.append(10)
            second.cancel()
            _ = queue.add(at: 15) { log.entries.append(15) }
            _ = queue.add(at: 40) { log.entries.append(40) }
        }
        queue.expire(at: 30)
        #expect(log.entries == [10, 15])
        queue.expire(at: 40)
        #expect(log.entries == [10, 15, 40])
    }

    /// A call sets a timer per turn and cancels nearly all of them: what was cancelled must not pile up.
    @Test func cancelledTimersDoNotPileUp() {
        let queue = TimerQueue()
        for index in 0..<100_000 { queue.add(at: 1_000_000 + Int64(index)) {}.cancel() }
        #expect(queue.count < 1_000)
    }
}
