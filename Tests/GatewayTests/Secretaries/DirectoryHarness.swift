import CallControl
import Dispatch
import Locking
import Logging
import PostgreSQL
import PostgresSupport
import Synchronization
import Telemetry
import Testing

@testable import Gateway
@testable import Settings

/// A directory over a real database, with a clock that the test moves.
final class DirectoryHarness: Sendable {
    static let uuid = "aaaaaaaa-0000-4000-8000-000000000001"

    let database: FusionPBXDatabase
    let directory: SecretaryDirectory
    let metrics = MetricRegistry()
    let log = CollectedLog()
    private let time: ManualClock

    init(_ kind: FusionPBXDatabase.Kind = .migrations, on server: PostgresServer? = nil, keys: String = "", extra: String = "") throws {
        database = try FusionPBXDatabase(kind, on: server ?? PostgresServer.shared())
        let settings = try Self.settings(database, keys: keys, extra: extra)
        let clock = ManualClock()
        time = clock
        directory = SecretaryDirectory(
            try #require(settings.fusionPBX), try #require(FusionPBXContext(settings)), metrics: metrics, logger: log.logger, clock: { clock.now })
        directory.start()
    }

    static func settings(_ database: FusionPBXDatabase, keys: String = "", extra: String = "") throws -> GatewaySettings {
        let yaml = "fusionpbx: {\(keys.contains("query_timeout_ms") ? "" : "query_timeout_ms: 5000, ")\(keys)}\n\(extra)"
        let loaded = GatewaySettings.load(text: yaml, file: "", environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": database.conninfo]) { _ in "" }
        return try #require(loaded.settings, "\(loaded.problems)")
    }

    deinit { directory.stop() }

    func advance(_ seconds: Int64) { time.advance(seconds) }

    static func key(_ uuid: String = uuid, domain: String? = nil) throws -> SecretaryKey { try #require(SecretaryKey(uuid: uuid, domain: domain)) }

    /// What a call would get that has all the time in the world.
    func ask(_ uuid: String = uuid, domain: String? = nil) throws -> SecretaryAnswer {
        let later = Later()
        if let now = directory.ask(try Self.key(uuid, domain: domain), completion: later.take) { return now }
        return try later.wait()
    }

    func name(_ answer: SecretaryAnswer) -> String? { if case .found(let settings, _) = answer { settings.name } else { nil } }

    /// Holds all queries up until it is released.
    func block() throws -> PostgresConnection {
        let blocker = try PostgresConnection.connect(database.conninfo, deadline: .seconds(10))
        try blocker.exec("BEGIN")
        try blocker.exec("LOCK TABLE v_voice_secretaries IN ACCESS EXCLUSIVE MODE")
        return blocker
    }
}

/// An answer that comes from another thread.
final class Later: Sendable {
    private let answer = Locked<SecretaryAnswer?>(nil)
    private let done = DispatchSemaphore(value: 0)

    var take: @Sendable (SecretaryAnswer) -> Void {
        { [self] given in
            answer.withLock { $0 = given }
            done.signal()
        }
    }

    func wait() throws -> SecretaryAnswer {
        try #require(done.wait(timeout: .now() + 30) == .success, "no answer within 30 s")
        return try #require(answer.withLock { $0 })
    }
}

final class ManualClock: Sendable {
    private let seconds = Atomic<Int64>(0)
    var now: Instant { Instant(nanoseconds: seconds.load(ordering: .relaxed) * 1_000_000_000) }
    func advance(_ by: Int64) { seconds.add(by, ordering: .relaxed) }
}

/// Log lines, as `level message detail`.
final class CollectedLog: Sendable {
    private struct Handler: LogHandler {
        let log: CollectedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let detail = event.metadata?.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: " ") ?? ""
            log.lines.withLock { $0.append("\(event.level) \(event.message) \(detail)") }
        }
    }

    let lines = Locked<[String]>([])
    var logger: Logger { Logger(label: "test") { [self] _ in Handler(log: self) } }
    func count(_ part: String) -> Int { lines.withLock { $0.count { $0.contains(part) } } }
}
