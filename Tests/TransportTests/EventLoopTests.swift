import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite struct EventLoopTests {
    let runner = LoopRunner()

    /// `@unchecked Sendable`: touched on its loop only.
    private final class Counter: Ticker, @unchecked Sendable {
        var times: [Int64] = []
        var whenTicked: () -> Void = {}
        func tick(at now: Int64) {
            times.append(now)
            whenTicked()
        }
    }

    @Test func submittedWorkRunsOnTheLoopInOrder() {
        let seen = Mailbox<Int>()
        for index in 0..<1_000 { runner.loop.submit { seen.post(index) } }
        #expect((try? seen.next(1_000)) == Array(0..<1_000))
        #expect(!runner.loop.isOnLoop)
        let isInside = runner.run { [loop = runner.loop] in loop.isOnLoop }
        #expect(isInside)
    }

    @Test func workFromManyThreadsAllRuns() {
        let count = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<500 { runner.loop.submit { count.add(1, ordering: .relaxed) } }
        }
        runner.run {}
        #expect(count.load(ordering: .relaxed) == 4_000)
    }

    @Test func workAfterTheEndIsDropped() {
        runner.end()
        runner.loop.submit { Issue.record("ran") }
        runner.loop.stop()
    }

    @Test func manyTimersComeOnTime() throws {
        let fired = Mailbox<Int>()
        let late = Mailbox<Int64>()
        runner.run { [loop = runner.loop] in
            let began = loop.now
            for index in (0..<2_000).reversed() {
                loop.after(.microseconds(index * 100)) {
                    fired.post(index)
                    late.post(loop.now - began - Int64(index) * 100_000)
                }
            }
        }
        // Each was set a little later than the one behind it, so neighbours may change places.
        #expect(try fired.next(2_000).sorted() == Array(0..<2_000))
        let worst = try late.next(2_000)
        #expect(worst.allSatisfy { $0 >= 0 })
        #expect(worst.sorted()[1_000] < 100_000_000)
    }

    @Test func tickersAreCalledEvery20Milliseconds() {
        let tickers = (0..<40).map { _ in Counter() }
        let tokens = runner.run { [loop = runner.loop] in tickers.map { loop.addTicker($0) } }
        #expect(Set(tokens.map(\.phase)).count == 4)
        let isDone = runner.wait { tickers.allSatisfy { $0.times.count >= 20 } }
        #expect(isDone)
        runner.run { [loop = runner.loop] in tokens.forEach { loop.removeTicker($0) } }
        for ticker in tickers {
            let took = (ticker.times[19] - ticker.times[0]) / 19
            #expect(took > 19_000_000 && took < 30_000_000)
        }
    }

    /// All of one phase: half of them leave while it is called, none of the others may miss a turn.
    @Test func tickersMayLeaveAndComeWhileBeingCalled() {
        let tickers = (0..<40).map { _ in Counter() }
        let added = Counter()
        let order = Counter()
        runner.run { [loop = runner.loop] in
            let tokens = tickers.map { loop.addTicker($0) }
            let members = zip(tickers, tokens).filter { $1.phase == tokens[0].phase }
            for (index, member) in members.enumerated() where index % 2 == 0 {
                member.0.whenTicked = {
                    member.0.whenTicked = {}
                    loop.removeTicker(member.1)
                    // One that comes later in the round, and one that is gone already.
                    if index == 4 { loop.removeTicker(members[7].1) }
                    if index == 6 { loop.removeTicker(members[4].1) }
                    if index == 0 { _ = loop.addTicker(added) }
                }
            }
            members[9].0.whenTicked = { order.times.append(Int64(members[1].0.times.count)) }
        }
        let isDone = runner.wait {
            tickers[0].times.count == 1 && tickers[32].times.count == 1 && added.times.count >= 4 && order.times.count >= 4
        }
        #expect(isDone)
        let counts = runner.run { tickers.map(\.times.count) }
        let members = stride(from: 0, to: 40, by: 4).map { counts[$0] }
        #expect(members[7] == 0)
        for index in [0, 2, 4, 6, 8] { #expect(members[index] == 1) }
        #expect([members[3], members[5], members[9]].allSatisfy { $0 == members[1] })
        let turns = runner.run { order.times }
        #expect(turns == Array(1...Int64(members[9])))
    }

    @Test func removedTickerIsNotKept() {
        let isGone = Flag()
        final class Witness: Ticker, Sendable {
            let isGone: Flag
            init(_ isGone: Flag) { self.isGone = isGone }
            deinit { isGone.raise() }
            func tick(at now: Int64) {}
        }
        let token = runner.run { [loop = runner.loop] in loop.addTicker(Witness(isGone)) }
        #expect(!isGone.isRaised)
        runner.run { [loop = runner.loop] in
            loop.removeTicker(token)
            loop.removeTicker(token)
        }
        #expect(isGone.isRaised)
    }

    /// Loops and their sockets give back their descriptors.
    @Test func loopsLeakNoDescriptors() throws {
        let cycle = {
            let runner = LoopRunner()
            let server = try TestServer(runner)
            let (client, taken) = try server.pair()
            client.send("x")
            try taken.expect(.text("x"))
            _ = try RawSocket(port: server.port)
            runner.end()
        }
        try cycle()
        // Other tests run meanwhile and end some time, late under a sanitizer. A loop itself had eight.
        let before = Self.descriptors()
        for _ in 0..<30 { try cycle() }
        #expect(runner.wait(within: 300) { Self.descriptors() < before + 60 })
    }

    /// But for libwebsockets' /dev/urandom, of which every loop of every test leaves one.
    private static func descriptors() -> Int {
        (0..<4_096).count { number in
            var target = [UInt8](repeating: 0, count: 64)
            let length = target.withUnsafeMutableBytes { readlink("/proc/self/fd/\(number)", $0.baseAddress!, $0.count) }
            return length > 0 && String(decoding: target.prefix(length), as: UTF8.self) != "/dev/urandom"
        }
    }
}
