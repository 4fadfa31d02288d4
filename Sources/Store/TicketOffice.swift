import CallControl
import Dispatch
import Foundation
import Locking

/// Keeps tickets in an outbox and brings them to the desk, on a thread of its own: at once, then again with growing pauses, through
/// restarts, for a week. Keeps the calls' journal too, and makes good for gateways that died.
public final class TicketOffice: TicketKeeper {
    struct State {
        /// Who waits to hear of a delivery, by key.
        var listeners: [String: [Listener]] = [:]
        var isStopping = false
        /// Only the alarm set last goes off.
        var alarm = 0
        var failures = 0
        var summary = OutboxSummary()
        var journal = JournalBuffer()
        var journalWrite = JournalWrite.none
        /// The store's, as told last; `nil` while it works.
        var problem: String?
        /// Deliveries under way.
        var inFlight = 0
    }

    struct Listener {
        let since: Int64
        let news: @Sendable (Handoff.TicketNews) -> Void
    }

    /// What has been arranged for the journal's buffer.
    enum JournalWrite: Comparable { case none, soon, now }

    let store: any TicketStore
    let orphans: OrphanPolicy
    /// In milliseconds; others that share the store must wait for several of them before they call this one dead.
    let heartbeat: Int
    private let patience: Duration
    private let desk: any Desk
    private let schedule: DeliverySchedule
    let queue = DispatchQueue(label: "tickets")
    let state = Locked(State())
    let clock: @Sendable () -> Int64
    private let random: @Sendable () -> Double
    private let complete: @Sendable (TicketDraft) -> TicketDraft
    private let tell: @Sendable (OfficeEvent) -> Void

    /// One delivery's time: beyond it the ticket is anybody's again.
    private static let lease: Int64 = 60_000
    /// Deliveries under way at once: after an outage thousands may be due, and the desk has calls to answer.
    private static let mostInFlight = 16
    /// A call is over by then.
    private static let listeningTime: Int64 = 60_000
    /// While the store itself fails.
    static let storePause = 5_000

    /// - Parameters:
    ///   - patience: how long a caller waits for the store; then the desk is asked beside it.
    ///   - complete: adds to a ticket that is about to be sent what was not known when it was made.
    ///   - tell: is called on the office's thread.
    public init(
        store: any TicketStore, desk: any Desk, schedule: DeliverySchedule = DeliverySchedule(), orphans: OrphanPolicy = OrphanPolicy(),
        heartbeat: Duration = .seconds(5), patience: Duration = .seconds(2),
        clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        complete: @escaping @Sendable (TicketDraft) -> TicketDraft = { $0 }, tell: @escaping @Sendable (OfficeEvent) -> Void = { _ in }
    ) {
        self.store = store
        self.orphans = orphans
        self.heartbeat = max(100, Int(heartbeat.inMilliseconds))
        self.patience = patience
        self.desk = desk
        self.schedule = schedule
        self.clock = clock
        self.random = random
        self.complete = complete
        self.tell = tell
    }

    /// Takes up what an earlier life left.
    public func start() {
        queue.async { [self] in
            beat()
        }
    }

    public func stop() {
        state.withLock { $0.isStopping = true }
        // What is being written is finished, and what calls said last is written.
        queue.sync { writeJournal(evenIfEmpty: false) }
    }

    /// What waits, as of the last change.
    public var summary: OutboxSummary { state.withLock { $0.summary } }
    /// Times the store itself failed.
    public var storeFailures: Int { state.withLock { $0.failures } }

    // MARK: Keeping

    public func keep(_ ticket: TicketDraft, news: @escaping @Sendable (Handoff.TicketNews) -> Void) {
        let direct = DirectDelivery(
            news: news, deliver: { [self] in desk.deliver(complete(ticket), completion: $0) }, number: { [self] in number($0, at: clock()) })
        // A store that failed the last time may do so again, and only after a while.
        let patience = state.withLock { $0.problem == nil } ? patience : .zero
        DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + .milliseconds(Int(patience.inMilliseconds))) { direct.begin() }
        queue.async { [self] in
            do throws(StoreFailure) {
                let entry = try store.add(ticket, at: clock())
                noteSuccess()
                direct.storeKept()
                news(.kept)
                if let receipt = entry.receipt { return news(.delivered(number: number(receipt, at: entry.deliveredAt), receipt)) }
                state.withLock { $0.listeners[entry.key, default: []].append(Listener(since: clock(), news: news)) }
                deliverDue(isCallersTurn: true)
            } catch {
                noteFailure(error)
                // Nothing can be written: the desk may still take it now, which is as good as kept.
                direct.storeFailed(error)
            }
        }
    }

    // MARK: Delivering

    /// - Parameter isCallersTurn: a caller waits for the number of what has just been kept, however much is under way.
    func deliverDue(isCallersTurn: Bool = false) {
        guard !state.withLock({ $0.isStopping }) else { return }
        do throws(StoreFailure) {
            let now = clock()
            let room = (isCallersTurn ? 2 : 1) * Self.mostInFlight - state.withLock { $0.inFlight }
            // The next that comes back looks again.
            guard room > 0 else { return }
            let taken = try store.take(at: now, until: now + Self.lease, most: room)
            // Without any, a store may have had nothing to write.
            if !taken.isEmpty { noteSuccess() }
            for entry in taken {
                if entry.state == .failed { tell(.unreadable(entry.ticket.call, entry.problem ?? "")) } else { deliver(entry) }
            }
            try refresh()
        } catch {
            noteFailure(error)
            setAlarm(in: Self.storePause)
        }
    }

    private func deliver(_ entry: OutboxEntry) {
        state.withLock { $0.inFlight += 1 }
        desk.deliver(complete(entry.ticket)) { [self] delivery in queue.async { [self] in record(delivery, of: entry) } }
    }

    private func record(_ delivery: TicketDelivery, of entry: OutboxEntry) {
        state.withLock { $0.inFlight -= 1 }
        let now = clock()
        let result: DeliveryResult
        switch delivery {
        case .delivered(let receipt): result = .delivered(receipt, at: now)
        case .retry(let failure): result = again(entry, .soon, failure, now)
        // Even what the desk rejects is kept for a week: somebody may mend the desk.
        case .slow(let failure), .rejected(let failure): result = again(entry, .slow, failure, now)
        }
        report(delivery, result, of: entry)
        do throws(StoreFailure) {
            try store.record(entry.id, result)
            try refresh()
        } catch {
            // The lease ends, and the desk will say that it has the ticket.
            noteFailure(error)
        }
        if case .again = result { return }
        let listeners = state.withLock { $0.listeners.removeValue(forKey: entry.key) ?? [] }
        guard case .delivered(let receipt) = delivery else { return }
        for listener in listeners { listener.news(.delivered(number: number(receipt, at: now), receipt)) }
    }

    private func report(_ delivery: TicketDelivery, _ result: DeliveryResult, of entry: OutboxEntry) {
        guard let failure = delivery.failure else { return }
        if case .givenUp = result {
            tell(.givenUp(entry.ticket.call, because: failure))
        } else if entry.problem != "\(failure)" {
            tell(.undelivered(entry.ticket.call, failure))
        }
    }

    /// Calls that have long ended need no news.
    func forgetListeners() {
        let limit = clock() - Self.listeningTime
        state.withLock { state in state.listeners = state.listeners.mapValues { $0.filter { $0.since > limit } }.filter { !$0.value.isEmpty } }
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

    func noteFailure(_ failure: StoreFailure) {
        let isNew = state.withLock { state in
            state.failures += 1
            defer { state.problem = failure.description }
            return state.problem != failure.description
        }
        if isNew { tell(.storeFailed(failure)) }
    }

    func noteSuccess() {
        let wasFailing = state.withLock { state in
            defer { state.problem = nil }
            return state.problem != nil
        }
        if wasFailing { tell(.storeRecovered) }
    }

    private func number(_ receipt: TicketReceipt, at time: Int64?) -> String? {
        let time = time ?? clock()
        let zone = TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time) / 1_000))
        return receipt.protocolNumber(on: CalendarDay(unixMilliseconds: time, secondsFromGMT: zone))
    }
}
