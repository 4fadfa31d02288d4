import CallControl
import GRDB

extension SQLiteStore: Outbox {
    public func add(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure) -> OutboxEntry {
        let key = OutboxEntry.key(of: ticket.call)
        return try write { database in
            try Self.insert(ticket, at: now, database)
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM outbox WHERE key = ?", arguments: [key]) else {
                throw StoreFailure(description: "the entry is gone again")
            }
            return Self.entry(row)
        }
    }

    static func insert(_ ticket: TicketDraft, at now: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO outbox (key, call, ticket, state, created_at, next_at) VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT (key) DO NOTHING
                """, arguments: [OutboxEntry.key(of: ticket.call), ticket.call.rawValue, try StoredJSON.text(ticket), now, now])
    }

    public func take(at now: Int64, until: Int64, most: Int) throws(StoreFailure) -> [OutboxEntry] {
        try write { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM outbox WHERE state = 'pending' AND next_at <= ? ORDER BY attempts > 0, next_at LIMIT ?", arguments: [now, most])
            let found = rows.map(Self.entry)
            for entry in found where entry.state == .failed {
                try database.execute(sql: "UPDATE outbox SET state = 'failed', problem = ? WHERE id = ?", arguments: [entry.problem, entry.id])
            }
            for entry in found where entry.state == .pending {
                try database.execute(
                    sql: "UPDATE outbox SET next_at = ?, holder = ?, attempts = attempts + 1 WHERE id = ?", arguments: [until, life, entry.id])
            }
            return found.map { entry in
                var entry = entry
                entry.attempts += 1
                return entry
            }
        }
    }

    public func nextDue() throws(StoreFailure) -> Int64? {
        try read { try Int64.fetchOne($0, sql: "SELECT min(next_at) FROM outbox WHERE state = 'pending'") }
    }

    public func record(_ id: Int64, _ result: DeliveryResult) throws(StoreFailure) {
        try write { database in
            switch result {
            case .delivered(let receipt, let at):
                try database.execute(
                    sql: "UPDATE outbox SET state = 'delivered', receipt = ?, delivered_at = ?, problem = NULL WHERE id = ?",
                    arguments: [try StoredJSON.text(receipt), at, id])
            case .again(let at, let problem):
                try database.execute(
                    sql: "UPDATE outbox SET next_at = ?, holder = NULL, problem = ? WHERE id = ? AND state = 'pending'", arguments: [at, problem, id])
            case .givenUp(let problem):
                try database.execute(
                    sql: "UPDATE outbox SET state = 'failed', problem = ? WHERE id = ? AND state = 'pending'", arguments: [problem, id])
            }
        }
    }

    public func summary() throws(StoreFailure) -> OutboxSummary {
        try read { database in
            var summary = OutboxSummary()
            let open = "SELECT count(*) AS number, min(created_at) AS oldest FROM outbox WHERE state = "
            if let row = try Row.fetchOne(database, sql: open + "'pending'") { (summary.pending, summary.oldestPendingAt) = (row["number"], row["oldest"]) }
            if let row = try Row.fetchOne(database, sql: open + "'failed'") { summary.failed = row["number"] }
            return summary
        }
    }

    public func list(_ states: Set<OutboxEntry.State>, most: Int) throws(StoreFailure) -> [OutboxEntry] {
        let wanted = states.map(\.rawValue)
        return try read { database in
            let marks = databaseQuestionMarks(count: wanted.count)
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM outbox WHERE state IN (\(marks)) ORDER BY id DESC LIMIT \(max(0, most))", arguments: StatementArguments(wanted))
            return rows.map(Self.entry)
        }
    }

    public func entry(ofCall call: CallID) throws(StoreFailure) -> OutboxEntry? {
        try read { try Row.fetchOne($0, sql: "SELECT * FROM outbox WHERE key = ?", arguments: [OutboxEntry.key(of: call)]).map(Self.entry) }
    }

    public func retry(_ id: Int64, companyID: Int?, at now: Int64) throws(StoreFailure) -> Bool {
        try write { database in
            if let companyID, let text = try String.fetchOne(database, sql: "SELECT ticket FROM outbox WHERE id = ?", arguments: [id]) {
                var ticket = try StoredJSON.value(TicketDraft.self, text)
                ticket.companyID = companyID
                try database.execute(
                    sql: "UPDATE outbox SET ticket = ? WHERE id = ? AND state != 'delivered'", arguments: [try StoredJSON.text(ticket), id])
            }
            try database.execute(sql: "UPDATE outbox SET state = 'pending', next_at = ? WHERE id = ? AND state != 'delivered'", arguments: [now, id])
            return database.changesCount > 0
        }
    }

    public func drop(_ id: Int64) throws(StoreFailure) -> Bool {
        try write { database in
            try database.execute(sql: "DELETE FROM outbox WHERE id = ?", arguments: [id])
            return database.changesCount > 0
        }
    }

    public func prune(deliveredBefore time: Int64) throws(StoreFailure) {
        try write { try $0.execute(sql: "DELETE FROM outbox WHERE state = 'delivered' AND delivered_at < ?", arguments: [time]) }
    }

    private static func entry(_ row: Row) -> OutboxEntry {
        let (ticket, unreadable) = OutboxEntry.read(row["ticket"], of: row["call"])
        return OutboxEntry(
            id: row["id"], key: row["key"], ticket: ticket, state: unreadable == nil ? OutboxEntry.State(rawValue: row["state"]) ?? .failed : .failed,
            createdAt: row["created_at"], attempts: row["attempts"], nextAt: row["next_at"], problem: unreadable ?? row["problem"],
            receipt: (row["receipt"] as String?).flatMap { try? StoredJSON.value(TicketReceipt.self, $0) }, deliveredAt: row["delivered_at"])
    }
}
