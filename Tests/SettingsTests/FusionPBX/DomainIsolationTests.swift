import CallControl
import PostgresSupport
import Testing

@testable import Settings

/// No row of one domain ever serves another.
@Suite struct DomainIsolationTests {
    private typealias Harness = FusionPBXHarness
    private static let other = FusionPBXDatabase.other

    @Test func aSecretaryIsFoundInItsOwnDomainOnly() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        for domain in ["example.com", "EXAMPLE.com", FusionPBXDatabase.example] {
            #expect(try harness.secretary(Harness.uuid, domain: domain).settings.tenant?.domainName == "example.com")
        }
        for domain in ["other.com", Self.other, "example.co", "xample.com"] { #expect(try harness.look(up: Harness.uuid, domain: domain) == .absent(.unknown)) }
        #expect(try harness.look(up: "aaaaaaaa-0000-4000-8000-000000000002") == .absent(.unknown))
    }

    @Test func onlyTheDomainsConfiguredAreServed() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        #expect(try harness.look(up: Harness.uuid, keys: "domains: [other.com]") == .absent(.domainNotServed))
        for domain in ["Example.com", FusionPBXDatabase.example] {
            #expect(try harness.look(up: Harness.uuid, keys: "domains: [other.org, \(domain)]") != .absent(.domainNotServed))
        }
    }

    @Test func aUUIDThatTwoDomainsHaveNeedsTheDomain() throws {
        let harness = try Harness()
        try harness.database.execute("ALTER TABLE v_voice_secretaries DROP CONSTRAINT v_voice_secretaries_pkey")
        try harness.database.addSecretary(Harness.uuid, name: "uma")
        try harness.database.addSecretary(Harness.uuid, domain: Self.other, name: "outra")
        #expect(try harness.look(up: Harness.uuid) == .absent(.ambiguous))
        #expect(try harness.secretary(Harness.uuid, domain: "example.com").settings.name == "uma")
        #expect(try harness.secretary(Harness.uuid, domain: "other.com").settings.name == "outra")
    }

    @Test func anotherDomainsProviderIsNotUsed() throws {
        let harness = try Harness()
        try harness.database.addProvider(Harness.provider, domain: Self.other, name: "gpt")
        try harness.database.addSecretary(Harness.uuid, ["realtime_provider_uuid": "'\(Harness.provider)'"])
        let found = try harness.secretary()
        #expect(found.settings.provider == "eleven")
        #expect(found.notes == ["there is no provider \(Harness.provider) in its domain; eleven speaks for it"])
    }

    @Test func anotherDomainsTimeConditionIsMissing() throws {
        let harness = try Harness()
        try harness.database.addTimeCondition(Harness.condition, domain: Self.other, FusionPBXDatabase.office)
        try harness.database.addSecretary(Harness.uuid, ["time_condition_uuid": "'\(Harness.condition)'"])
        #expect(
            try harness.secretary().settings.handoff.hours == .unknown(.missing("there is no time condition \(Harness.condition) in the secretary's domain")))
    }

    /// A detail that was filed under another domain is no rule of this one.
    @Test func anotherDomainsDetailsAreNotRead() throws {
        let harness = try Harness()
        try harness.database.addTimeCondition(Harness.condition, zone: "America/Sao_Paulo", FusionPBXDatabase.office)
        try harness.database.addSecretary(Harness.uuid, ["time_condition_uuid": "'\(Harness.condition)'"])
        try harness.database.execute("UPDATE v_dialplan_details SET domain_uuid = '\(Self.other)' WHERE dialplan_detail_group = 100")
        #expect(try harness.isOpen("2026-12-25 10:00"))
    }

    @Test func anotherDomainsZoneDoesNotCount() throws {
        let harness = try Harness()
        try harness.database.addTimeCondition(Harness.condition, FusionPBXDatabase.office)
        try harness.database.addSecretary(Harness.uuid, ["time_condition_uuid": "'\(Harness.condition)'"])
        try harness.database.execute(
            """
            INSERT INTO v_domain_settings (domain_uuid, domain_setting_category, domain_setting_subcategory, domain_setting_name, domain_setting_value, domain_setting_enabled)
            VALUES ('\(Self.other)', 'domain', 'time_zone', 'name', 'Asia/Tokyo', 'true')
            """)
        #expect(try harness.isOpen("2026-11-25 10:00Z"))
    }
}
