/// What FusionPBX's rows are read against: the configuration's providers, and what its default secretary has that rows do not.
public struct FusionPBXContext: Sendable {
    var providers: [String: ProviderSettings]
    /// Of secretaries that name none, or none that is configured.
    var defaultProvider: String
    /// Lends its tools, vocabulary, handoff key and sentences, for which FusionPBX has no columns.
    var model: SecretarySettings?
    var condition: TimeCondition

    /// - Returns: `nil` unless FusionPBX is configured.
    public init?(_ settings: GatewaySettings, zones: ZoneFiles = .system) {
        guard let fusionPBX = settings.fusionPBX else { return nil }
        providers = settings.providers
        model = settings.defaultSecretary.flatMap { settings.secretaries[$0] }
        defaultProvider = model?.provider ?? settings.providers.keys.min() ?? ""
        condition = TimeCondition(zones: zones, serverZone: fusionPBX.serverZone)
    }
}
