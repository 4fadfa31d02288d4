import CallControl
import Testing
import WireProtocols

@testable import Settings

/// The keys under `fusionpbx`.
@Suite struct FusionPBXSettingsTests {
    private static let variable = "VOICE_GATEWAY_FUSIONPBX_CONNINFO"
    private static let conninfo = "host=10.0.0.5 dbname=fusionpbx user=voice_gateway password=s3cret"

    @Test func withoutAConnectionStringFusionPBXIsNotAsked() throws {
        #expect(try settings(localProvider).fusionPBX == nil)
        #expect(try settings(localProvider + "fusionpbx: {connections: 3}\n").fusionPBX == nil)
        #expect(FusionPBXContext(try settings(localProvider)) == nil)
    }

    @Test func theDefaultsAreThoseOfTheHandbook() throws {
        let fusionPBX = try #require(try settings(localProvider, environment: [Self.variable: Self.conninfo]).fusionPBX)
        #expect(fusionPBX.conninfo.exposed == Self.conninfo)
        #expect((fusionPBX.domains, fusionPBX.connections, fusionPBX.cacheLimit) == ([], 2, 1_000))
        #expect((fusionPBX.connectTimeout, fusionPBX.queryTimeout, fusionPBX.lookUpTimeout) == (.seconds(2), .seconds(1), .seconds(3)))
        #expect((fusionPBX.cacheTime, fusionPBX.staleTime) == (.seconds(30), .seconds(86_400)))
    }

    @Test func theConnectionStringMayStandInAFile() throws {
        let yaml = localProvider + "fusionpbx: {conninfo_file: /etc/fusionpbx.conninfo}\n"
        let loaded = load(yaml, files: ["/etc/fusionpbx.conninfo": Self.conninfo + "\n"])
        #expect(loaded.settings?.fusionPBX?.conninfo.exposed == Self.conninfo)
        #expect(!loaded.effective.contains("s3cret"))
    }

    @Test(arguments: ["host=h s3cret", "postgres://u:s3cret@h/x?s3cret=1", "password='s3cret"]) func oneThatCannotBeReadIsNotRepeated(_ conninfo: String) {
        let loaded = load(localProvider, environment: [Self.variable: conninfo])
        #expect(loaded.errorTexts.count == 1)
        #expect(loaded.errorTexts.allSatisfy { $0.contains("fusionpbx.conninfo") && !$0.contains("s3cret") })
    }

    @Test func itNeverStandsInTheConfigurationItself() {
        let loaded = load(localProvider + "fusionpbx: {conninfo: '\(Self.conninfo)'}\n")
        #expect(loaded.errorTexts.count == 1)
        #expect(loaded.errorTexts.allSatisfy { !$0.contains("s3cret") })
    }

    @Test func aZoneThatDoesNotExistIsAMistake() {
        #expect(load(localProvider + "fusionpbx: {server_timezone: Mars/Olympus}\n").errorTexts.count == 1)
    }

    /// The built-in secretary is for trying things out; callers of other companies never reach it.
    @Test func withFusionPBXNoSecretaryIsMadeUp() throws {
        #expect(try settings(localProvider).defaultSecretary == "default")
        let asked = try settings(localProvider, environment: [Self.variable: Self.conninfo])
        #expect(asked.secretaries.isEmpty && asked.defaultSecretary == nil)
    }

    @Test func anotherDatabaseNeedsARestart() throws {
        let first = try settings(localProvider, environment: [Self.variable: Self.conninfo])
        let second = try settings(localProvider, environment: [Self.variable: Self.conninfo + "2"])
        #expect(second.restartRequired(comparedTo: first) == ["fusionpbx"])
    }
}
