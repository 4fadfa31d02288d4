import CallControl
import GRDB

extension SQLiteStore: CallJournal {
    public func begin(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure) {
        try write { database in
            try database.execute(
                sql: "INSERT INTO journal (call, began_at, ticket) VALUES (?, ?, ?) ON CONFLICT (call) DO NOTHING",
                arguments: [ticket.call.rawValue, now, try Self.text(ticket)])
        }
    }

    public func append(_ line: TicketDraft.Line, to call: CallID) throws(StoreFailure) {
        try write { database in
            try database.execute(
                sql: "INSERT INTO journal_lines (call, line) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM journal WHERE call = ?)",
                arguments: [call.rawValue, try Self.text(line), call.rawValue])
        }
    }

    public func end(_ call: CallID) throws(StoreFailure) {
        try write { try $0.execute(sql: "DELETE FROM journal WHERE call = ?", arguments: [call.rawValue]) }
    }

    public func unfinished(before: Int64) throws(StoreFailure) -> [TicketDraft] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT call, ticket FROM journal WHERE began_at < ? ORDER BY began_at", arguments: [before]).map { row in
                var ticket = try Self.value(TicketDraft.self, row["ticket"])
                let lines = try String.fetchAll(
                    database, sql: "SELECT line FROM journal_lines WHERE call = ? ORDER BY id", arguments: [row["call"] as String])
                ticket.transcript = try lines.map { try Self.value(TicketDraft.Line.self, $0) }
                return ticket
            }
        }
    }
}
