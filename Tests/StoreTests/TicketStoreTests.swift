import CallControl
import Foundation
import GRDB
import PostgreSQL
import PostgresSupport
import Testing

@testable import Store

/// The outbox and the journal, on a real file and on a real server: both keep the same promises.
@Suite struct TicketStoreTests {
    enum Kind: CaseIterable, Sendable { case sqlite, postgres }

    /// - Parameter body: gets a way to open the same database as often as it likes; each is another process's, as it were.
    private static func with(_ kind: Kind, _ body: (() throws -> any TicketStore) throws -> Void) throws {
        switch kind {
        case .sqlite: try withPath { path in try body { try SQLiteStore(path: path) } }
        case .postgres:
            let conninfo = try PostgresServer.shared().makeDatabase()
            try body { PostgresStore(conninfo: conninfo) }
        }
    }

    private static func withPath(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/outbox.sqlite")
    }

    private static func ticket(_ call: String = "call-1") -> TicketDraft {
        var ticket = TicketDraft(call: CallID(call), companyID: 1, reason: .keywordDetected)
        ticket.transcript = [TicketDraft.Line(.caller, "Quero falar com um atendente, “já”\0", spokenAt: 1_705_000_005_000)]
        return ticket
    }

    @Test(arguments: Kind.allCases) func aCallHasOneTicketHoweverOftenItIsAdded(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
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

    @Test(arguments: Kind.allCases) func whatIsTakenIsNobodyElsesUntilItsLeaseEnds(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            _ = try store.add(Self.ticket(), at: 1_000)
            #expect(try store.take(at: 999, until: 60_000, most: 9).isEmpty)
            #expect(try store.take(at: 1_000, until: 61_000, most: 9).map(\.attempts) == [1])
            let other = try open()
            #expect(try other.take(at: 60_999, until: 99_000, most: 9).isEmpty)
            #expect(try other.take(at: 61_000, until: 99_000, most: 9).map(\.attempts) == [2])
        }
    }

    @Test(arguments: Kind.allCases) func outcomesAreKept(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            let entry = try store.add(Self.ticket(), at: 1_000)
            try store.record(entry.id, .again(at: 5_000, because: "timed\0 out"))
            #expect(try store.nextDue() == 5_000)
            try store.record(entry.id, .delivered(TicketReceipt(ticketID: 7), at: 6_000))
            let reopened = try open()
            let delivered = try #require(try reopened.entry(ofCall: CallID("call-1")))
            #expect(delivered.state == .delivered)
            #expect(delivered.receipt?.ticketID == 7)
            #expect(delivered.deliveredAt == 6_000)
            #expect(try reopened.nextDue() == nil)
            #expect(try !reopened.retry(entry.id, companyID: nil, at: 7_000))
            #expect(try reopened.list([.delivered], most: 9).count == 1)
            #expect(try reopened.summary() == OutboxSummary())
            try reopened.prune(deliveredBefore: 6_000)
            #expect(try reopened.list([.delivered], most: 9).count == 1)
            try reopened.prune(deliveredBefore: 6_001)
            #expect(try reopened.list([.delivered], most: 9).isEmpty)
        }
    }

    @Test(arguments: Kind.allCases) func whatWasGivenUpIsKeptAndCanBeTriedAgain(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            let entry = try store.add(Self.ticket(), at: 1_000)
            try store.record(entry.id, .givenUp(because: "a week"))
            #expect(try store.summary().failed == 1)
            #expect(try store.take(at: 9_000, until: 9_999, most: 9).isEmpty)
            #expect(try store.retry(entry.id, companyID: 77, at: 9_000))
            #expect(try store.take(at: 9_000, until: 9_999, most: 9).map(\.ticket.companyID) == [77])
            #expect(try store.drop(entry.id))
            #expect(try store.list(Set(OutboxEntry.State.allCases), most: 9).isEmpty)
        }
    }

    /// What a gateway wrote of two calls before it died; one had ended.
    private static func die(_ store: any TicketStore) throws {
        var skeleton = ticket("lost")
        skeleton.transcript = []
        let lines = [("olá", Int64(6)), ("oi", 5), ("tchau", 7)].map { TicketDraft.Line(.caller, $0.0, spokenAt: $0.1) }
        try store.write(
            [.call(JournaledCall(skeleton, makesTicket: true, startedAt: 1)), .call(JournaledCall(ticket("ended"), makesTicket: true, startedAt: 1))]
                + lines.map { .line($0, CallID("lost")) } + [.line(lines[0], CallID("never begun")), .end(CallID("ended"))], at: 1_000)
    }

    @Test(arguments: Kind.allCases) func aCallWhoseGatewayDiedComesBackWithAllThatWasSaid(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            try Self.die(store)
            #expect(try store.orphans(at: 2_000).isEmpty, "its gateway lives")
            let next = try open()
            if let server = next as? PostgresStore {
                #expect(try server.orphans(at: 2_000).isEmpty, "it was heard of just now")
                try server.query("UPDATE voice_gateway_lives SET seen_at = now() - interval '31 s'")
            }
            let orphans = try next.orphans(at: 2_000)
            #expect(orphans.map(\.ticket.call.rawValue) == ["lost"])
            #expect(orphans.first?.ticket.transcript.map(\.text) == ["oi", "olá", "tchau"])
            try next.settle(CallID("lost"), orphans.first?.ticket, at: 3_000)
            #expect(try next.orphans(at: 4_000).isEmpty)
            #expect(try next.entry(ofCall: CallID("lost"))?.ticket.transcript.count == 3)
        }
    }

    @Test(arguments: Kind.allCases) func aCallThatHasATicketKeepsItWhenItsGatewayDies(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            try Self.die(store)
            var full = Self.ticket("lost")
            full.turns = 4
            _ = try store.add(full, at: 1_500)
            try open().settle(CallID("lost"), Self.ticket("lost"), at: 3_000)
            #expect(try store.entry(ofCall: CallID("lost"))?.ticket == full)
        }
    }

    @Test(arguments: Kind.allCases) func aCallThatCameBackToAnotherGatewayIsNoOrphan(_ kind: Kind) throws {
        try Self.with(kind) { open in
            try Self.die(try open())
            let next = try open()
            try next.write([.call(JournaledCall(Self.ticket("lost"), makesTicket: true, startedAt: 9))], at: 2_000)
            if let server = next as? PostgresStore { try server.query("UPDATE voice_gateway_lives SET seen_at = now() - interval '31 s'") }
            #expect(try next.orphans(at: 3_000).isEmpty)
        }
    }

    /// A caller waits for his number while what an outage left is delivered.
    @Test(arguments: Kind.allCases) func whatWasNeverTriedGoesFirst(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            for call in ["old-1", "old-2"] { _ = try store.add(Self.ticket(call), at: 1_000) }
            for entry in try store.take(at: 1_000, until: 9_000, most: 9) { try store.record(entry.id, .again(at: 2_000, because: "")) }
            _ = try store.add(Self.ticket("new"), at: 5_000)
            #expect(try store.take(at: 6_000, until: 99_000, most: 1).map(\.ticket.call.rawValue) == ["new"])
        }
    }

    /// Delivered tickets are kept for a month: what is asked after each delivery must not read them all.
    @Test func countingWhatIsOpenReadsNoDeliveredTicket() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            for state in ["pending", "failed"] {
                let plan = try store.read {
                    try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN SELECT count(*), min(created_at) FROM outbox WHERE state = '\(state)'")
                }
                #expect(plan.map { $0["detail"] as String } == ["SEARCH outbox USING COVERING INDEX outbox_states (state=?)"])
            }
        }
    }

    /// Runs a statement that the gateway would not.
    private static func spoil(_ store: any TicketStore, _ sqlite: String, _ postgres: String) throws {
        if let file = store as? SQLiteStore { try file.write { try $0.execute(sql: sqlite) } }
        if let server = store as? PostgresStore { try server.query(postgres) }
    }

    @Test(arguments: Kind.allCases) func aTicketThatCannotBeReadHoldsUpNoOther(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            for call in ["broken", "whole"] { _ = try store.add(Self.ticket(call), at: 1_000) }
            try Self.spoil(
                store, "UPDATE outbox SET ticket = '{' WHERE call = 'broken'", "UPDATE voice_gateway_outbox SET ticket = '{' WHERE call = 'broken'")
            let taken = try store.take(at: 2_000, until: 9_000, most: 9)
            #expect(taken.filter { $0.state == .pending }.map(\.ticket.call.rawValue) == ["whole"])
            #expect(taken.filter { $0.state == .failed }.map(\.ticket.call.rawValue) == ["broken"])
            #expect(try store.take(at: 99_000, until: 199_000, most: 9).map(\.ticket.call.rawValue) == ["whole"])
            let broken = try #require(try store.list([.failed], most: 9).first)
            #expect(broken.ticket.call.rawValue == "broken" && broken.problem?.contains("can't be read") == true)
            #expect(try store.summary().failed == 1)
        }
    }

    @Test(arguments: Kind.allCases) func aJournalThatCannotBeReadHoldsUpNoOtherCall(_ kind: Kind) throws {
        try Self.with(kind) { open in
            let store = try open()
            try Self.die(store)
            try store.write([.call(JournaledCall(Self.ticket("broken"), makesTicket: true, startedAt: 0))], at: 1_000)
            try Self.spoil(
                store, "UPDATE journal SET entry = '{' WHERE call = 'broken'; UPDATE journal_lines SET line = '{' WHERE line LIKE '%tchau%'",
                "UPDATE voice_gateway_journal SET entry = '{' WHERE call = 'broken'")
            if let server = store as? PostgresStore {
                try server.query("UPDATE voice_gateway_journal_lines SET line = '{' WHERE line LIKE '%tchau%'")
                try server.query("UPDATE voice_gateway_lives SET seen_at = now() - interval '31 s'")
            }
            let orphans = try open().orphans(at: 2_000)
            #expect(orphans.map(\.ticket.call.rawValue) == ["lost"])
            #expect(orphans.first?.ticket.transcript.map(\.text) == ["oi", "olá"])
        }
    }

    // MARK: PostgreSQL alone

    @Test func livesThatLeftNothingAreForgotten() throws {
        let conninfo = try PostgresServer.shared().makeDatabase()
        let (idle, holding) = (PostgresStore(conninfo: conninfo), PostgresStore(conninfo: conninfo))
        try idle.write([], at: 0)
        try holding.write([.call(JournaledCall(Self.ticket("lost"), makesTicket: true, startedAt: 1))], at: 0)
        try idle.query("UPDATE voice_gateway_lives SET seen_at = now() - interval '2 days'")
        try idle.prune(deliveredBefore: 0)
        #expect(try idle.query("SELECT life FROM voice_gateway_lives").rows.map { $0["life"] } == [holding.life])
    }

    @Test func gatewaysThatAskAtTheSameTimeGetDifferentTickets() async throws {
        let conninfo = try PostgresServer.shared().makeDatabase()
        let first = PostgresStore(conninfo: conninfo)
        for number in 0..<200 { _ = try first.add(Self.ticket("call-\(number)"), at: 1_000) }
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let store = PostgresStore(conninfo: conninfo)
                    var calls: [String] = []
                    while true {
                        let batch = try store.take(at: 2_000, until: 90_000, most: 7)
                        if batch.isEmpty { return calls }
                        calls += batch.map(\.ticket.call.rawValue)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.count == 200 && Set(taken).count == 200, "\(taken.count), \(Set(taken).count) of them different")
    }

    @Test func aServerThatWasAwayIsFoundAgain() throws {
        let server = try PostgresServer()
        let store = PostgresStore(conninfo: try server.makeDatabase())
        _ = try store.add(Self.ticket("before"), at: 1_000)
        try server.stop()
        #expect(throws: StoreFailure.self) { _ = try store.add(Self.ticket("meanwhile"), at: 2_000) }
        try server.start()
        _ = try store.add(Self.ticket("after"), at: 3_000)
        #expect(try store.list([.pending], most: 9).map(\.ticket.call.rawValue) == ["after", "before"])
    }

    // MARK: SQLite alone

    @Test func aFileHasOneGateway() throws {
        try Self.withPath { path in
            let first = try SQLiteStore(path: path)
            try first.claimForGateway()
            let failure = #expect(throws: StoreFailure.self) { try SQLiteStore(path: path).claimForGateway() }
            #expect(failure?.description.contains("another gateway runs on this store") == true)
            // Looking into it is everybody's.
            #expect(try SQLiteStore(path: path).summary().pending == 0)
        }
    }

    /// A disk without room: the failure is told at once, and what was there stays.
    @Test func aFullDiskIsAnErrorAndHarmsNothing() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
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
