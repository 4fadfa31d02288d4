/// A column of `v_voice_secretaries` that the gateway reads: the one list from which queries, defaults' documentation and
/// `voice-gateway init fusionpbx` are made.
public struct SecretaryColumn: Equatable, Sendable {
    public var name: String
    /// In PostgreSQL's words.
    public var type: String
    /// As SQL; `nil`: none.
    public var fallback: String?

    init(_ name: String, _ type: String, _ fallback: String? = nil) { (self.name, self.type, self.fallback) = (name, type, fallback) }

    /// All but the key, the domain and the two spellings of `enabled`.
    public static let all: [SecretaryColumn] = identity + speech + provider + handoff + limits + voiceActivity

    private static let identity = [
        SecretaryColumn("secretary_name", "varchar(100)"), SecretaryColumn("company_name", "varchar(200)"), SecretaryColumn("extension", "varchar(20)"),
        SecretaryColumn("language", "varchar(10)", "'pt-BR'"),
    ]
    private static let speech = [
        SecretaryColumn("personality_prompt", "text"), SecretaryColumn("greeting_message", "text"), SecretaryColumn("farewell_message", "text"),
        SecretaryColumn("fallback_message", "text"), SecretaryColumn("transfer_message", "text"), SecretaryColumn("outside_hours_message", "text"),
        SecretaryColumn("farewell_keywords", "text"),
    ]
    private static let provider = [
        SecretaryColumn("realtime_provider_uuid", "uuid"), SecretaryColumn("processing_mode", "varchar(20)", "'turn_based'"),
        SecretaryColumn("tts_voice_id", "varchar(100)"),
    ]
    private static let handoff = [
        SecretaryColumn("handoff_enabled", "boolean", "true"),
        SecretaryColumn("handoff_keywords", "varchar(500)", "'atendente,humano,pessoa,operador'"), SecretaryColumn("handoff_timeout", "integer", "30"),
        SecretaryColumn("handoff_queue_id", "integer"), SecretaryColumn("fallback_ticket_enabled", "boolean", "true"),
        SecretaryColumn("presence_check_enabled", "boolean", "true"), SecretaryColumn("time_condition_uuid", "uuid"),
        SecretaryColumn("omniplay_company_id", "integer"), SecretaryColumn("transfer_extension", "varchar(20)"), SecretaryColumn("max_turns", "integer", "20"),
    ]
    private static let limits = [SecretaryColumn("idle_timeout_seconds", "integer", "30"), SecretaryColumn("max_duration_seconds", "integer", "600")]
    private static let voiceActivity = [
        SecretaryColumn("vad_type", "varchar(20)"), SecretaryColumn("vad_threshold", "numeric(3,2)", "0.5"), SecretaryColumn("vad_eagerness", "varchar(20)"),
    ]
}
