import CallControl
import PostgreSQL
import PostgresSupport
import Testing

@testable import Settings

/// A database, and a gateway's configuration that reads it.
struct FusionPBXHarness {
    static let uuid = "aaaaaaaa-0000-4000-8000-000000000001"
    static let provider = "bbbbbbbb-0000-4000-8000-000000000001"
    static let condition = "cccccccc-0000-4000-8000-000000000001"

    let database: FusionPBXDatabase

    init(_ kind: FusionPBXDatabase.Kind = .migrations, secretaries: Bool = true) throws {
        database = try FusionPBXDatabase(kind, on: PostgresServer.shared(), secretaries: secretaries)
    }

    func settings(_ extra: String = "", conninfo: String? = nil, keys: String = "server_timezone: UTC") throws -> GatewaySettings {
        // Many suites have the server at once; its own deadlines are tested where they are named.
        let patience = keys.contains("timeout_ms") ? "" : "connect_timeout_ms: 30000, query_timeout_ms: 30000, "
        let yaml = """
            providers:
              gpt: {kind: openai, url: 'ws://127.0.0.1:9/v1/realtime'}
              eleven: {kind: elevenlabs, agent_id: a, url: 'ws://127.0.0.1:9/v1/convai/conversation'}
              openai-backup: {kind: openai, url: 'ws://127.0.0.1:9/v1/realtime'}
            fusionpbx: {\(patience)\(keys)}
            \(extra)
            """
        return try SettingsTests.settings(yaml, environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": conninfo ?? database.conninfo])
    }

    func reader(keys: String = "server_timezone: UTC", conninfo: String? = nil) throws -> FusionPBXReader {
        try FusionPBXReader(try #require(settings(conninfo: conninfo, keys: keys).fusionPBX))
    }

    func look(up uuid: String = uuid, domain: String? = nil, keys: String = "server_timezone: UTC") throws -> SecretaryLookUp {
        try reader(keys: keys).look(up: try #require(SecretaryKey(uuid: uuid, domain: domain)))
    }

    func secretary(_ uuid: String = uuid, domain: String? = nil, extra: String = "") throws -> FusionPBXSecretary {
        guard case .found(let rows) = try look(up: uuid, domain: domain) else { throw NotFound() }
        return FusionPBXSecretary(rows, try #require(FusionPBXContext(settings(extra))))
    }

    struct NotFound: Error {}

    /// Open or closed at a moment.
    func isOpen(_ moment: String) throws -> Bool {
        let hours = try secretary().settings.handoff.hours
        guard case .hours(let known) = hours else {
            Issue.record("\(hours)")
            return false
        }
        return known.decision(at: try #require(HoursMoment.read(moment, in: known.zone))).isOpen
    }
}
