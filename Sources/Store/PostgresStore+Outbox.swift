import CallControl
import PostgreSQL

extension PostgresStore: Outbox {
    public func add(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure) -> OutboxEntry {
        let (sql, parameters) = try Self.insertion(ticket, at: now)
        try query(sql, parameters)
        guard let entry = try entry(ofCall: ticket.call) else { throw StoreFailure(description: "PostgreSQL: the entry is gone again") }
        return entry
    }

    static func insertion(_ ticket: TicketDraft, at now: Int64) throws(StoreFailure) -> (String, [String?]) {
        (
            """
            INSERT INTO voice_gateway_outbox (key, call, ticket, state, created_at, next_at) VALUES ($1, $2, $3, 'pending', $4, $4)
            ON CONFLICT (key) DO NOTHING
            """, [OutboxEntry.key(of: ticket.call), ticket.call.rawValue, try StoredJSON.text(ticket), "\(now)"]
        )
    }

    /// Gateways that ask at the same time get different entries, and none waits for another.
    public func take(at now: Int64, until: Int64, most: Int) throws(StoreFailure) -> [OutboxEntry] {
        let (life, silence) = (life, silence)
        let result = try transaction { connection in
            // Whoever holds tickets lives.
            try Self.beat(life, connection)
            return try connection.query(Self.taking, ["\(now)", "\(until)", "\(most)", life, "\(silence)"])
        }
        let found = Self.entries(result)
        for entry in found where entry.state == .failed { try record(entry.id, .givenUp(because: entry.problem ?? "")) }
        // RETURNING is in no order.
        return found.sorted { ($0.attempts, $0.nextAt, $0.id) < ($1.attempts, $1.nextAt, $1.id) }
    }

    /// Of those that are held, whose holder is known to be silent: one that took them this moment, with its first sign of life, is in the
    /// entry that is read anew for the lock, and not yet among the lives of this statement's snapshot.
    private static let taking = """
        UPDATE voice_gateway_outbox SET next_at = $2, holder = $4, attempts = attempts + 1 WHERE id IN (
            SELECT id FROM voice_gateway_outbox WHERE state = 'pending' AND (next_at <= $1 OR holder <> $4 AND holder IN (
                SELECT life FROM voice_gateway_lives WHERE seen_at <= now() - make_interval(secs => $5)))
            ORDER BY attempts > 0, next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING *
        """

    public func nextDue() throws(StoreFailure) -> Int64? {
        try query("SELECT min(next_at) AS due FROM voice_gateway_outbox WHERE state = 'pending'").rows.first?["due"].flatMap { Int64($0) }
    }

    public func record(_ id: Int64, _ result: DeliveryResult) throws(StoreFailure) {
        switch result {
        case .delivered(let receipt, let at):
            try query(
                "UPDATE voice_gateway_outbox SET state = 'delivered', receipt = $2, delivered_at = $3, problem = NULL WHERE id = $1",
                ["\(id)", try StoredJSON.text(receipt), "\(at)"])
        case .again(let at, let problem):
            try query(
                "UPDATE voice_gateway_outbox SET next_at = $2, holder = NULL, problem = $3 WHERE id = $1 AND state = 'pending'",
                ["\(id)", "\(at)", Self.storable(problem)])
        case .givenUp(let problem):
            try query("UPDATE voice_gateway_outbox SET state = 'failed', problem = $2 WHERE id = $1 AND state = 'pending'", ["\(id)", Self.storable(problem)])
        }
    }

    public func summary() throws(StoreFailure) -> OutboxSummary {
        var summary = OutboxSummary()
        let result = try query(
            "SELECT state, count(*) AS number, min(created_at) AS oldest FROM voice_gateway_outbox WHERE state IN ('pending', 'failed') GROUP BY state")
        for row in result.rows {
            let number = row["number"].flatMap { Int($0) } ?? 0
            switch row["state"].flatMap(OutboxEntry.State.init) {
            case .pending:
                summary.pending = number
                summary.oldestPendingAt = row["oldest"].flatMap { Int64($0) }
            case .failed: summary.failed = number
            case .delivered, nil: break
            }
        }
        return summary
    }

    public func list(_ states: Set<OutboxEntry.State>, most: Int) throws(StoreFailure) -> [OutboxEntry] {
        let wanted = "{" + states.map(\.rawValue).joined(separator: ",") + "}"
        return Self.entries(
            try query("SELECT * FROM voice_gateway_outbox WHERE state = ANY ($1::text[]) ORDER BY id DESC LIMIT $2", [wanted, "\(max(0, most))"]))
    }

    public func entry(ofCall call: CallID) throws(StoreFailure) -> OutboxEntry? {
        Self.entries(try query("SELECT * FROM voice_gateway_outbox WHERE key = $1", [OutboxEntry.key(of: call)])).first
    }

    public func retry(_ id: Int64, companyID: Int?, at now: Int64) throws(StoreFailure) -> Bool {
        if let companyID, let text = try query("SELECT ticket FROM voice_gateway_outbox WHERE id = $1", ["\(id)"]).rows.first?["ticket"] {
            var ticket = try StoredJSON.value(TicketDraft.self, text)
            ticket.companyID = companyID
            try query("UPDATE voice_gateway_outbox SET ticket = $2 WHERE id = $1 AND state <> 'delivered'", ["\(id)", try StoredJSON.text(ticket)])
        }
        return try query(
            "UPDATE voice_gateway_outbox SET state = 'pending', next_at = $2 WHERE id = $1 AND state <> 'delivered'", ["\(id)", "\(now)"]
        ).affected > 0
    }

    public func drop(_ id: Int64) throws(StoreFailure) -> Bool {
        try query("DELETE FROM voice_gateway_outbox WHERE id = $1", ["\(id)"]).affected > 0
    }

    public func prune(deliveredBefore time: Int64) throws(StoreFailure) {
        try query("DELETE FROM voice_gateway_outbox WHERE state = 'delivered' AND delivered_at < $1", ["\(time)"])
        try query(
            """
            DELETE FROM voice_gateway_lives WHERE seen_at < now() - interval '1 day'
                AND life NOT IN (SELECT life FROM voice_gateway_journal)
                AND life NOT IN (SELECT holder FROM voice_gateway_outbox WHERE holder IS NOT NULL)
            """)
    }

    private static func entries(_ result: PostgresResult) -> [OutboxEntry] { result.rows.map(entry) }

    private static func entry(_ row: PostgresRow) -> OutboxEntry {
        let number = { (column: String) in row[column].flatMap { Int64($0) } }
        let receipt = row["receipt"].flatMap { try? StoredJSON.value(TicketReceipt.self, $0) }
        let (ticket, unreadable) = OutboxEntry.read(row["ticket"] ?? "", of: row["call"] ?? "")
        return OutboxEntry(
            id: number("id") ?? 0, key: row["key"] ?? "", ticket: ticket,
            state: unreadable == nil ? row["state"].flatMap(OutboxEntry.State.init) ?? .failed : .failed, createdAt: number("created_at") ?? 0,
            attempts: Int(number("attempts") ?? 0), nextAt: number("next_at") ?? 0, problem: unreadable ?? row["problem"], receipt: receipt,
            deliveredAt: number("delivered_at"))
    }

    /// PostgreSQL's text takes no NUL; a desk's answer may hold one.
    private static func storable(_ text: String) -> String { text.replacing("\0", with: " ") }
}
