import CallControl
import Foundation
import Locking
import PostgreSQL

/// Outbox and journal in a PostgreSQL that several gateways share. One connection, made when it is needed and again when it broke; every
/// commit is on the server's disk before it returns.
public final class PostgresStore: Sendable {
    private struct State {
        var connection: PostgresConnection?
    }

    /// Short: while it passes, tickets wait and callers hear nothing of theirs.
    private static let patience = Duration.seconds(3)

    private let conninfo: String
    private let state = Locked(State())
    /// This process's, in the journal.
    let life = UUID().uuidString

    /// In seconds: a gateway that was not heard of for so long is gone.
    let silence: Int

    /// Nothing is connected yet.
    /// - Parameter conninfo: as libpq takes it.
    /// - Parameter silence: after which a gateway that was not heard of counts as dead; its tickets and calls are the others' then.
    public init(conninfo: String, silence: Duration = .seconds(30)) {
        self.conninfo = conninfo
        self.silence = Int(max(.seconds(1), silence).components.seconds)
    }

    /// Tables in the connection's schema; made if they are not there.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS voice_gateway_outbox (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL UNIQUE, call text NOT NULL, ticket text NOT NULL, state text NOT NULL,
            created_at bigint NOT NULL, attempts integer NOT NULL DEFAULT 0, next_at bigint NOT NULL, problem text, receipt text, delivered_at bigint, holder text);
        CREATE INDEX IF NOT EXISTS voice_gateway_outbox_due ON voice_gateway_outbox (next_at) WHERE state = 'pending';
        CREATE INDEX IF NOT EXISTS voice_gateway_outbox_open ON voice_gateway_outbox (state, created_at) WHERE state IN ('pending', 'failed');
        CREATE TABLE IF NOT EXISTS voice_gateway_lives (life text PRIMARY KEY, seen_at timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS voice_gateway_journal (
            call text PRIMARY KEY, life text NOT NULL, began_at bigint NOT NULL, entry text NOT NULL);
        CREATE TABLE IF NOT EXISTS voice_gateway_journal_lines (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, call text NOT NULL REFERENCES voice_gateway_journal (call) ON DELETE CASCADE,
            line text NOT NULL);
        CREATE INDEX IF NOT EXISTS voice_gateway_journal_lines_call ON voice_gateway_journal_lines (call);
        """

    /// Two gateways that start at once would make the same table twice: PostgreSQL's IF NOT EXISTS does not keep them apart.
    private static let schemaLock = 0x766F_6963

    private static func connect(_ conninfo: String) throws(PostgresError) -> PostgresConnection {
        let connection = try PostgresConnection.connect(conninfo, deadline: patience, statementTimeout: patience)
        try connection.exec("SET synchronous_commit = on; SET client_min_messages = warning")
        try connection.exec("BEGIN; SELECT pg_advisory_xact_lock(\(schemaLock)); \(schema) COMMIT")
        return connection
    }

    /// Runs a statement; a connection that turns out to be broken is made anew, once.
    @discardableResult
    func query(_ sql: String, _ parameters: [String?] = []) throws(StoreFailure) -> PostgresResult {
        try perform { try $0.query(sql, parameters) }
    }

    func transaction<Value: Sendable>(_ body: @Sendable (PostgresConnection) throws -> Value) throws(StoreFailure) -> Value {
        try perform { try $0.transaction(body) }
    }

    /// All of the store's statements may be repeated: tickets are unique by their call, and all else says what shall be.
    private func perform<Value: Sendable>(_ body: @Sendable (PostgresConnection) throws -> Value) throws(StoreFailure) -> Value {
        do {
            return try state.withLock { state in
                let wasConnected = state.connection?.isUsable == true
                do { return try body(Self.usable(&state, conninfo)) } catch let error as PostgresError where error.isTransient && wasConnected {
                    if state.connection?.isUsable == true { throw error }
                    return try body(Self.usable(&state, conninfo))
                }
            }
        } catch let error as PostgresError {
            throw StoreFailure(description: error.description, isFull: error.state?.hasPrefix("53") == true)
        } catch { throw StoreFailure(description: "\(error)") }
    }

    private static func usable(_ state: inout State, _ conninfo: String) throws(PostgresError) -> PostgresConnection {
        if let connection = state.connection, connection.isUsable { return connection }
        state.connection = nil
        let connection = try connect(conninfo)
        state.connection = connection
        return connection
    }
}
