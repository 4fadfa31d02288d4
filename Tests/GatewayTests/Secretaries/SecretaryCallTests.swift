import CallControl
import Foundation
import PostgreSQL
import PostgresSupport
import Simulation
import Testing
import Transport

@testable import Gateway

/// Whole calls whose secretary is a row of FusionPBX's, in a real PostgreSQL.
@Suite(.serialized) struct SecretaryCallTests {
    private static let uuid = "aaaaaaaa-0000-4000-8000-000000000001"
    private static let greeting = "Claro, pode falar."

    private static func harness(_ database: FusionPBXDatabase, keys: String = "", hasDefault: Bool = true) throws -> GatewayHarness {
        try GatewayHarness(
            emulation: CallTests.short, secretary: "{greeting_message: '\(greeting)'}", extra: "fusionpbx: {query_timeout_ms: 20000, \(keys)}",
            environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": database.conninfo], hasDefault: hasDefault)
    }

    private static func database() throws -> FusionPBXDatabase {
        let database = try FusionPBXDatabase(on: PostgresServer.shared())
        try database.addSecretary(uuid, ["greeting_message": "'\(greeting)'"])
        return database
    }

    private static func block(_ database: FusionPBXDatabase) throws -> PostgresConnection {
        let blocker = try PostgresConnection.connect(database.conninfo, deadline: .seconds(10))
        try blocker.exec("BEGIN")
        try blocker.exec("LOCK TABLE v_voice_secretaries IN ACCESS EXCLUSIVE MODE")
        return blocker
    }

    private static func caller(_ query: String...) -> CallerSettings {
        var settings = CallerSettings()
        settings.secretary = uuid
        settings.query = query
        return settings
    }

    @Test func theSecretaryOfTheDatabaseAnswers() throws {
        let harness = try Self.harness(try Self.database())
        defer { harness.stop() }
        // The first is read, the others are known; all are the database's.
        for _ in 0..<2 {
            for result in try harness.run(.plain(["pt-saldo"]), each: [Self.caller(), Self.caller("domain=example.com")]) {
                let record = try harness.record(result.call_uuid)
                #expect(record.secretary_uuid == Self.uuid)
                #expect(record.transcript.first?.text == Self.greeting)
                #expect(record.transcript.contains { $0.role == "user" })
                #expect(record.end_reason == "caller_hung_up")
            }
        }
        #expect(harness.gateway.metricsText.contains(#"voice_gateway_secretary_lookups_total{outcome="found"} 4"#))
    }

    @Test func anUnknownOneOrOneOfAnotherDomainGetsTheDefault() throws {
        let harness = try Self.harness(try Self.database())
        defer { harness.stop() }
        var unknown = Self.caller()
        unknown.secretary = "aaaaaaaa-0000-4000-8000-000000000002"
        for result in try harness.run(.plain([]), each: [unknown, Self.caller("domain=other.com")]) {
            #expect(try harness.record(result.call_uuid).secretary_uuid == "test")
        }
        #expect(harness.gateway.metricsText.contains(#"voice_gateway_secretary_lookups_total{outcome="absent"} 2"#))
    }

    @Test func withoutADefaultAnUnknownOneIsRefused() throws {
        let harness = try Self.harness(try Self.database(), hasDefault: false)
        defer { harness.stop() }
        let stream = try RawStream(harness.url + "/stream/aaaaaaaa-0000-4000-8000-000000000002/call-1")
        defer { stream.stop() }
        let closure = try #require(stream.waitForClose()?.closure)
        #expect(closure.code == 1_008)
        #expect(closure.reason == "There is no secretary aaaaaaaa-0000-4000-8000-000000000002.")
        #expect(harness.gateway.callCount == 0)
        #expect(harness.gateway.metricsText.contains(#"voice_gateway_calls_refused_total{reason="not_servable"} 1"#))
    }

    /// The caller speaks, and the dialplan tells who calls, while the query waits for a lock: nothing of it is lost.
    @Test func whatIsSaidBeforeTheAnswerIsHeardAfterIt() throws {
        let database = try Self.database()
        let harness = try Self.harness(database, keys: "lookup_timeout_ms: 30000")
        defer { harness.stop() }
        let blocker = try Self.block(database)
        let stream = try RawStream(harness.url + "/stream/\(Self.uuid)/call-1")
        defer { stream.stop() }
        stream.send(.text, Array(#"{"type":"metadata","caller_name":"Ana","caller_id":"+5511988887777"}"#.utf8))
        for _ in 0..<25 { stream.send(.binary, [UInt8](repeating: 0, count: 320)) }
        stream.send(.text, Array(#"{"type":"dtmf","digit":"5"}"#.utf8))
        #expect(harness.wait { harness.gateway.callCount == 1 })
        #expect(harness.reports("call-1").isEmpty)
        try blocker.exec("ROLLBACK")
        #expect(harness.wait { !harness.reports("call-1").isEmpty })
        stream.send(.text, Array(#"{"type":"hangup"}"#.utf8))
        #expect(stream.waitForClose()?.closure?.code == 1_000)
        let record = try harness.record("call-1")
        #expect(record.secretary_uuid == Self.uuid)
        #expect(record.counters["caller_frames"] == 25 && record.counters["text_frames"] == 3)
        #expect(record.counters["frames_rejected"] == 0)
        #expect(record.caller_id == "+5511988887777" && record.metadata["caller_name"] == "Ana")
    }

    @Test(arguments: [true, false]) func aDatabaseThatIsSlowCostsItsDeadlineAndThenTheDefaultAnswers(_ hasDefault: Bool) throws {
        let database = try Self.database()
        let harness = try Self.harness(database, keys: "lookup_timeout_ms: 300", hasDefault: hasDefault)
        defer { harness.stop() }
        let blocker = try Self.block(database)
        let began = ContinuousClock.now
        let stream = try RawStream(harness.url + "/stream/\(Self.uuid)/call-1")
        defer { stream.stop() }
        // Other calls' secretaries come from the file, and their loop is not held up.
        var filed = CallerSettings()
        filed.secretary = "test"
        let other = try #require(try harness.run(.plain([]), settings: filed).first)
        #expect(try harness.record(other.call_uuid).secretary_uuid == "test")
        if hasDefault {
            #expect(harness.wait { !harness.reports("call-1").isEmpty })
            stream.send(.text, Array(#"{"type":"hangup"}"#.utf8))
            #expect(try harness.record("call-1").secretary_uuid == "test")
        } else {
            let closure = try #require(stream.waitForClose()?.closure)
            #expect(closure.code == 1_011)
            #expect(closure.reason == "The secretary \(Self.uuid) can't be looked up at the moment.")
        }
        #expect(ContinuousClock.now - began >= .milliseconds(300))
        #expect(harness.gateway.metricsText.contains(#"voice_gateway_secretary_lookups_total{outcome="late"} 1"#))
        try blocker.exec("ROLLBACK")
    }

    @Test func aCallerWhoHangsUpMeanwhileLeavesNothing() throws {
        let database = try Self.database()
        let harness = try Self.harness(database, keys: "lookup_timeout_ms: 30000")
        defer { harness.stop() }
        let blocker = try Self.block(database)
        let stream = try RawStream(harness.url + "/stream/\(Self.uuid)/call-1")
        #expect(harness.wait { harness.gateway.callCount == 1 })
        stream.stop()
        #expect(harness.wait { harness.gateway.callCount == 0 })
        try blocker.exec("ROLLBACK")
        // The same call may come again.
        let again = try RawStream(harness.url + "/stream/\(Self.uuid)/call-1")
        defer { again.stop() }
        #expect(harness.wait { !harness.reports("call-1").isEmpty })
    }

    @Test func aDatabaseThatIsDownIsNoReasonToRefuseWhomItKnew() throws {
        let server = try PostgresServer()
        let database = try FusionPBXDatabase(on: server)
        try database.addSecretary(Self.uuid, ["greeting_message": "'\(Self.greeting)'"])
        let harness = try Self.harness(database, keys: "cache_seconds: 0")
        defer { harness.stop() }
        #expect(try harness.record(try #require(try harness.run(.plain([]), settings: Self.caller()).first).call_uuid).secretary_uuid == Self.uuid)
        try server.stop()
        for _ in 0..<2 {
            let result = try #require(try harness.run(.plain([]), settings: Self.caller()).first)
            #expect(try harness.record(result.call_uuid).secretary_uuid == Self.uuid)
        }
        #expect(harness.gateway.metricsText.contains(#"voice_gateway_secretary_lookups_total{outcome="stale"} 2"#))
        #expect(harness.gateway.metricsText.contains("voice_gateway_fusionpbx_up 0"))
    }
}
