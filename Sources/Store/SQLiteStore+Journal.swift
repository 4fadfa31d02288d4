import CallControl
import GRDB

/// The file has one gateway at a time (`claim`), so whatever another life wrote is an orphan's.
extension SQLiteStore: CallJournal {
    public func write(_ entries: [JournalEntry], at now: Int64) throws(StoreFailure) {
        guard !entries.isEmpty else { return }
        try write { database in
            for entry in entries { try self.write(entry, database) }
        }
    }

    private func write(_ entry: JournalEntry, _ database: Database) throws {
        switch entry {
        case .call(let call):
            try database.execute(
                sql: """
                    INSERT INTO journal (call, life, began_at, entry) VALUES (?, ?, ?, ?)
                    ON CONFLICT (call) DO UPDATE SET life = excluded.life, entry = excluded.entry
                    """, arguments: [call.ticket.call.rawValue, life, call.startedAt, try StoredJSON.text(call)])
        case .line(let line, let call):
            try database.execute(
                sql: "INSERT INTO journal_lines (call, line) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM journal WHERE call = ?)",
                arguments: [call.rawValue, try StoredJSON.text(line), call.rawValue])
        case .end(let call): try Self.forget(call, database)
        }
    }

    public func orphans(at now: Int64) throws(StoreFailure) -> [JournaledCall] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT call, entry FROM journal WHERE life <> ? ORDER BY began_at", arguments: [life]).compactMap { row in
                let lines = try String.fetchAll(
                    database, sql: "SELECT line FROM journal_lines WHERE call = ? ORDER BY id", arguments: [row["call"] as String])
                return JournaledCall.read(row["entry"], lines: lines)
            }
        }
    }

    public func settle(_ call: CallID, _ ticket: TicketDraft?, at now: Int64) throws(StoreFailure) {
        try write { database in
            if let ticket { try Self.insert(ticket, at: now, database) }
            try Self.forget(call, database)
        }
    }

    private static func forget(_ call: CallID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM journal WHERE call = ?", arguments: [call.rawValue])
    }
}
