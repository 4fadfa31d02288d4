import PostgreSQL

/// Which of the columns looked for exist and may be read; two kinds of installation differ in them.
struct FusionPBXCatalogue: Equatable, Sendable {
    private var columns: [String: Set<String>] = [:]

    init(_ names: [(table: String, column: String)]) {
        for (table, column) in names { columns[table, default: []].insert(column) }
    }

    /// Asks the database; a role without the right to read a column does not see it there.
    init(_ connection: PostgresConnection) throws(PostgresError) {
        let tables = FusionPBXTable.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let result = try connection.query(
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema::text = ANY (current_schemas(false)::text[]) AND table_name IN (\(tables))
            """)
        self.init(result.rows.compactMap { row in row[0].flatMap { table in row[1].map { (table, $0) } } })
    }

    func has(_ column: String, in table: FusionPBXTable) -> Bool { columns[table.rawValue]?.contains(column) ?? false }

    /// Can the table be read at all?
    func canRead(_ table: FusionPBXTable) -> Bool { table.required.allSatisfy { has($0, in: table) } }

    /// What a query selects: the columns that are there, as text, each under its own name.
    func selection(_ table: FusionPBXTable, as alias: String) -> String {
        (table.required + table.optional).filter { has($0, in: table) }.map { "\(alias).\($0)::text AS \($0)" }.joined(separator: ", ")
    }

    /// What is missing, for the log: `v_voice_secretaries: vad_type, vad_threshold`, a table of which nothing is there by its name alone.
    var missing: [String] {
        FusionPBXTable.allCases.compactMap { table in
            guard let found = columns[table.rawValue] else { return "\(table.rawValue) (the whole table)" }
            var absent = (table.required + table.optional).filter { !found.contains($0) }
            // One of the spellings is enough.
            if absent.count(where: FusionPBXTable.enabledSpellings.contains) < 2 { absent.removeAll(where: FusionPBXTable.enabledSpellings.contains) }
            return absent.isEmpty ? nil : "\(table.rawValue): \(absent.joined(separator: ", "))"
        }
    }
}
