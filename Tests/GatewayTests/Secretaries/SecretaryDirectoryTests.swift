import CallControl
import Locking
import PostgreSQL
import PostgresSupport
import Telemetry
import Testing

@testable import Gateway
@testable import Settings

/// Secretaries from a real PostgreSQL: kept, refreshed, served stale, and never waited for on an event loop.
@Suite struct SecretaryDirectoryTests {
    private typealias Harness = DirectoryHarness

    @Test func whatWasReadCountsFor30Seconds() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid, name: "Ana")
        #expect(harness.name(try harness.ask()) == "Ana")
        try harness.database.execute("UPDATE v_voice_secretaries SET secretary_name = 'Bia'")
        harness.advance(29)
        // At once, without another thread.
        let kept = try #require(harness.directory.ask(try Harness.key()) { _ in Issue.record("asked again") })
        #expect(harness.name(kept) == "Ana")
        harness.advance(1)
        #expect(harness.name(try harness.ask()) == "Bia")
    }

    @Test func nobodysUUIDIsRememberedAsWell() throws {
        let harness = try Harness()
        #expect(try harness.ask() == .absent(.unknown))
        try harness.database.addSecretary(Harness.uuid)
        #expect(try harness.ask() == .absent(.unknown))
        harness.advance(30)
        #expect(harness.name(try harness.ask()) == "Recepção")
    }

    @Test func whileTheDatabaseIsDownStaleOnesAreServed() throws {
        let server = try PostgresServer()
        let harness = try Harness(on: server, keys: "stale_seconds: 600")
        try harness.database.addSecretary(Harness.uuid, name: "Ana")
        guard case .found(let fresh, isStale: false) = try harness.ask() else { return #expect(Bool(false)) }
        try server.stop()
        harness.advance(31)
        #expect(try harness.ask() == .found(fresh, isStale: true))
        #expect(harness.directory.problem != nil)
        #expect(harness.metrics.text.contains("voice_gateway_fusionpbx_up 0"))
        // For a moment nobody is kept waiting for the next failure.
        #expect(harness.directory.ask(try Harness.key()) { _ in Issue.record("asked again") } == .found(fresh, isStale: true))
        guard case .failed = try harness.ask("aaaaaaaa-0000-4000-8000-000000000002") else { return #expect(Bool(false)) }
        harness.advance(6)
        #expect(try harness.ask() == .found(fresh, isStale: true))
        try server.start()
        try harness.database.execute("UPDATE v_voice_secretaries SET secretary_name = 'Bia'")
        harness.advance(6)
        #expect(harness.name(try harness.ask()) == "Bia")
        #expect(harness.directory.problem == nil)
        #expect(harness.log.count("error FusionPBX's database cannot be asked") == 1)
        #expect(harness.log.count("notice FusionPBX's database answers again") == 1)
        try server.stop()
        harness.advance(631)
        guard case .failed = try harness.ask() else { return #expect(Bool(false)) }
    }

    @Test func aServerThatWasRestartedMeanwhileIsNoFailure() throws {
        let server = try PostgresServer()
        let harness = try Harness(on: server, keys: "connections: 1")
        try harness.database.addSecretary(Harness.uuid)
        _ = try harness.ask()
        try server.stop()
        try server.start()
        harness.advance(31)
        guard case .found(_, isStale: false) = try harness.ask() else { return #expect(Bool(false)) }
        #expect(harness.directory.problem == nil)
    }

    @Test func aDeletedSecretaryIsGoneEvenWhenTheDatabaseIs() throws {
        let server = try PostgresServer()
        let harness = try Harness(on: server)
        try harness.database.addSecretary(Harness.uuid)
        _ = try harness.ask()
        try harness.database.execute("DELETE FROM v_voice_secretaries")
        harness.advance(31)
        #expect(try harness.ask() == .absent(.unknown))
        try server.stop()
        harness.advance(31)
        guard case .failed = try harness.ask() else { return #expect(Bool(false)) }
    }

    @Test func aKeptAnswerStaysInItsDomain() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        #expect(harness.name(try harness.ask()) == "Recepção")
        #expect(harness.name(try harness.ask(domain: "example.com")) == "Recepção")
        #expect(try harness.ask(domain: "other.com") == .absent(.unknown))
    }

    @Test func manyCallsForOneSecretaryAreOneQuery() throws {
        let harness = try Harness(keys: "query_timeout_ms: 20000, lookup_timeout_ms: 30000")
        try harness.database.addSecretary(Harness.uuid)
        let blocker = try harness.block()
        let key = try Harness.key()
        let answers = (0..<20).map { _ in Later() }
        for answer in answers { #expect(harness.directory.ask(key, completion: answer.take) == nil) }
        #expect(harness.directory.state.withLock { ($0.requests.count, $0.requests.values.first?.waiters.count) } == (1, 20))
        try blocker.exec("ROLLBACK")
        for answer in answers { #expect(harness.name(try answer.wait()) == "Recepção") }
        #expect(harness.directory.state.withLock { $0.requests.isEmpty && $0.queue.isEmpty })
    }

    @Test func aCallThatHasWaitedItsTimeGetsWhatThereIs() throws {
        let harness = try Harness(keys: "query_timeout_ms: 20000, lookup_timeout_ms: 30000")
        try harness.database.addSecretary(Harness.uuid)
        _ = try harness.ask()
        harness.advance(31)
        let blocker = try harness.block()
        let (known, unknown) = (Later(), Later())
        let other = try Harness.key("aaaaaaaa-0000-4000-8000-000000000002")
        #expect(harness.directory.ask(try Harness.key(), completion: known.take) == nil)
        #expect(harness.directory.ask(other, completion: unknown.take) == nil)
        guard case .found(_, isStale: true) = harness.directory.answerNow(try Harness.key()) else { return #expect(Bool(false)) }
        #expect(harness.directory.answerNow(other) == .late)
        try blocker.exec("ROLLBACK")
        guard case .found(_, isStale: false) = try known.wait() else { return #expect(Bool(false)) }
        #expect(try unknown.wait() == .absent(.unknown))
    }

    /// With every connection stuck, a call's time passes in the queue; the queue is then not worked off for nobody.
    @Test func questionsThatNobodyWaitsForAnyMoreAreNotAsked() throws {
        let harness = try Harness(keys: "connections: 1, query_timeout_ms: 20000, lookup_timeout_ms: 1000")
        try harness.database.addSecretary(Harness.uuid)
        let blocker = try harness.block()
        let (first, second) = (Later(), Later())
        #expect(harness.directory.ask(try Harness.key(), completion: first.take) == nil)
        while harness.directory.state.withLock({ !$0.queue.isEmpty }) {}
        #expect(harness.directory.ask(try Harness.key(domain: "example.com"), completion: second.take) == nil)
        harness.advance(2)
        try blocker.exec("ROLLBACK")
        #expect(harness.name(try first.wait()) == "Recepção")
        guard case .failed = try second.wait() else { return #expect(Bool(false)) }
    }

    @Test func aNewConfigurationAppliesToWhatIsKept() throws {
        let server = try PostgresServer()
        let harness = try Harness(on: server, extra: "providers: {one: {url: 'ws://127.0.0.1:9/'}}")
        try harness.database.addSecretary(Harness.uuid)
        _ = try harness.ask()
        try server.stop()
        harness.directory.reconfigure(try Harness.settings(harness.database, extra: "providers: {two: {url: 'ws://127.0.0.1:9/'}}"))
        guard case .found(let settings, _) = try harness.ask() else { return #expect(Bool(false)) }
        #expect(settings.provider == "two")
    }

    @Test func whatIsOddIsSaidOnce() throws {
        let harness = try Harness(.schemaTool, keys: "connections: 4")
        try harness.database.addSecretary(Harness.uuid, ["max_turns": "0"])
        for _ in 0..<8 {
            _ = try harness.ask()
            harness.advance(31)
        }
        #expect(harness.log.count("warning A secretary of FusionPBX is not as it should be \(Harness.uuid): max_turns is 0") == 1)
        #expect(harness.log.count("notice FusionPBX's database lacks columns, defaults count v_voice_secretaries: fallback_message") == 1)
    }

    @Test func thePasswordIsInNoLineOfTheLog() throws {
        let database = try FusionPBXDatabase(on: PostgresServer.shared())
        let conninfo = database.conninfo.replacing("user=postgres", with: "user=nobody password=s3cret")
        let yaml = "fusionpbx: {connect_timeout_ms: 2000}"
        let loaded = GatewaySettings.load(text: yaml, file: "", environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": conninfo]) { _ in "" }
        let settings = try #require(loaded.settings)
        #expect(!loaded.effective.contains("s3cret"))
        let log = CollectedLog()
        let directory = SecretaryDirectory(
            try #require(settings.fusionPBX), try #require(FusionPBXContext(settings)), metrics: MetricRegistry(), logger: log.logger)
        directory.start()
        defer { directory.stop() }
        let later = Later()
        #expect(directory.ask(try Harness.key(), completion: later.take) == nil)
        guard case .failed(let text) = try later.wait() else { return #expect(Bool(false)) }
        #expect(!text.contains("s3cret"))
        #expect(log.count("s3cret") == 0)
    }

    @Test func stoppingAnswersThoseWhoWait() throws {
        let harness = try Harness(keys: "query_timeout_ms: 500")
        try harness.database.addSecretary(Harness.uuid)
        let blocker = try harness.block()
        let later = Later()
        #expect(harness.directory.ask(try Harness.key(), completion: later.take) == nil)
        harness.directory.stop()
        #expect(try later.wait() == .failed("the gateway is stopping"))
        #expect(try harness.ask() == .failed("the gateway is stopping"))
        try blocker.exec("ROLLBACK")
    }
}
