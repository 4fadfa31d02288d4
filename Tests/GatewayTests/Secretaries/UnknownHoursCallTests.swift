import CallControl
import Foundation
import PostgresSupport
import Simulation
import Testing

@testable import Gateway

/// A person is asked for while the secretary's business hours cannot be had.
@Suite(.serialized) struct UnknownHoursCallTests {
    private static let uuid = "aaaaaaaa-0000-4000-8000-000000000001"
    private static let condition = "cccccccc-0000-4000-8000-000000000001"

    private static func call(_ setting: String, _ prepare: (FusionPBXDatabase) throws -> Void) throws -> (CallRecord, metrics: String) {
        let database = try FusionPBXDatabase(on: PostgresServer.shared())
        try database.addSecretary(
            uuid, ["greeting_message": "'Claro, pode falar.'", "omniplay_company_id": "1", "handoff_timeout": "5", "time_condition_uuid": "'\(condition)'"])
        // The transfer goes to the secretary's own domain, which is the emulated FreeSWITCH's.
        try database.execute("UPDATE v_domains SET domain_name = 'example.org' WHERE domain_uuid = '\(FusionPBXDatabase.example)'")
        try prepare(database)
        let world = try HandoffCallTests.World(online: 2)
        let harness = try world.harness(
            more: "fusionpbx: {server_timezone: UTC}\non_unknown_hours: \(setting)", environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": database.conninfo])
        defer {
            harness.stop()
            world.stop()
        }
        var caller = CallerSettings()
        caller.secretary = uuid
        let result = try #require(try harness.run(HandoffCallTests.asking, settings: caller).first)
        return (try harness.record(result.call_uuid), harness.gateway.metricsText)
    }

    @Test func theSettingDecidesAndItIsCounted() throws {
        let (open, counted) = try Self.call("open") { _ in }
        #expect(open.status == "transferred", "\(String(describing: open.handoff))")
        #expect(counted.contains(#"voice_gateway_unknown_schedules_total{problem="missing"} 1"#))
        let (closed, _) = try Self.call("closed") { _ in }
        #expect(closed.status == "ticket_created")
        #expect(closed.handoff?.trail.contains { $0.step == "hours" && $0.detail == "closed" } == true)
    }

    /// The clock is the machine's, so the hours are such that it is one or the other on every day.
    @Test(arguments: [("1-366", "transferred"), ("400", "ticket_created")]) func knownHoursDecideWhateverTheSetting(_ days: String, _ status: String) throws {
        let (record, metrics) = try Self.call(status == "transferred" ? "closed" : "open") { database in
            try database.addTimeCondition(Self.condition, zone: "America/Sao_Paulo", [.init(500, [("yday", days)], to: "200"), .init(999, [], to: "300")])
        }
        #expect(record.status == status)
        #expect(!metrics.contains(#/voice_gateway_unknown_schedules_total\{.*\} [1-9]/#))
    }
}
