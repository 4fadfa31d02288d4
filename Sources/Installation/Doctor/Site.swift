import Foundation
import Settings

/// The installation under examination.
struct Site: Sendable {
    var settings: GatewaySettings
    /// How long anything that is asked may take to answer.
    var patience: Duration
    var now: Date

    /// What FusionPBX has, if it is asked.
    var fusionPBX: FusionPBXReading?

    /// The configuration's, then FusionPBX's, each in a settled order.
    var secretaries: [SecretarySettings] {
        settings.secretaries.values.sorted { ($0.name, $0.uuid) < ($1.name, $1.uuid) } + (fusionPBX?.secretaries.map(\.settings) ?? [])
    }
    /// Those who hand over to people.
    var handingOver: [SecretarySettings] { secretaries.filter(\.handoff.isEnabled) }
    var providers: [ProviderSettings] { settings.providers.values.sorted { $0.name < $1.name } }
}

extension SecretarySettings {
    /// How findings name it.
    var subject: String { "secretary \(name)\(tenant.map { " (\($0.domainName))" } ?? "")" }
}
