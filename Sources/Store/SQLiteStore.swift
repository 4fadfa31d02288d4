import CallControl
import Foundation
import GRDB
import Glibc
import Locking

/// Outbox and journal in one SQLite file. Every commit is synced before it returns: WAL with `synchronous=FULL`, since a ticket that was
/// promised to a caller must survive a power cut, not only a crash.
public final class SQLiteStore: Sendable {
    let database: DatabaseQueue
    /// This process's, in the journal.
    let life = UUID().uuidString
    private let path: String
    private let claim = Locked<Int32>(-1)

    /// - Parameter path: made if it is not there, with its folder.
    public init(path: String) throws(StoreFailure) {
        self.path = path
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

    deinit { claim.withLock { if $0 >= 0 { close($0) } } }

    /// Makes the file this gateway's alone until the store is released: what others left in the journal is then known to be over.
    /// - Throws: if another gateway runs on it.
    public func claimForGateway() throws(StoreFailure) {
        let file = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFailure(description: "\(path).lock: \(String(cString: strerror(errno)))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw StoreFailure(
                description: "\(path): another gateway runs on this store; give each its own store_path, or let them share a PostgreSQL (store_conninfo_file)")
        }
        claim.withLock { $0 = file }
        // What the last life was delivering when it died waits for nobody.
        try write { try $0.execute(sql: "UPDATE outbox SET next_at = 0 WHERE state = 'pending' AND holder IS NOT NULL") }
    }

    private static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("outbox and journal") { database in
            try database.execute(
                sql: """
                    CREATE TABLE outbox (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, call TEXT NOT NULL, ticket TEXT NOT NULL, state TEXT NOT NULL,
                        created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, problem TEXT, receipt TEXT,
                        delivered_at INTEGER, holder TEXT);
                    CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'pending';
                    CREATE TABLE journal (call TEXT PRIMARY KEY, life TEXT NOT NULL, began_at INTEGER NOT NULL, entry TEXT NOT NULL);
                    CREATE TABLE journal_lines (
                        id INTEGER PRIMARY KEY, call TEXT NOT NULL REFERENCES journal (call) ON DELETE CASCADE, line TEXT NOT NULL);
                    CREATE INDEX journal_lines_call ON journal_lines (call);
                    """)
        }
        migrator.registerMigration("open tickets are counted often") { database in
            try database.execute(sql: "CREATE INDEX outbox_states ON outbox (state, created_at)")
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

}
