/// What reading a configuration gave.
public struct LoadedSettings: Sendable {
    /// `nil` if there are errors.
    public var settings: GatewaySettings?
    /// In the order in which somebody who edits the file meets them.
    public var problems: [SettingsProblem]
    /// Every key with its effective value and where that comes from, as YAML; secrets masked.
    public var effective: String { Listing.effective(entries) }

    var entries: [SettingsEntry] = []

    public var errors: [SettingsProblem] { problems.filter { $0.severity == .error } }
}
