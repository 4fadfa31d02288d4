import CallControl
import PostgreSQL

/// Gateways say by a heartbeat that they live, on the server's clock; the journal of one that fell silent is anybody's.
extension PostgresStore: CallJournal {
    public func write(_ entries: [JournalEntry], at now: Int64) throws(StoreFailure) {
        let life = life
        try transaction { connection in
            try Self.beat(life, connection)
            for entry in entries { try Self.write(entry, life, connection) }
        }
    }

    static func beat(_ life: String, _ connection: PostgresConnection) throws {
        try connection.query("INSERT INTO voice_gateway_lives VALUES ($1, now()) ON CONFLICT (life) DO UPDATE SET seen_at = now()", [life])
    }

    private static func write(_ entry: JournalEntry, _ life: String, _ connection: PostgresConnection) throws {
        switch entry {
        case .call(let call):
            try connection.query(
                """
                INSERT INTO voice_gateway_journal (call, life, began_at, entry) VALUES ($1, $2, $3, $4)
                ON CONFLICT (call) DO UPDATE SET life = excluded.life, entry = excluded.entry
                """, [call.ticket.call.rawValue, life, "\(call.startedAt)", try StoredJSON.text(call)])
        case .line(let line, let call):
            try connection.query(
                """
                INSERT INTO voice_gateway_journal_lines (call, line)
                SELECT $1, $2 WHERE EXISTS (SELECT 1 FROM voice_gateway_journal WHERE call = $1)
                """, [call.rawValue, try StoredJSON.text(line)])
        case .end(let call): try connection.query("DELETE FROM voice_gateway_journal WHERE call = $1", [call.rawValue])
        }
    }

    public func orphans(at now: Int64) throws(StoreFailure) -> [JournaledCall] {
        let result = try query(
            """
            SELECT call, entry FROM voice_gateway_journal WHERE life <> $1 AND life NOT IN (
                SELECT life FROM voice_gateway_lives WHERE seen_at > now() - make_interval(secs => $2)) ORDER BY began_at
            """, [life, "\(silence)"])
        var calls: [JournaledCall] = []
        for row in result.rows {
            let lines = try query("SELECT line FROM voice_gateway_journal_lines WHERE call = $1 ORDER BY id", [row["call"]])
            if let call = JournaledCall.read(row["entry"] ?? "", lines: lines.rows.compactMap { $0["line"] }) { calls.append(call) }
        }
        return calls
    }

    public func settle(_ call: CallID, _ ticket: TicketDraft?, at now: Int64) throws(StoreFailure) {
        var insertion: (String, [String?])?
        if let ticket { insertion = try Self.insertion(ticket, at: now) }
        try transaction { [insertion] connection in
            if let (sql, parameters) = insertion { try connection.query(sql, parameters) }
            try connection.query("DELETE FROM voice_gateway_journal WHERE call = $1", [call.rawValue])
        }
    }
}
