import CallControl
import PostgresSupport
import Testing

@testable import Settings

/// Time conditions with the rows that FusionPBX's page writes, in both kinds of installation.
@Suite struct TimeConditionTests {
    private typealias Harness = FusionPBXHarness
    private static let kinds = FusionPBXDatabase.Kind.allCases

    private static func harness(
        _ kind: FusionPBXDatabase.Kind = .migrations, zone: String? = nil, enabled: Bool = true, application: String = FusionPBXDatabase.timeConditions,
        _ groups: [FusionPBXDatabase.Group] = FusionPBXDatabase.office
    ) throws -> FusionPBXHarness {
        let harness = try Harness(kind)
        try harness.database.addTimeCondition(Harness.condition, zone: zone, enabled: enabled, application: application, groups)
        try harness.database.addSecretary(Harness.uuid, ["time_condition_uuid": "'\(Harness.condition)'"])
        return harness
    }

    private static func setting(_ table: String, _ zone: String, enabled: String = "'true'", domain: String? = FusionPBXDatabase.example) -> String {
        let prefix = table == "v_domain_settings" ? "domain_setting" : "default_setting"
        let columns = ["category", "subcategory", "name", "value", "enabled"].map { "\(prefix)_\($0)" } + (domain == nil ? [] : ["domain_uuid"])
        let values = ["'domain'", "'time_zone'", "'name'", "'\(zone)'", enabled] + (domain.map { ["'\($0)'"] } ?? [])
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    @Test(arguments: kinds) func openIsWhatTheFirstMatchingGroupSays(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Self.harness(kind, zone: "America/Sao_Paulo")
        for (moment, expected) in [
            ("2026-11-25 07:59:59", false), ("2026-11-25 08:00", true), ("2026-11-25 17:59:59", true), ("2026-11-25 18:00", false), ("2026-11-28 10:00", false),
            ("2026-12-24 10:00", true), ("2026-12-25 10:00", false),
        ] { #expect(try harness.isOpen(moment) == expected, "\(moment)") }
        #expect(try harness.secretary().notes == [])
    }

    @Test(arguments: kinds) func theZoneIsTheConditionsElseTheDomainsElseTheInstallationsElseTheMachines(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Self.harness(kind)
        // 8 o'clock in UTC, in Berlin, in Tokyo, in São Paulo.
        func opens(at moment: String) throws {
            guard case .hours(let hours) = try harness.secretary().settings.handoff.hours else { return #expect(Bool(false), "\(moment)") }
            let instant = try #require(HoursMoment.read(moment, in: .utc))
            #expect(hours.decision(at: instant).isOpen, "\(moment)")
            #expect(!hours.decision(at: instant - 1).isOpen, "\(moment)")
        }
        try opens(at: "2026-11-25 08:00:00Z")
        try harness.database.execute(Self.setting("v_default_settings", "Europe/Berlin", domain: nil))
        try opens(at: "2026-11-25 07:00:00Z")
        try harness.database.execute(Self.setting("v_domain_settings", "Asia/Tokyo"))
        try opens(at: "2026-11-24 23:00:00Z")
        try harness.database.execute("UPDATE v_domain_settings SET domain_setting_enabled = 'false'")
        try opens(at: "2026-11-25 07:00:00Z")
        try harness.database.execute(
            """
            INSERT INTO v_dialplan_details (domain_uuid, dialplan_uuid, dialplan_detail_tag, dialplan_detail_type, dialplan_detail_data, dialplan_detail_group, dialplan_detail_order)
            VALUES ('\(FusionPBXDatabase.example)', '\(Harness.condition)', 'action', 'set', 'timezone=America/Sao_Paulo', 0, 20)
            """)
        try opens(at: "2026-11-25 11:00:00Z")
    }

    @Test(arguments: kinds) func rowsThatAreSwitchedOffDoNotCount(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Self.harness(kind, zone: "America/Sao_Paulo")
        try harness.database.execute("UPDATE v_dialplan_details SET dialplan_detail_enabled = 'true' WHERE dialplan_detail_group = 500")
        #expect(try !harness.isOpen("2026-12-25 10:00"))
        try harness.database.execute("UPDATE v_dialplan_details SET dialplan_detail_enabled = 'false' WHERE dialplan_detail_group = 100")
        #expect(try harness.isOpen("2026-12-25 10:00"))
    }

    @Test func olderInstallationsHaveNoColumnForThat() throws {
        let harness = try Self.harness(zone: "America/Sao_Paulo")
        try harness.database.execute("ALTER TABLE v_dialplan_details DROP COLUMN dialplan_detail_enabled")
        #expect(try harness.isOpen("2026-11-25 10:00"))
        #expect(try !harness.isOpen("2026-11-25 18:00"))
    }

    @Test(arguments: kinds) func whatCannotBeEvaluatedIsAProblemAndNotAGuess(_ kind: FusionPBXDatabase.Kind) throws {
        func problem(_ harness: FusionPBXHarness) throws -> HoursProblem? {
            let found = try harness.secretary()
            guard case .unknown(let problem) = found.settings.handoff.hours else { return nil }
            #expect(found.notes == ["business hours are \(problem)"])
            return problem
        }
        #expect(try problem(Self.harness(kind, enabled: false)) == .disabled("the time condition horario_comercial"))
        #expect(try problem(Self.harness(kind, application: FusionPBXDatabase.other)) == .missing("the dialplan horario_comercial is no time condition"))
        #expect(try problem(Self.harness(kind, zone: "Mars/Olympus")) == .unreadable("there is no zone Mars/Olympus"))
        #expect(try problem(Self.harness(kind, [.init(500, [("wday", "9")], to: "200")])) == .unreadable("group 500: wday 9"))
        #expect(try problem(Self.harness(kind, [.init(999, [], to: "300")])) == .unreadable("the time condition has no group with a destination"))
        let gone = try Harness(kind)
        try gone.database.addSecretary(Harness.uuid, ["time_condition_uuid": "'\(Harness.condition)'"])
        #expect(try problem(gone) == .missing("there is no time condition \(Harness.condition) in the secretary's domain"))
    }

    @Test func aConditionWithoutEndIsUnreadable() throws {
        let harness = try Self.harness()
        try harness.database.execute(
            """
            INSERT INTO v_dialplan_details (domain_uuid, dialplan_uuid, dialplan_detail_tag, dialplan_detail_type, dialplan_detail_data, dialplan_detail_group, dialplan_detail_order)
            SELECT '\(FusionPBXDatabase.example)', '\(Harness.condition)', 'condition', 'wday', '2-6', 500, n FROM generate_series(1, 3000) n
            """)
        #expect(try harness.secretary().settings.handoff.hours == .unknown(.unreadable("it has more than 2000 rows")))
    }
}
