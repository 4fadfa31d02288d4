import Foundation
import Glibc
import Synchronization

/// A real PostgreSQL on this machine, in a folder of its own, that ends with the test's process however that ends.
///
/// It trusts every user, listens on a socket in its folder and on a free port of 127.0.0.1, and does not sync its files. Run by root, it
/// runs as the user `postgres`, since PostgreSQL refuses to be root.
public final class PostgresServer: Sendable {
    /// PostgreSQL is not installed, or does not start.
    public struct Failure: Error, CustomStringConvertible { public var description: String }

    public let folder: String
    public let port: Int
    /// Ends the server when the other end of its input closes, which is when this process is gone.
    private let warden: Process
    private let leash: FileHandle
    private let databases = Atomic<Int>(0)

    /// One for all tests of a process that do not stop it; each makes its own database.
    public static func shared() throws -> PostgresServer { try common.get() }
    private static let common = Result { try PostgresServer() }

    /// Makes a cluster and starts it.
    /// - Parameter settings: of `postgresql.conf`, over those of a test.
    public init(settings: [String: String] = [:]) throws {
        folder = try Self.makeFolder()
        try Self.run("initdb", ["-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        (warden, leash) = try Self.makeWarden(folder)
        port = try Self.startOnFreePort(folder, settings)
    }

    deinit {
        try? leash.close()
        warden.waitUntilExit()
    }

    /// A new, empty database of the server.
    /// - Returns: its connection string, by TCP.
    public func makeDatabase() throws -> String {
        let name = "test\(databases.add(1, ordering: .relaxed).newValue)"
        try Self.run("createdb", ["-h", folder, "-p", "\(port)", "-U", "postgres", name])
        return conninfo(database: name)
    }

    public func conninfo(database: String = "postgres") -> String { "host=127.0.0.1 port=\(port) user=postgres dbname=\(database)" }

    /// The same by the unix socket.
    public func socketConninfo(database: String = "postgres") -> String { "host=\(folder) port=\(port) user=postgres dbname=\(database)" }

    /// Ends all its connections and stops it, as a machine that goes down.
    public func stop() throws { try Self.run("pg_ctl", ["-D", folder + "/data", "-m", "immediate", "-w", "stop"]) }

    /// Starts it again, on the same port and with the same data.
    public func start() throws { try Self.run("pg_ctl", ["-D", folder + "/data", "-l", folder + "/log", "-w", "start"]) }
}
