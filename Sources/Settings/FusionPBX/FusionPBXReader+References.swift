import PostgreSQL

/// What a secretary's row refers to, always in its own domain.
extension FusionPBXReader {
    /// A day of 2,000 rules is no schedule.
    private static let mostDetails = 2_000

    func provider(_ uuid: String?, domain: String) throws(PostgresError) -> SecretaryRows.Reference {
        try reference(uuid, .providers, key: "voice_ai_provider_uuid", domain: domain)
    }

    func condition(_ uuid: String?, domain: String) throws(PostgresError) -> SecretaryRows.Condition {
        let dialplan = try reference(uuid, .dialplans, key: "dialplan_uuid", domain: domain)
        guard case .row(let row) = dialplan, let uuid = row["dialplan_uuid"] else { return SecretaryRows.Condition(dialplan: dialplan) }
        guard catalogue.canRead(.dialplanDetails) else {
            return SecretaryRows.Condition(dialplan: .unreadable("the table v_dialplan_details lacks columns, or this role may not read them"))
        }
        let details = try rows(
            """
            SELECT \(catalogue.selection(.dialplanDetails, as: "p")) FROM v_dialplan_details p WHERE p.dialplan_uuid = $1 AND p.domain_uuid = $2
            ORDER BY p.dialplan_detail_group::numeric, p.dialplan_detail_order::numeric LIMIT \(Self.mostDetails + 1)
            """, [uuid, domain])
        guard details.count <= Self.mostDetails else { return SecretaryRows.Condition(dialplan: .unreadable("it has more than \(Self.mostDetails) rows")) }
        return SecretaryRows.Condition(dialplan: dialplan, details: details)
    }

    private func reference(_ uuid: String?, _ table: FusionPBXTable, key: String, domain: String) throws(PostgresError) -> SecretaryRows.Reference {
        guard let text = uuid, !text.isEmpty else { return .none }
        guard let uuid = UUIDText.canonical(text) else { return .unreadable("\(String(text.prefix(64))) is no uuid") }
        guard catalogue.canRead(table) else { return .unreadable("the table \(table.rawValue) lacks columns, or this role may not read them") }
        let selection = catalogue.selection(table, as: "p")
        let found = try rows("SELECT \(selection) FROM \(table.rawValue) p WHERE p.\(key) = $1 AND p.domain_uuid = $2 LIMIT 1", [uuid, domain])
        return found.first.map { .row($0) } ?? .missing(uuid)
    }

    /// `domain / time_zone / name` of the domain, else of the installation.
    func zoneName(domain: String) throws(PostgresError) -> String? {
        if catalogue.canRead(.domainSettings) {
            let own = try rows(Self.zoneQuery(catalogue, .domainSettings, "domain_setting") + " AND p.domain_uuid = $1", [domain])
            if let name = Self.value(own, "domain_setting") { return name }
        }
        guard catalogue.canRead(.defaultSettings) else { return nil }
        return Self.value(try rows(Self.zoneQuery(catalogue, .defaultSettings, "default_setting"), []), "default_setting")
    }

    private static func zoneQuery(_ catalogue: FusionPBXCatalogue, _ table: FusionPBXTable, _ prefix: String) -> String {
        """
        SELECT \(catalogue.selection(table, as: "p")) FROM \(table.rawValue) p
        WHERE p.\(prefix)_category = 'domain' AND p.\(prefix)_subcategory = 'time_zone' AND p.\(prefix)_name = 'name'
        """
    }

    private static func value(_ rows: [FusionPBXRow], _ prefix: String) -> String? {
        rows.first { $0.flag("\(prefix)_enabled") ?? true && !($0["\(prefix)_value"]?.trimmedWhole ?? "").isEmpty }?["\(prefix)_value"]?.trimmedWhole
    }
}
