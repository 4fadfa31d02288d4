import PostgreSQL
import PostgresSupport
import Testing

@testable import Settings

/// `voice-gateway init fusionpbx`, run against a real PostgreSQL.
@Suite struct FusionPBXSchemaTests {
    private typealias Harness = FusionPBXHarness

    /// All columns of the database, to see what changed.
    private static func columns(_ harness: FusionPBXHarness) throws -> [[String?]] {
        try PostgresConnection.connect(harness.database.conninfo, deadline: .seconds(10)).query(
            "SELECT table_name, column_name, data_type, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ).rows.map(\.values)
    }

    @Test func aStockInstallationGetsWhatItLacksAndTheSecondTimeNothing() throws {
        let harness = try Harness(secretaries: false)
        let sql = try #require(FusionPBXSchema.sql())
        try harness.database.execute(sql)
        let once = try Self.columns(harness)
        try harness.database.execute(sql)
        #expect(try Self.columns(harness) == once)
        #expect(try harness.reader().missingColumns == [])
        try harness.database.addProvider(Harness.provider, name: "gpt")
        try harness.database.addSecretary(Harness.uuid, ["realtime_provider_uuid": "'\(Harness.provider)'"])
        #expect(try harness.secretary().settings.provider == "gpt")
    }

    @Test(arguments: FusionPBXDatabase.Kind.allCases) func whatIsThereStaysAsItIs(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Harness(kind)
        try harness.database.addSecretary(Harness.uuid, [harness.database.enabledColumn: "'false'"])
        let before = try Self.columns(harness)
        try harness.database.execute(try #require(FusionPBXSchema.sql()))
        try harness.database.execute(try #require(FusionPBXSchema.sql()))
        let after = try Self.columns(harness)
        #expect(before.allSatisfy(after.contains))
        #expect(try harness.reader().missingColumns == [])
        // No second spelling beside the first, which would switch it on again.
        #expect(try harness.look(up: Harness.uuid) == .absent(.disabled))
    }

    @Test(arguments: FusionPBXDatabase.Kind.allCases) func theRoleReadsSecretariesAndNothingElse(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Harness(kind)
        let role = "gateway_\(kind.rawValue.lowercased())"
        let sql = try #require(FusionPBXSchema.sql(role: role))
        try harness.database.execute(sql)
        try harness.database.execute(sql)
        try harness.database.addProvider(Harness.provider, name: "gpt")
        try harness.database.addTimeCondition(Harness.condition, FusionPBXDatabase.office)
        try harness.database.addSecretary(Harness.uuid, ["realtime_provider_uuid": "'\(Harness.provider)'", "time_condition_uuid": "'\(Harness.condition)'"])
        let conninfo = harness.database.conninfo.replacing("user=postgres", with: "user=\(role)")
        let reader = try harness.reader(conninfo: conninfo)
        #expect(reader.missingColumns == [])
        guard case .found(let rows) = try reader.look(up: try #require(SecretaryKey(uuid: Harness.uuid))) else { return #expect(Bool(false)) }
        let found = FusionPBXSecretary(rows, try #require(FusionPBXContext(harness.settings())))
        #expect(found.settings.provider == "gpt")
        #expect(found.notes == [])
        let connection = try PostgresConnection.connect(conninfo, deadline: .seconds(10))
        for statement in [
            "SELECT config FROM v_voice_ai_providers", "SELECT * FROM v_domain_settings", "DELETE FROM v_voice_secretaries",
            "UPDATE v_domains SET domain_name = ''",
        ] {
            let error = #expect(throws: PostgresError.self) { try connection.query(statement) }
            #expect(error?.state == "42501", "\(statement)")
        }
    }

    @Test(arguments: ["", "Voice", "a-b", "x; DROP TABLE v_domains", "1a", "a'b", String(repeating: "a", count: 64)]) func aRoleThatWouldNeedQuotingIsRefused(
        _ role: String
    ) {
        #expect(FusionPBXSchema.sql(role: role) == nil)
    }

    @Test func theDefaultsOfTheColumnsAreThoseThatCountWithoutThem() throws {
        let bare = try Harness(secretaries: false)
        try bare.database.execute(
            "CREATE TABLE v_voice_secretaries (voice_secretary_uuid uuid, domain_uuid uuid, secretary_name text); CREATE TABLE v_voice_ai_providers (domain_uuid uuid)"
        )
        try bare.database.addSecretary(Harness.uuid)
        let without = try bare.secretary()
        try bare.database.execute(try #require(FusionPBXSchema.sql()))
        #expect(try bare.secretary() == without)
    }
}
