import CallControl
import PostgreSQL
import WireProtocols

extension FusionPBXSettings {
    /// - Returns: `nil` without a connection string: FusionPBX is then not asked.
    init?(_ section: Section) {
        let conninfo = section.secret(
            "conninfo", content: .text,
            "File of PostgreSQL's connection string, a URL or `host=… dbname=fusionpbx user=… password=…`; without one FusionPBX is not asked.")
        domains = section.list("domains", default: [], "Names or uuids of the only domains whose secretaries are served; empty: all.")
        connections = section.integer("connections", default: 2, in: 1...16, "Connections to the database, each on a thread of its own.")
        connectTimeout = section.milliseconds("connect_timeout_ms", default: 2_000, in: 50...60_000, "For a connection to be made.")
        queryTimeout = section.milliseconds("query_timeout_ms", default: 1_000, in: 50...60_000, "For each query.")
        lookUpTimeout = section.milliseconds(
            "lookup_timeout_ms", default: 3_000, in: 100...60_000, "From a call's asking for a secretary to the answer; after it a stale one or none.")
        cacheTime = section.seconds("cache_seconds", default: 30, in: 0...3_600, "How long a secretary counts without being read again.")
        staleTime = section.seconds(
            "stale_seconds", default: 86_400, in: 0...2_592_000, "How much longer it counts while the database cannot be asked.")
        cacheLimit = section.integer("max_cached", default: 1_000, in: 1...100_000, "Secretaries kept, at most; the ones read longest ago go first.")
        let zone = section.text("server_timezone", "Zone of FreeSWITCH's machine, for conditions and domains that name none; by default this machine's.")
        serverZone = Self.zone(section, zone)
        section.finish()
        guard let conninfo else {
            // `config print` writes each default: only what is somebody's own wish shows that FusionPBX is meant to be asked.
            if !domains.isEmpty || zone != nil {
                section.problem(
                    "conninfo_file", value: nil, expected: "a connection string, without which FusionPBX is not asked and none of its secretaries answers",
                    advice: "name its file, or set VOICE_GATEWAY_FUSIONPBX_CONNINFO", severity: .warning)
            }
            return nil
        }
        if !PostgresConnection.canRead(conninfo: conninfo) {
            section.problem(
                "conninfo", value: "***", expected: "a URL postgresql://… or pairs like host=… dbname=fusionpbx",
                advice: "it is not shown, since it may hold a password")
        }
        self.conninfo = Secret(conninfo)
    }

    private static func zone(_ section: Section, _ name: String?) -> ZoneRules {
        guard let name else { return section.reader.files.zones.local() }
        if let zone = section.reader.files.zones.zone(named: name) { return zone }
        section.problem(
            "server_timezone", value: name, expected: "a zone of the system's data, e.g. America/Sao_Paulo",
            advice: "it is in the package tzdata, under /usr/share/zoneinfo")
        return .utc
    }
}
