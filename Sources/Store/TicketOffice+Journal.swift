import CallControl
import Dispatch
import Synchronization

extension TicketOffice {
    /// Lines are collected for so long, so that a thousand calls cost a few commits a second.
    private static let collecting = DispatchTimeInterval.milliseconds(100)
    private static let beatsPerLook = 4

    /// Journal entries that found no room.
    public var journalDropped: Int { state.withLock { $0.journal.dropped } }

    /// Returns at once. Beginnings and ends are written at once, lines within a moment.
    public func note(_ entry: JournalEntry) {
        let isFirst = state.withLock { state in
            defer { state.journal.append(entry) }
            return state.journal.entries.isEmpty
        }
        if case .line = entry {
            if isFirst { queue.asyncAfter(deadline: .now() + Self.collecting) { [self] in writeJournal() } }
        } else {
            queue.async { [self] in writeJournal() }
        }
    }

    /// On the queue.
    func writeJournal() {
        let entries = state.withLock { $0.journal.take() }
        guard !entries.isEmpty else { return }
        writeJournal(entries)
    }

    private func writeJournal(_ entries: [JournalEntry]) {
        do throws(StoreFailure) { try store.write(entries, at: clock()) } catch {
            noteFailure()
            state.withLock { $0.journal.putBack(entries) }
        }
    }

    /// On the queue: says that this gateway lives, writes what could not be written before, and looks after calls whose gateway doesn't.
    func beat(lookingForOrphans isLooking: Bool, number: Int = 1) {
        guard !state.withLock({ $0.isStopping }) else { return }
        writeJournal(state.withLock { $0.journal.take() })
        if isLooking {
            settleOrphans()
            deliverDue()
        }
        queue.asyncAfter(deadline: .now() + .milliseconds(heartbeat)) { [weak self] in
            self?.beat(lookingForOrphans: number % Self.beatsPerLook == 0, number: number + 1)
        }
    }

    private func settleOrphans() {
        do throws(StoreFailure) {
            for call in try store.orphans(at: clock()) {
                let ticket = orphans.ticket(call)
                try store.settle(call.ticket.call, ticket, at: clock())
                orphans.settled(call, ticket)
            }
        } catch { noteFailure() }
    }
}
