import Settings

/// Can secretaries be read from FusionPBX's database, has it the columns for them, and are their rows sound?
struct FusionPBXCheck: DoctorCheck {
    private static let name = "fusionpbx"

    func findings(at site: Site) -> [Finding] {
        guard let reading = site.fusionPBX else { return [] }
        if let problem = reading.problem {
            return [
                Finding(
                    .failed, Self.name, "database", problem,
                    advice: [
                        "check fusionpbx.conninfo_file: host, dbname=fusionpbx, user and password",
                        "let PostgreSQL take this machine's connections: listen_addresses, pg_hba.conf",
                        "make a role that may read: voice-gateway init fusionpbx --role voice_gateway",
                    ])
            ]
        }
        return [columns(reading)]
            + reading.secretaries.flatMap { secretary in
                secretary.notes.map { Finding(.warning, Self.name, secretary.settings.subject, $0) }
            }
    }

    private func columns(_ reading: FusionPBXReading) -> Finding {
        let count = reading.secretaries.count
        let found = count == 0 ? "no secretary that is enabled" : "\(count) \(count == 1 ? "secretary" : "secretaries")"
        guard reading.missingColumns.isEmpty else {
            return Finding(
                .warning, Self.name, "database",
                "\(found); columns are missing, and count as their defaults: \(reading.missingColumns.joined(separator: ", "))",
                advice: ["voice-gateway init fusionpbx | psql --set ON_ERROR_STOP=1 fusionpbx"])
        }
        return Finding(.ok, Self.name, "database", "\(found); it has all columns")
    }
}
