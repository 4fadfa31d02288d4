import Foundation
import Settings
import WireProtocols

/// Tries everything a new installation gets wrong, and says how to mend it.
public struct Doctor: Sendable {
    private let loaded: LoadedSettings
    private let patience: Duration

    /// - Parameter patience: how long anything that is asked may take to answer.
    public init(_ loaded: LoadedSettings, patience: Duration = .seconds(10)) {
        self.loaded = loaded
        self.patience = patience
    }

    static let checks: [any DoctorCheck] = [
        FreeSwitchCheck(), OmniPlayCheck(), FusionPBXCheck(), HoursCheck(), AgentsCheck(), ProviderCheck(), PromptsCheck(), FolderCheck(), StoreCheck(),
        ClockCheck(),
        FileLimitCheck(),
    ]

    /// Findings come as they are made; secrets are masked in all of them, whoever repeated one.
    public func examine(_ report: (Finding) -> Void) {
        let veil = SecretVeil(loaded.settings)
        for finding in ConfigurationCheck.findings(loaded) { report(veil.cover(finding)) }
        guard let settings = loaded.settings else { return }
        let site = Site(settings: settings, patience: patience, now: Date(), fusionPBX: FusionPBXReading(settings))
        for check in Self.checks { for finding in check.findings(at: site) { report(veil.cover(finding)) } }
    }
}
