import Testing

@testable import Settings

/// Reads `yaml` as `gateway.yaml`, with files and variables that exist only here.
func load(
    _ yaml: String, environment: [String: String] = [:], files: [String: String] = [:], modes: [String: Int] = [:]
) -> LoadedSettings {
    struct Missing: Error, CustomStringConvertible { var description: String { "it is missing" } }
    let source = SettingsFiles(
        read: { path in
            guard let text = files[path] else { throw Missing() }
            return text
        }, permissions: { modes[$0] })
    return GatewaySettings.load(text: yaml, file: "gateway.yaml", environment: environment, files: source)
}

/// The settings of a configuration that must have no errors.
func settings(
    _ yaml: String, environment: [String: String] = [:], files: [String: String] = [:], _ location: SourceLocation = #_sourceLocation
) throws -> GatewaySettings {
    let loaded = load(yaml, environment: environment, files: files)
    return try #require(loaded.settings, "\(loaded.problems.map(\.description))", sourceLocation: location)
}

extension LoadedSettings {
    var texts: [String] { problems.map(\.description) }
    var errorTexts: [String] { errors.map(\.description) }
    var warningTexts: [String] { problems.filter { $0.severity == .warning }.map(\.description) }
}

/// A provider on this machine, so that nothing is missing.
let localProvider = "providers: {local: {url: 'ws://127.0.0.1:9/v1/realtime'}}\n"
