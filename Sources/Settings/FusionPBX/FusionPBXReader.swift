import PostgreSQL
import WireProtocols

/// Reads secretaries from FusionPBX's database over one connection. Its calls block, each with a deadline, so it lives on a thread of
/// its own; it only ever reads, and every query but that for the installation's default zone is bound to one domain.
public final class FusionPBXReader {
    let connection: PostgresConnection
    var catalogue: FusionPBXCatalogue
    private let domains: Set<String>

    /// A secretary's rows have a few KB; a prompt may have more.
    private static let answerLimit = 4_194_304

    /// Connects, and looks at which columns there are.
    public init(_ settings: FusionPBXSettings) throws(PostgresError) {
        connection = try PostgresConnection.connect(
            settings.conninfo.exposed, deadline: settings.connectTimeout, statementTimeout: settings.queryTimeout, limit: Self.answerLimit)
        try connection.exec("SET default_transaction_read_only = on")
        catalogue = try FusionPBXCatalogue(connection)
        domains = Set(settings.domains.map { $0.lowercased() })
    }

    public var isUsable: Bool { connection.isUsable }

    /// Columns that the gateway would read and that are not there, for the log.
    public var missingColumns: [String] { catalogue.missing }

    /// - Throws: also for a table of secretaries that cannot be read at all, `refused` with PostgreSQL's own words.
    public func look(up key: SecretaryKey) throws(PostgresError) -> SecretaryLookUp {
        do {
            return try read(key)
        } catch {
            // 42703, 42P01: a column or table went away since we looked.
            guard error.state == "42703" || error.state == "42P01" else { throw error }
            catalogue = try FusionPBXCatalogue(connection)
            return try read(key)
        }
    }

    /// The secretaries there are, of all domains that are served, in the order of domains and names; disabled ones too.
    public func keys(most: Int) throws(PostgresError) -> [SecretaryKey] {
        let name = catalogue.has("secretary_name", in: .secretaries) ? "s.secretary_name" : "s.voice_secretary_uuid::text"
        var (sql, parameters) = (
            """
            SELECT s.voice_secretary_uuid::text AS uuid, d.domain_uuid::text AS domain_uuid
            FROM v_voice_secretaries s JOIN v_domains d ON d.domain_uuid = s.domain_uuid
            """, ["\(most)"]
        )
        if !domains.isEmpty {
            sql +=
                " WHERE lower(d.domain_name) IN (SELECT unnest(string_to_array($2, E'\\n'))) OR d.domain_uuid::text IN (SELECT unnest(string_to_array($2, E'\\n')))"
            parameters.append(domains.sorted().joined(separator: "\n"))
        }
        return try rows(sql + " ORDER BY d.domain_name, \(name) LIMIT $1", parameters).compactMap { row in
            row["uuid"].flatMap { SecretaryKey(uuid: $0, domain: row["domain_uuid"]) }
        }
    }

    private func read(_ key: SecretaryKey) throws(PostgresError) -> SecretaryLookUp {
        let found = try secretaries(key)
        guard let row = found.first else { return .absent(.unknown) }
        guard found.count == 1 else { return .absent(.ambiguous) }
        guard let uuid = row["domain_uuid"]?.lowercased(), let name = row["domain_name"]?.lowercased() else { return .absent(.unknown) }
        guard domains.isEmpty || domains.contains(uuid) || domains.contains(name) else { return .absent(.domainNotServed) }
        let isEnabled = row.flag(anyOf: FusionPBXTable.enabledSpellings) ?? true
        guard isEnabled, row.flag("domain_enabled") ?? true else { return .absent(.disabled) }
        var rows = SecretaryRows(tenant: TenantSettings(domainUUID: uuid, domainName: name), secretary: row)
        rows.provider = try provider(row["realtime_provider_uuid"], domain: uuid)
        rows.condition = try condition(row["time_condition_uuid"], domain: uuid)
        if rows.condition.dialplan != .none { rows.zoneName = try zoneName(domain: uuid) }
        return .found(rows)
    }

    private func secretaries(_ key: SecretaryKey) throws(PostgresError) -> [FusionPBXRow] {
        for table in [FusionPBXTable.secretaries, .domains] where !catalogue.canRead(table) {
            throw .refused(state: "42P01", "\(table.rawValue) is missing or may not be read; voice-gateway init fusionpbx prints the SQL that mends it")
        }
        let domainEnabled = catalogue.has("domain_enabled", in: .domains) ? ", d.domain_enabled::text AS domain_enabled" : ""
        var sql = """
            SELECT \(catalogue.selection(.secretaries, as: "s")), d.domain_name::text AS domain_name\(domainEnabled)
            FROM v_voice_secretaries s JOIN v_domains d ON d.domain_uuid = s.domain_uuid
            WHERE s.voice_secretary_uuid = $1
            """
        var parameters = [key.uuid]
        if let domain = key.domain {
            sql += " AND $2 IN (lower(d.domain_name), d.domain_uuid::text)"
            parameters.append(domain)
        }
        return try rows(sql + " LIMIT 2", parameters)
    }

    func rows(_ sql: String, _ parameters: [String]) throws(PostgresError) -> [FusionPBXRow] {
        try connection.query(sql, parameters).rows.map { row in
            FusionPBXRow(Dictionary(zip(row.columns, row.values).compactMap { name, value in value.map { (name, $0) } }) { first, _ in first })
        }
    }
}
