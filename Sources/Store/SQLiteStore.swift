import CallControl
import Foundation
import GRDB

/// Outbox and journal in one SQLite file. Every commit is synced before it returns: WAL with `synchronous=FULL`, since a ticket that was
/// promised to a caller must survive a power cut, not only a crash.
public final class SQLiteStore: Sendable {
    let database: DatabaseQueue

    /// - Parameter path: made if it is not there, with its folder.
    public init(path: String) throws(StoreFailure) {
        database = try Self.guarding {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var configuration = Configuration()
            // Another process (the command line, a second gateway) may hold the file for a moment.
            configuration.busyMode = .timeout(2)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrator.migrate(queue)
            return queue
        }
    }

    private static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("outbox and journal") { database in
            try database.execute(
                sql: """
                    CREATE TABLE outbox (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, call TEXT NOT NULL, ticket TEXT NOT NULL, state TEXT NOT NULL,
                        created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, problem TEXT, receipt TEXT,
                        delivered_at INTEGER);
                    CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'pending';
                    CREATE TABLE journal (call TEXT PRIMARY KEY, began_at INTEGER NOT NULL, ticket TEXT NOT NULL);
                    CREATE TABLE journal_lines (
                        id INTEGER PRIMARY KEY, call TEXT NOT NULL REFERENCES journal (call) ON DELETE CASCADE, line TEXT NOT NULL);
                    CREATE INDEX journal_lines_call ON journal_lines (call);
                    """)
        }
        return migrator
    }()

    /// Runs database work; its errors become the store's, in words.
    static func guarding<Value>(_ body: () throws -> Value) throws(StoreFailure) -> Value {
        do { return try body() } catch let error as DatabaseError {
            let isFull = error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_IOERR
            throw StoreFailure(description: "SQLite: \(error.message ?? "\(error.resultCode)")", isFull: isFull)
        } catch let error as StoreFailure { throw error } catch { throw StoreFailure(description: "\(error)") }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreFailure) -> Value { try Self.guarding { try database.read(body) } }
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreFailure) -> Value { try Self.guarding { try database.write(body) } }

    static func text(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value { try JSONDecoder().decode(type, from: Data(text.utf8)) }
}
