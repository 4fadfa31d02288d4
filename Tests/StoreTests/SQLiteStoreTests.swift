import CallControl
import Foundation
import GRDB
import Testing

@testable import Store

/// The outbox and the journal on a real file.
@Suite struct SQLiteStoreTests {
    private static func withStore(_ body: (SQLiteStore, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/outbox.sqlite"
        try body(try SQLiteStore(path: path), path)
    }

    private static func ticket(_ call: String = "call-1") -> TicketDraft {
        var ticket = TicketDraft(call: CallID(call), companyID: 1, reason: .keywordDetected)
        ticket.transcript = [TicketDraft.Line(.caller, "Quero falar com um atendente", spokenAt: 1_705_000_005_000)]
        return ticket
    }

    @Test func aCallHasOneTicketHoweverOftenItIsAdded() throws {
        try Self.withStore { store, _ in
            let first = try store.add(Self.ticket(), at: 1_000)
            var changed = Self.ticket()
            changed.turns = 9
            let second = try store.add(changed, at: 2_000)
            #expect(second == first)
            #expect(try store.summary().pending == 1)
            #expect(first.ticket == Self.ticket())
            #expect(first.state == .pending)
        }
    }

    @Test func whatIsTakenIsNobodyElsesUntilItsLeaseEnds() throws {
        try Self.withStore { store, path in
            _ = try store.add(Self.ticket(), at: 1_000)
            #expect(try store.take(at: 999, until: 60_000, most: 9).isEmpty)
            #expect(try store.take(at: 1_000, until: 61_000, most: 9).map(\.attempts) == [1])
            // Another process, as it were.
            let other = try SQLiteStore(path: path)
            #expect(try other.take(at: 60_999, until: 99_000, most: 9).isEmpty)
            #expect(try other.take(at: 61_000, until: 99_000, most: 9).map(\.attempts) == [2])
        }
    }

    @Test func outcomesAreKept() throws {
        try Self.withStore { store, path in
            let entry = try store.add(Self.ticket(), at: 1_000)
            try store.record(entry.id, .again(at: 5_000, because: "timed out"))
            #expect(try store.nextDue() == 5_000)
            try store.record(entry.id, .delivered(TicketReceipt(ticketID: 7), at: 6_000))
            let reopened = try SQLiteStore(path: path)
            let delivered = try #require(try reopened.entry(ofCall: CallID("call-1")))
            #expect(delivered.state == .delivered)
            #expect(delivered.receipt?.ticketID == 7)
            #expect(delivered.deliveredAt == 6_000)
            #expect(try reopened.nextDue() == nil)
            #expect(try !reopened.retry(entry.id, at: 7_000))
        }
    }

    @Test func whatWasGivenUpIsKeptAndCanBeTriedAgain() throws {
        try Self.withStore { store, _ in
            let entry = try store.add(Self.ticket(), at: 1_000)
            try store.record(entry.id, .givenUp(because: "a week"))
            #expect(try store.summary().failed == 1)
            #expect(try store.take(at: 9_000, until: 9_999, most: 9).isEmpty)
            #expect(try store.retry(entry.id, at: 9_000))
            #expect(try store.take(at: 9_000, until: 9_999, most: 9).count == 1)
            #expect(try store.drop(entry.id))
            #expect(try store.list(Set(OutboxEntry.State.allCases), most: 9).isEmpty)
        }
    }

    @Test func aCallThatNeverEndedComesBackWithAllThatWasSaid() throws {
        try Self.withStore { store, path in
            var skeleton = Self.ticket("lost")
            skeleton.transcript = []
            try store.begin(skeleton, at: 1_000)
            try store.begin(Self.ticket("ended"), at: 1_000)
            let lines = ["oi", "olá", "tchau"].map { TicketDraft.Line(.caller, $0, spokenAt: 5) }
            for line in lines { try store.append(line, to: CallID("lost")) }
            try store.append(lines[0], to: CallID("never begun"))
            try store.end(CallID("ended"))
            let reopened = try SQLiteStore(path: path)
            let unfinished = try reopened.unfinished(before: 2_000)
            #expect(unfinished.map(\.call.rawValue) == ["lost"])
            #expect(unfinished.first?.transcript == lines)
            #expect(try reopened.unfinished(before: 1_000).isEmpty)
        }
    }

    /// A disk without room: the failure is told at once, and what was there stays.
    @Test func aFullDiskIsAnErrorAndHarmsNothing() throws {
        try Self.withStore { store, _ in
            _ = try store.add(Self.ticket(), at: 1_000)
            try store.write { try $0.execute(sql: "PRAGMA max_page_count = 1") }
            var large = Self.ticket("large")
            large.summary = String(repeating: "x", count: 1 << 20)
            let failure = #expect(throws: StoreFailure.self) { _ = try store.add(large, at: 2_000) }
            #expect(failure?.isFull == true)
            #expect(try store.summary().pending == 1)
        }
    }

    @Test func aPathThatCannotBeIsNamedInTheError() {
        #expect(throws: StoreFailure.self) { _ = try SQLiteStore(path: "/proc/nowhere/outbox.sqlite") }
    }
}
