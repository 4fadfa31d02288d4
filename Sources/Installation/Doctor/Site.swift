import Foundation
import Settings

/// The installation under examination.
struct Site: Sendable {
    var settings: GatewaySettings
    /// How long anything that is asked may take to answer.
    var patience: Duration
    var now: Date

    /// In a settled order.
    var secretaries: [SecretarySettings] { settings.secretaries.values.sorted { ($0.name, $0.uuid) < ($1.name, $1.uuid) } }
    /// Those who hand over to people.
    var handingOver: [SecretarySettings] { secretaries.filter(\.handoff.isEnabled) }
    var providers: [ProviderSettings] { settings.providers.values.sorted { $0.name < $1.name } }
}
