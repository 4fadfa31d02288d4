import Settings

/// Can secretaries be read from FusionPBX's database, and has it the columns for them?
struct FusionPBXCheck: DoctorCheck {
    private static let name = "fusionpbx"

    func findings(at site: Site) -> [Finding] {
        guard let settings = site.settings.fusionPBX else { return [] }
        do {
            let missing = try FusionPBXReader(settings).missingColumns
            guard !missing.isEmpty else { return [Finding(.ok, Self.name, "database", "it can be read, and has all columns")] }
            return [
                Finding(
                    .warning, Self.name, "database", "columns are missing, and count as their defaults: \(missing.joined(separator: ", "))",
                    advice: ["voice-gateway init fusionpbx | psql --set ON_ERROR_STOP=1 fusionpbx"])
            ]
        } catch {
            return [
                Finding(
                    .failed, Self.name, "database", "\(error)",
                    advice: [
                        "check fusionpbx.conninfo_file: host, dbname=fusionpbx, user and password",
                        "let PostgreSQL take this machine's connections: listen_addresses, pg_hba.conf",
                        "make a role that may read: voice-gateway init fusionpbx --role voice_gateway",
                    ])
            ]
        }
    }
}
