import CallControl
import Dispatch
import Foundation
import Synchronization

/// Keeps tickets in an outbox and brings them to the desk, on a thread of its own: at once, then again with growing pauses, through
/// restarts, for a week. Keeps the calls' journal too, and makes good for gateways that died.
public final class TicketOffice: TicketKeeper {
    struct State {
        /// Who waits to hear of a delivery, by key.
        var listeners: [String: [@Sendable (Handoff.TicketNews) -> Void]] = [:]
        var isStopping = false
        /// Only the alarm set last goes off.
        var alarm = 0
        var failures = 0
        var summary = OutboxSummary()
        var journal = JournalBuffer()
    }

    let store: any TicketStore
    let orphans: OrphanPolicy
    /// In milliseconds; others that share the store must wait for several of them before they call this one dead.
    let heartbeat: Int
    private let desk: any Desk
    private let schedule: DeliverySchedule
    let queue = DispatchQueue(label: "tickets")
    let state = Mutex(State())
    let clock: @Sendable () -> Int64
    private let random: @Sendable () -> Double

    /// One delivery's time: beyond it the ticket is anybody's again.
    private static let lease: Int64 = 60_000
    private static let batch = 16
    /// While the store itself fails.
    static let storePause = 5_000

    public init(
        store: any TicketStore, desk: any Desk, schedule: DeliverySchedule = DeliverySchedule(), orphans: OrphanPolicy = OrphanPolicy(),
        heartbeat: Duration = .seconds(5),
        clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.store = store
        self.orphans = orphans
        self.heartbeat = max(100, Int(heartbeat.inMilliseconds))
        self.desk = desk
        self.schedule = schedule
        self.clock = clock
        self.random = random
    }

    /// Takes up what an earlier life left.
    public func start() {
        queue.async { [self] in
            beat(lookingForOrphans: true)
        }
    }

    public func stop() {
        state.withLock { $0.isStopping = true }
        // What is being written is finished, and what calls said last is written.
        queue.sync { writeJournal() }
    }

    /// What waits, as of the last change.
    public var summary: OutboxSummary { state.withLock { $0.summary } }
    /// Times the store itself failed.
    public var storeFailures: Int { state.withLock { $0.failures } }

    // MARK: Keeping

    public func keep(_ ticket: TicketDraft, news: @escaping @Sendable (Handoff.TicketNews) -> Void) {
        queue.async { [self] in
            do throws(StoreFailure) {
                let entry = try store.add(ticket, at: clock())
                news(.kept)
                if let receipt = entry.receipt { return news(.delivered(number: number(receipt, at: entry.deliveredAt), receipt)) }
                state.withLock { $0.listeners[entry.key, default: []].append(news) }
                deliverDue()
            } catch {
                noteFailure()
                deliverUnkept(ticket, because: error, news)
            }
        }
    }

    /// Nothing can be written: the desk may still take it now, which is as good as kept.
    private func deliverUnkept(_ ticket: TicketDraft, because failure: StoreFailure, _ news: @escaping @Sendable (Handoff.TicketNews) -> Void) {
        desk.deliver(ticket) { [self] delivery in
            switch delivery {
            case .delivered(let receipt): news(.delivered(number: number(receipt, at: clock()), receipt))
            case .retry(let problem), .slow(let problem), .rejected(let problem): news(.lost("\(failure); \(problem)"))
            }
        }
    }

    // MARK: Delivering

    func deliverDue() {
        guard !state.withLock({ $0.isStopping }) else { return }
        do throws(StoreFailure) {
            let now = clock()
            for entry in try store.take(at: now, until: now + Self.lease, most: Self.batch) { deliver(entry) }
            try refresh()
        } catch {
            noteFailure()
            setAlarm(in: Self.storePause)
        }
    }

    private func deliver(_ entry: OutboxEntry) {
        desk.deliver(entry.ticket) { [self] delivery in queue.async { [self] in record(delivery, of: entry) } }
    }

    private func record(_ delivery: TicketDelivery, of entry: OutboxEntry) {
        let now = clock()
        let result: DeliveryResult
        switch delivery {
        case .delivered(let receipt): result = .delivered(receipt, at: now)
        case .retry(let failure): result = again(entry, .soon, failure, now)
        // Even what the desk rejects is kept for a week: somebody may mend the desk.
        case .slow(let failure), .rejected(let failure): result = again(entry, .slow, failure, now)
        }
        do throws(StoreFailure) {
            try store.record(entry.id, result)
            try refresh()
        } catch {
            // The lease ends, and the desk will say that it has the ticket.
            noteFailure()
        }
        guard case .delivered(let receipt) = delivery else { return }
        let listeners = state.withLock { $0.listeners.removeValue(forKey: entry.key) ?? [] }
        for listener in listeners { listener(.delivered(number: number(receipt, at: now), receipt)) }
    }

    private func again(_ entry: OutboxEntry, _ pace: DeliverySchedule.Pace, _ failure: DeskFailure, _ now: Int64) -> DeliveryResult {
        let age = Duration.milliseconds(now - entry.createdAt)
        guard let pause = schedule.pause(after: entry.attempts, pace, age: age, random: random()) else { return .givenUp(because: "\(failure)") }
        let (seconds, attoseconds) = pause.components
        return .again(at: now + seconds * 1_000 + attoseconds / 1_000_000_000_000_000, because: "\(failure)")
    }

    /// Sets the alarm for what comes next, and tells what waits.
    private func refresh() throws(StoreFailure) {
        let summary = try store.summary()
        state.withLock { $0.summary = summary }
        // Each minute at least: the command line may have made something due.
        setAlarm(in: Int(min(max(0, try store.nextDue().map { $0 - clock() } ?? 60_000), 60_000)))
    }

    private func setAlarm(in milliseconds: Int) {
        let number = state.withLock { state in
            state.alarm += 1
            return state.alarm
        }
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            guard let self, state.withLock({ $0.alarm == number }) else { return }
            deliverDue()
        }
    }

    func noteFailure() { state.withLock { $0.failures += 1 } }

    private func number(_ receipt: TicketReceipt, at time: Int64?) -> String? {
        let time = time ?? clock()
        let zone = TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time) / 1_000))
        return receipt.protocolNumber(on: CalendarDay(unixMilliseconds: time, secondsFromGMT: zone))
    }
}
