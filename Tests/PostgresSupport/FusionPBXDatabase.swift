import Foundation

/// A database with FusionPBX's stock tables, as far as they are read, and the secretaries' ones, in one of the two kinds found in the field.
public struct FusionPBXDatabase: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Made by SQL migrations: `is_enabled`, real booleans, a default for each column.
        case migrations
        /// Made by FusionPBX's own schema tool: `enabled`, booleans as text, no defaults, some columns missing.
        case schemaTool
    }

    public static let example = "11111111-1111-1111-1111-111111111111"
    public static let other = "22222222-2222-2222-2222-222222222222"

    public let conninfo: String
    public let kind: Kind

    /// With the domains `example.com` and `other.com`, and nothing in them.
    public init(_ kind: Kind = .migrations, on server: PostgresServer, secretaries: Bool = true) throws {
        conninfo = try server.makeDatabase()
        self.kind = kind
        try execute(Self.stock(kind))
        if secretaries { try execute(kind == .migrations ? Self.migrated : Self.made) }
        try execute(
            "INSERT INTO v_domains (domain_uuid, domain_name, domain_enabled) VALUES ('\(Self.example)', 'example.com', 'true'), ('\(Self.other)', 'Other.com', 'true')"
        )
    }

    /// Runs SQL by `psql`, which shares nothing with the code under test.
    public func execute(_ sql: String) throws {
        try PostgresServer.run(
            "psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", conninfo], input: "SET client_min_messages = warning;\n" + sql)
    }

    // MARK: Tables

    private static func stock(_ kind: Kind) -> String {
        // Toggles were text until FusionPBX 5.
        let toggle = kind == .migrations ? "boolean" : "text"
        return """
            CREATE TABLE v_domains (domain_uuid uuid PRIMARY KEY, domain_parent_uuid uuid, domain_name text, domain_enabled \(toggle), domain_description text);
            CREATE TABLE v_domain_settings (
                domain_uuid uuid, domain_setting_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), app_uuid uuid, domain_setting_category text,
                domain_setting_subcategory text, domain_setting_name text, domain_setting_value text, domain_setting_order numeric,
                domain_setting_enabled \(toggle), domain_setting_description text);
            CREATE TABLE v_default_settings (
                default_setting_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), app_uuid uuid, default_setting_category text,
                default_setting_subcategory text, default_setting_name text, default_setting_value text, default_setting_order numeric,
                default_setting_enabled \(toggle), default_setting_description text);
            CREATE TABLE v_dialplans (
                domain_uuid uuid, dialplan_uuid uuid PRIMARY KEY, app_uuid uuid, hostname text, dialplan_context text, dialplan_name text,
                dialplan_number text, dialplan_destination text, dialplan_continue text, dialplan_xml text, dialplan_order numeric,
                dialplan_enabled \(toggle), dialplan_description text);
            CREATE TABLE v_dialplan_details (
                domain_uuid uuid, dialplan_uuid uuid, dialplan_detail_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), dialplan_detail_tag text,
                dialplan_detail_type text, dialplan_detail_data text, dialplan_detail_break text, dialplan_detail_inline text,
                dialplan_detail_group numeric, dialplan_detail_order numeric\(kind == .migrations ? ", dialplan_detail_enabled boolean" : ", dialplan_detail_enabled text"));
            """
    }

    private static let migrated = """
        CREATE TABLE v_voice_ai_providers (
            voice_ai_provider_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), domain_uuid uuid NOT NULL REFERENCES v_domains ON DELETE CASCADE,
            provider_type varchar(20) NOT NULL, provider_name varchar(50) NOT NULL, display_name varchar(100), config jsonb NOT NULL DEFAULT '{}',
            is_default boolean DEFAULT false, is_enabled boolean DEFAULT true, priority integer DEFAULT 0);
        CREATE TABLE v_voice_secretaries (
            voice_secretary_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), domain_uuid uuid NOT NULL REFERENCES v_domains ON DELETE CASCADE,
            secretary_name varchar(100) NOT NULL, company_name varchar(200), extension varchar(20), personality_prompt text NOT NULL DEFAULT '',
            greeting_message text, farewell_message text, fallback_message text DEFAULT 'Desculpe, não entendi. Pode repetir?',
            transfer_message text DEFAULT 'Transferindo...', realtime_provider_uuid uuid, processing_mode varchar(20) DEFAULT 'turn_based',
            tts_voice_id varchar(100), language varchar(10) DEFAULT 'pt-BR', max_turns integer DEFAULT 20, transfer_extension varchar(20),
            handoff_enabled boolean DEFAULT true, handoff_keywords varchar(500) DEFAULT 'atendente,humano,pessoa,operador',
            handoff_timeout integer DEFAULT 30, handoff_queue_id integer, fallback_ticket_enabled boolean DEFAULT true,
            presence_check_enabled boolean DEFAULT true, time_condition_uuid uuid, outside_hours_message text, omniplay_company_id integer,
            idle_timeout_seconds integer DEFAULT 30, max_duration_seconds integer DEFAULT 600, vad_type varchar(20), vad_threshold numeric(3,2) DEFAULT 0.5,
            vad_eagerness varchar(20), farewell_keywords text, is_enabled boolean DEFAULT true);
        """

    private static let made = """
        CREATE TABLE v_voice_ai_providers (
            voice_ai_provider_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), domain_uuid uuid, provider_type text, provider_name text, config text, enabled text);
        CREATE TABLE v_voice_secretaries (
            voice_secretary_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), domain_uuid uuid, secretary_name text, company_name text, extension text,
            personality_prompt text, greeting_message text, farewell_message text, realtime_provider_uuid uuid, tts_voice_id text, language text,
            max_turns numeric, transfer_extension text, handoff_enabled text, handoff_keywords text, handoff_timeout numeric, handoff_queue_id numeric,
            fallback_ticket_enabled text, presence_check_enabled text, time_condition_uuid uuid, outside_hours_message text, omniplay_company_id numeric,
            enabled text);
        """
}
