import CallControl
import Dispatch
import Locking

extension TicketOffice {
    /// Lines are collected for so long, so that a thousand calls cost a few commits a second.
    private static let collecting = DispatchTimeInterval.milliseconds(100)
    private static let beatsPerLook = 4
    private static let beatsPerPrune = 720
    /// So long the desk's tickets are kept after their delivery, in milliseconds: for `outbox list --all` and repeated calls of an id.
    private static let retention: Int64 = 30 * 86_400_000

    /// Journal entries that found no room.
    public var journalDropped: Int { state.withLock { $0.journal.dropped } }

    /// Returns at once. Beginnings and ends are written at once, lines within a moment; while the store fails, all wait for the next beat.
    public func note(_ entry: JournalEntry) {
        let wanted: JournalWrite = if case .line = entry { .soon } else { .now }
        let isArranged = state.withLock { state in
            state.journal.append(entry)
            guard state.problem == nil, state.journalWrite < wanted else { return true }
            state.journalWrite = wanted
            return false
        }
        guard !isArranged else { return }
        queue.asyncAfter(deadline: wanted == .now ? .now() : .now() + Self.collecting) { [self] in writeJournal(evenIfEmpty: false) }
    }

    /// On the queue.
    func writeJournal(evenIfEmpty: Bool) {
        let entries = state.withLock { state in
            state.journalWrite = .none
            return state.journal.take()
        }
        guard evenIfEmpty || !entries.isEmpty else { return }
        do throws(StoreFailure) {
            try store.write(entries, at: clock())
            // Without entries a store may have had nothing to write.
            if !entries.isEmpty { noteSuccess() }
        } catch {
            noteFailure(error)
            state.withLock { $0.journal.putBack(entries) }
        }
    }

    /// On the queue: says that this gateway lives, writes what could not be written before, and looks after calls whose gateway doesn't.
    func beat(number: Int = 0) {
        guard !state.withLock({ $0.isStopping }) else { return }
        writeJournal(evenIfEmpty: true)
        forgetListeners()
        if number % Self.beatsPerLook == 0 {
            settleOrphans()
            deliverDue()
        }
        if number % Self.beatsPerPrune == 0 { prune() }
        queue.asyncAfter(deadline: .now() + .milliseconds(heartbeat)) { [weak self] in self?.beat(number: number + 1) }
    }

    private func settleOrphans() {
        do throws(StoreFailure) {
            for call in try store.orphans(at: clock()) {
                let ticket = orphans.ticket(call)
                try store.settle(call.ticket.call, ticket, at: clock())
                orphans.settled(call, ticket)
            }
        } catch { noteFailure(error) }
    }

    private func prune() {
        do throws(StoreFailure) { try store.prune(deliveredBefore: clock() - Self.retention) } catch { noteFailure(error) }
    }
}
