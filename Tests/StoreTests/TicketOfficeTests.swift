import CallControl
import Dispatch
import Foundation
import GRDB
import Locking
import Testing

@testable import Store

/// The office with a real store and a desk that answers as it is told.
@Suite struct TicketOfficeTests {
    /// Answers in turn; the last for ever.
    private final class ScriptedDesk: Desk {
        private let script: Locked<[TicketDelivery]>
        private let seen = Locked<[TicketDraft]>([])

        init(_ script: [TicketDelivery]) { self.script = Locked(script) }

        var deliveries: [CallID] { seen.withLock { $0.map(\.call) } }
        var companies: [Int?] { seen.withLock { $0.map(\.companyID) } }

        func attendants(_ query: AttendantsQuery, completion: @escaping @Sendable (AgentsOnline) -> Void) { completion(.nobody) }

        func deliver(_ ticket: TicketDraft, completion: @escaping @Sendable (TicketDelivery) -> Void) {
            seen.withLock { $0.append(ticket) }
            completion(script.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] })
        }
    }

    /// News of one ticket, waited for.
    private final class News: Sendable {
        private let list = Locked<[Handoff.TicketNews]>([])
        private let came = DispatchSemaphore(value: 0)

        func take(_ news: Handoff.TicketNews) {
            list.withLock { $0.append(news) }
            came.signal()
        }

        func first(_ count: Int) -> [Handoff.TicketNews] {
            for _ in 0..<count { _ = came.wait(timeout: .now() + 10) }
            return list.withLock { $0 }
        }
    }

    private static func withPath(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "office-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/outbox.sqlite")
    }

    private static let ticket = TicketDraft(call: CallID("call-1"), companyID: 1, reason: .userRequest)
    private static var quick: DeliverySchedule {
        var schedule = DeliverySchedule()
        schedule.first = .milliseconds(1)
        return schedule
    }

    @Test func aTicketIsKeptThenDeliveredAndNumbered() throws {
        try Self.withPath { path in
            let desk = ScriptedDesk([.delivered(TicketReceipt(ticketID: 12_345))])
            let office = TicketOffice(store: try SQLiteStore(path: path), desk: desk, clock: { 1_768_487_400_000 })
            defer { office.stop() }
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            let told = news.first(2)
            #expect(told.first == .kept)
            guard case .delivered(let number?, let receipt?) = told.last else {
                Issue.record("\(told)")
                return
            }
            #expect(number.hasPrefix("2026011") && number.hasSuffix("12345") && receipt.ticketID == 12_345)
            // Asked again, the call has the same ticket.
            let again = News()
            office.keep(Self.ticket) { again.take($0) }
            #expect(again.first(2) == told)
            #expect(desk.deliveries.count == 1)
        }
    }

    @Test func aDeskThatFailsIsAskedAgain() throws {
        try Self.withPath { path in
            let desk = ScriptedDesk([.retry(.timedOut), .retry(.interrupted("cut")), .delivered(TicketReceipt(ticketID: 1))])
            let office = TicketOffice(store: try SQLiteStore(path: path), desk: desk, schedule: Self.quick)
            defer { office.stop() }
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            #expect(news.first(2).count == 2)
            #expect(desk.deliveries.count == 3)
        }
    }

    @Test func anotherLifeDeliversWhatTheFirstLeft() throws {
        try Self.withPath { path in
            _ = try SQLiteStore(path: path).add(Self.ticket, at: 1_000)
            let store = try SQLiteStore(path: path)
            let desk = ScriptedDesk([.delivered(TicketReceipt(ticketID: 1))])
            let office = TicketOffice(store: store, desk: desk)
            office.start()
            // Keeping it again is told when it has been delivered.
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            #expect(news.first(2).last != .kept)
            office.stop()
            #expect(desk.deliveries == [CallID("call-1")])
            #expect(try store.list([.delivered], most: 9).count == 1)
        }
    }

    @Test func withoutAStoreTheDeskIsTheOnlyKeeper() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            try store.write { try $0.execute(sql: "DROP TABLE outbox") }
            let desk = ScriptedDesk([.delivered(TicketReceipt(ticketID: 3)), .retry(.timedOut)])
            let office = TicketOffice(store: store, desk: desk)
            defer { office.stop() }
            let kept = News()
            office.keep(Self.ticket) { kept.take($0) }
            guard case .delivered(_?, _?) = kept.first(1).last else {
                Issue.record("not delivered")
                return
            }
            let lost = News()
            office.keep(Self.ticket) { lost.take($0) }
            guard case .lost = lost.first(1).last else {
                Issue.record("not lost")
                return
            }
            #expect(office.storeFailures == 2)
        }
    }

    /// A caller waits for the disk for a moment, not longer: the desk is asked beside it, and what it is asked twice is one ticket.
    @Test func aSlowStoreKeepsNoCallerWaiting() throws {
        try Self.withPath { path in
            let (store, other) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
            let (begun, mayEnd, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            Thread.detachNewThread {
                try? other.write { database in
                    try database.execute(sql: "DELETE FROM outbox")
                    begun.signal()
                    _ = mayEnd.wait(timeout: .now() + 10)
                }
                ended.signal()
            }
            begun.wait()
            let desk = ScriptedDesk([.delivered(TicketReceipt(ticketID: 3)), .delivered(TicketReceipt(ticketID: 3, wasKnown: true))])
            let office = TicketOffice(store: store, desk: desk, patience: .milliseconds(200))
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            guard case .delivered(_?, _) = news.first(1).first else {
                Issue.record("the caller waited for the store")
                return
            }
            mayEnd.signal()
            ended.wait()
            #expect(news.first(2).contains(.kept))
            office.stop()
            #expect(desk.deliveries == [CallID("call-1"), CallID("call-1")] && office.storeFailures == 0)
            #expect(try store.list([.delivered], most: 9).count == 1)
        }
    }

    /// Answers when it is told to.
    private final class SlowDesk: Desk {
        private let waiting = Locked<[@Sendable (TicketDelivery) -> Void]>([])
        private let asked = DispatchSemaphore(value: 0)

        func attendants(_ query: AttendantsQuery, completion: @escaping @Sendable (AgentsOnline) -> Void) { completion(.nobody) }

        func deliver(_ ticket: TicketDraft, completion: @escaping @Sendable (TicketDelivery) -> Void) {
            waiting.withLock { $0.append(completion) }
            asked.signal()
        }

        /// Waits for so many, and tells how many more there are.
        func waitFor(_ count: Int) -> Int {
            for _ in 0..<count { _ = asked.wait(timeout: .now() + 10) }
            return waiting.withLock { $0.count }
        }

        func answerAll() {
            let all = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for completion in all { completion(.delivered(TicketReceipt(ticketID: 1))) }
        }
    }

    @Test func afterAnOutageTheDeskIsNotFloodedAndGetsAllTheSame() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            for number in 0..<40 { _ = try store.add(TicketDraft(call: CallID("\(number)"), companyID: 1, reason: .userRequest), at: 1_000) }
            let desk = SlowDesk()
            let office = TicketOffice(store: store, desk: desk)
            office.start()
            #expect(desk.waitFor(16) == 16)
            desk.answerAll()
            // As room comes back; each that returns makes room for one.
            #expect(desk.waitFor(16) == 16)
            desk.answerAll()
            #expect(desk.waitFor(8) == 8)
            desk.answerAll()
            office.stop()
            #expect(try store.summary().pending == 0)
        }
    }

    private final class Told: Sendable {
        private let list = Locked<[OfficeEvent]>([])
        var events: [OfficeEvent] { list.withLock { $0 } }
        func take(_ event: OfficeEvent) { list.withLock { $0.append(event) } }
    }

    private static func wait(_ isTrue: () -> Bool) -> Bool {
        let end = Date().addingTimeInterval(20)
        while !isTrue(), Date() < end { usleep(2_000) }
        return isTrue()
    }

    @Test func theEndOfHopeIsTold() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            // A week ago.
            _ = try store.add(Self.ticket, at: 0)
            let told = Told()
            let office = TicketOffice(store: store, desk: ScriptedDesk([.retry(.timedOut)]), clock: { 8 * 86_400_000 }, tell: { told.take($0) })
            office.start()
            #expect(Self.wait { told.events == [.givenUp(CallID("call-1"), because: .timedOut)] }, "\(told.events)")
            office.stop()
            #expect(try store.summary().failed == 1)
        }
    }

    /// Reading what is due works on a full disk too.
    @Test func aStoreThatCanOnlyBeReadHasNotRecovered() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            try store.write { try $0.execute(sql: "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(FAIL, 'full'); END") }
            let told = Told()
            let office = TicketOffice(store: store, desk: ScriptedDesk([.retry(.timedOut)]), heartbeat: .milliseconds(100), tell: { told.take($0) })
            office.start()
            office.note(.call(JournaledCall(Self.ticket, makesTicket: true, startedAt: 1)))
            #expect(Self.wait { office.storeFailures >= 6 })
            #expect(told.events.count == 1, "\(told.events)")
            try store.write { try $0.execute(sql: "DROP TRIGGER full") }
            #expect(Self.wait { told.events.count == 2 } && told.events.last == .storeRecovered)
            office.stop()
        }
    }

    @Test func eachReasonIsToldOnce() throws {
        try Self.withPath { path in
            let desk = ScriptedDesk([.retry(.timedOut), .retry(.timedOut), .retry(.interrupted("cut"))])
            let told = Told()
            let office = TicketOffice(store: try SQLiteStore(path: path), desk: desk, schedule: Self.quick, tell: { told.take($0) })
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            #expect(Self.wait { desk.deliveries.count >= 4 })
            office.stop()
            #expect(told.events.prefix(2) == [.undelivered(CallID("call-1"), .timedOut), .undelivered(CallID("call-1"), .interrupted("cut"))])
        }
    }

    @Test func aFailingStoreIsToldOnceAndSoIsItsRecovery() throws {
        try Self.withPath { path in
            let store = try SQLiteStore(path: path)
            try store.write { try $0.execute(sql: "ALTER TABLE outbox RENAME TO elsewhere") }
            let told = Told()
            let office = TicketOffice(store: store, desk: ScriptedDesk([.retry(.timedOut)]), tell: { told.take($0) })
            for _ in 0..<2 {
                let news = News()
                office.keep(Self.ticket) { news.take($0) }
                _ = news.first(1)
            }
            #expect(told.events.count == 1)
            try store.write { try $0.execute(sql: "ALTER TABLE elsewhere RENAME TO outbox") }
            let news = News()
            office.keep(Self.ticket) { news.take($0) }
            #expect(news.first(1) == [.kept])
            office.stop()
            #expect(told.events.dropFirst().first == .storeRecovered)
        }
    }

    @Test func aCompanyThatCameLaterServesTheTicketsBeforeIt() throws {
        try Self.withPath { path in
            let desk = ScriptedDesk([.delivered(TicketReceipt(ticketID: 1))])
            let office = TicketOffice(
                store: try SQLiteStore(path: path), desk: desk,
                complete: { ticket in
                    var ticket = ticket
                    ticket.companyID = 77
                    return ticket
                })
            let news = News()
            office.keep(TicketDraft(call: CallID("c"), companyID: nil, reason: .userRequest)) { news.take($0) }
            #expect(news.first(2).count == 2)
            office.stop()
            #expect(desk.companies == [77])
        }
    }

    @Test func aFullJournalKeepsBeginningsAndEnds() {
        var buffer = JournalBuffer()
        let line = JournalEntry.line(TicketDraft.Line(.caller, "x", spokenAt: 0), CallID("c"))
        for _ in 0..<JournalBuffer.limit + 5 { buffer.append(line) }
        buffer.append(.end(CallID("c")))
        #expect(buffer.dropped == 5 && buffer.entries.last == .end(CallID("c")))
        let first = buffer.take()
        buffer.append(line)
        buffer.append(.end(CallID("d")))
        buffer.putBack(first)
        #expect(buffer.dropped == 6 && buffer.entries.last == .end(CallID("d")) && buffer.entries.count == first.count + 1)
    }
}
