/// The tables that are read, and the columns that are looked for in them; whatever else they have is never selected, least of all the
/// providers' `config`, which holds keys.
enum FusionPBXTable: String, CaseIterable, Sendable {
    case domains = "v_domains"
    case secretaries = "v_voice_secretaries"
    case providers = "v_voice_ai_providers"
    case dialplans = "v_dialplans"
    case dialplanDetails = "v_dialplan_details"
    case domainSettings = "v_domain_settings"
    case defaultSettings = "v_default_settings"

    /// In which of several spellings a row says that it counts.
    static let enabledSpellings = ["is_enabled", "enabled"]

    /// Those without which nothing can be read.
    var required: [String] {
        switch self {
        case .domains: ["domain_uuid", "domain_name"]
        case .secretaries: ["voice_secretary_uuid", "domain_uuid"]
        case .providers: ["voice_ai_provider_uuid", "domain_uuid", "provider_name"]
        case .dialplans: ["dialplan_uuid", "domain_uuid", "app_uuid"]
        case .dialplanDetails:
            ["dialplan_uuid", "domain_uuid"] + ["tag", "type", "data", "group", "order"].map { "dialplan_detail_\($0)" }
        case .domainSettings: ["domain_uuid"] + Self.settingColumns("domain_setting")
        case .defaultSettings: Self.settingColumns("default_setting")
        }
    }

    /// Those that have a default, or of which one spelling is enough.
    var optional: [String] {
        switch self {
        case .domains: ["domain_enabled"]
        case .secretaries: SecretaryColumn.all.map(\.name) + Self.enabledSpellings
        case .providers: ["provider_type"] + Self.enabledSpellings
        case .dialplans: ["dialplan_name", "dialplan_enabled"]
        case .dialplanDetails: ["dialplan_detail_enabled"]
        case .domainSettings: ["domain_setting_enabled"]
        case .defaultSettings: ["default_setting_enabled"]
        }
    }

    private static func settingColumns(_ prefix: String) -> [String] { ["category", "subcategory", "name", "value"].map { "\(prefix)_\($0)" } }
}
