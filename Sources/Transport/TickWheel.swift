import CLibUV
import Glibc

/// Something that wants to be called every 20 ms.
public protocol Ticker: AnyObject {
    /// - Parameter now: monotonic nanoseconds, read once for all tickers of the phase.
    func tick(at now: Int64)
}

/// Where a ticker sits, for its removal.
public struct TickerToken: Sendable {
    let phase: Int
    let id: Int
}

/// Paces all calls of a loop with one kernel timer: 5 ms apart, four phases, absolute deadlines. A phase that was missed is made up for.
final class TickWheel {
    private struct Member {
        let id: Int
        /// `nil` once removed by one of its own phase.
        var ticker: (any Ticker)?
    }

    static let interval: Int64 = 5_000_000
    private unowned let loop: EventLoop
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private var descriptor: Int32 = -1
    private var phases: [[Member]] = [[], [], [], []]
    private var positions: [Int: Int] = [:]
    private var nextID = 0
    /// The phase whose tickers are being called.
    private var running: Int?
    private var hasGaps = false
    private var origin: Int64 = 0
    /// Ticks done since `origin`.
    private var done: Int64 = 0

    init(loop: EventLoop) { self.loop = loop }

    func start() {
        descriptor = vg_timer_every(5)
        precondition(descriptor >= 0, "timerfd_create failed: out of file descriptors?")
        origin = monotonicNow()
        uv_poll_init(loop.uv, poll, descriptor)
        poll.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { handle, _, _ in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<TickWheel>.fromOpaque(data).takeUnretainedValue().fire()
        }
    }

    func stop() {
        uv_close(vg_uv_handle(poll)) { $0?.deallocate() }
        Glibc.close(descriptor)
    }

    func add(_ ticker: any Ticker) -> TickerToken {
        let phase = phases.indices.min { phases[$0].count < phases[$1].count } ?? 0
        nextID += 1
        positions[nextID] = phases[phase].count
        phases[phase].append(Member(id: nextID, ticker: ticker))
        return TickerToken(phase: phase, id: nextID)
    }

    func rephase(_ token: TickerToken, _ ticker: any Ticker) -> TickerToken {
        let elapsed = monotonicNow() - origin
        let next = Int((elapsed / Self.interval + 1) % 4)
        guard next != token.phase else { return token }
        remove(token)
        nextID += 1
        positions[nextID] = phases[next].count
        phases[next].append(Member(id: nextID, ticker: ticker))
        return TickerToken(phase: next, id: nextID)
    }

    func remove(_ token: TickerToken) {
        guard let position = positions.removeValue(forKey: token.id) else { return }
        guard running != token.phase else {
            // Nobody may change places while being called: one moved forward would miss its turn.
            phases[token.phase][position].ticker = nil
            hasGaps = true
            return
        }
        let last = phases[token.phase].removeLast()
        guard last.id != token.id else { return }
        phases[token.phase][position] = last
        positions[last.id] = position
    }

    private func fire() {
        var expirations: UInt64 = 0
        _ = read(descriptor, &expirations, 8)
        let now = monotonicNow()
        let due = (now - origin) / Self.interval
        guard due > done else { return }
        loop.load.ticked(late: now - (origin + (done + 1) * Self.interval), at: now)
        // After a long stall each phase is run once: what is due is due by the clock, not by the count.
        for tick in max(done + 1, due - 3)...due { run(Int(tick % 4), at: now) }
        done = due
        loop.expireTimers(at: now)
    }

    private func run(_ phase: Int, at now: Int64) {
        running = phase
        // Those added meanwhile are called next time round.
        for index in 0..<phases[phase].count { phases[phase][index].ticker?.tick(at: now) }
        running = nil
        if hasGaps { close(phase) }
    }

    private func close(_ phase: Int) {
        hasGaps = false
        phases[phase].removeAll { $0.ticker == nil }
        for (position, member) in phases[phase].enumerated() { positions[member.id] = position }
    }
}
