/// The SQL that makes a FusionPBX database fit for the gateway.
public enum FusionPBXSchema {
    /// Adds the tables and columns that are missing, and nothing else; run again, it changes nothing.
    /// - Parameter role: also makes this role, which may read exactly the columns that the gateway reads, and write nothing.
    /// - Returns: `nil` for a role's name that would need quoting.
    public static func sql(role: String? = nil) -> String? {
        guard let role else { return wrapped(tables) }
        guard role.wholeMatch(of: /[a-z_][a-z0-9_]{0,62}/) != nil else { return nil }
        return wrapped(tables + grants(role))
    }

    private static func wrapped(_ statements: [String]) -> String {
        """
        -- What voice-gateway reads of FusionPBX's database and FusionPBX does not bring. It adds, never changes; it can be run again.
        -- psql --set ON_ERROR_STOP=1 fusionpbx < this-file
        BEGIN;

        \(statements.joined(separator: "\n\n"))

        COMMIT;

        """
    }

    private static var tables: [String] {
        [
            table(.secretaries, key: "voice_secretary_uuid"), columns(.secretaries, SecretaryColumn.all), enabled(.secretaries),
            table(.providers, key: "voice_ai_provider_uuid"),
            columns(
                .providers,
                [
                    SecretaryColumn("provider_type", "varchar(20)", "'realtime'"), SecretaryColumn("provider_name", "varchar(50)"),
                    SecretaryColumn("config", "jsonb", "'{}'"),
                ]),
            enabled(.providers),
            "CREATE INDEX IF NOT EXISTS voice_secretaries_domain ON v_voice_secretaries (domain_uuid);",
            "CREATE INDEX IF NOT EXISTS voice_ai_providers_domain ON v_voice_ai_providers (domain_uuid);",
        ]
    }

    private static func table(_ table: FusionPBXTable, key: String) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(table.rawValue) (
            \(key) uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            domain_uuid uuid NOT NULL
        );
        """
    }

    private static func columns(_ table: FusionPBXTable, _ columns: [SecretaryColumn]) -> String {
        let lines = columns.map { column in
            "    ADD COLUMN IF NOT EXISTS \(column.name) \(column.type)\(column.fallback.map { " DEFAULT \($0)" } ?? "")"
        }
        return "ALTER TABLE \(table.rawValue)\n\(lines.joined(separator: ",\n"));"
    }

    /// Installations spell it in two ways; a second one beside the first would be true for whatever the first switches off.
    private static func enabled(_ table: FusionPBXTable) -> String {
        """
        DO $$ BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM pg_attribute
                WHERE attrelid = '\(table.rawValue)'::regclass AND NOT attisdropped AND attname IN ('is_enabled', 'enabled')
            ) THEN
                ALTER TABLE \(table.rawValue) ADD COLUMN is_enabled boolean DEFAULT true;
            END IF;
        END $$;
        """
    }

    private static func grants(_ role: String) -> [String] {
        let wanted = FusionPBXTable.allCases.flatMap { table in (table.required + table.optional).map { "('\(table.rawValue)', '\($0)')" } }
        return [
            """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '\(role)') THEN CREATE ROLE \(role) LOGIN; END IF;
            END $$;
            """,
            """
            -- Column by column: the providers' keys stand in v_voice_ai_providers.config, which nobody but FusionPBX needs.
            DO $$ DECLARE part record; BEGIN
                FOR part IN
                    SELECT table_schema, table_name, string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
                    WHERE table_schema::text = ANY (current_schemas(false)::text[]) AND (table_name::text, column_name::text) IN (
                        \(wanted.joined(separator: ", "))
                    )
                    GROUP BY table_schema, table_name
                LOOP
                    EXECUTE format('GRANT USAGE ON SCHEMA %I TO \(role)', part.table_schema);
                    EXECUTE format('GRANT SELECT (%s) ON %I.%I TO \(role)', part.names, part.table_schema, part.table_name);
                END LOOP;
            END $$;
            """,
            "-- Give it a password with: ALTER ROLE \(role) PASSWORD '…';",
        ]
    }
}
