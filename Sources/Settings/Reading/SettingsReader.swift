import Yams

/// Reads keys from the YAML tree and the environment, and remembers what it was asked for: the same pass yields the values, every
/// mistake, the effective configuration and the reference.
final class SettingsReader {
    /// One key as it was asked for.
    struct Entry {
        var path: [String]
        var type: String
        var fallback: String
        var help: String
        /// The effective value, masked if secret.
        var value: String
        /// `default`, `file:line`, `environment`.
        var origin: String
    }

    let file: String
    let environment: [String: String]
    let readFile: (String) throws -> String
    var problems: [SettingsProblem] = []
    var entries: [Entry] = []
    private var usedVariables: Set<String> = []

    init(file: String, environment: [String: String], readFile: @escaping (String) throws -> String) {
        self.file = file
        self.environment = environment
        self.readFile = readFile
    }

    static let prefix = "VOICE_GATEWAY_"

    static func variable(_ path: [String]) -> String {
        prefix + path.map { $0.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined() }.joined(separator: "_")
    }

    func override(_ path: [String]) -> String? {
        let name = Self.variable(path)
        guard let value = environment[name] else { return nil }
        usedVariables.insert(name)
        return value
    }

    /// Names of entries of a map that the environment alone defines: `VOICE_GATEWAY_PROVIDERS_NAME_…`.
    func namesInEnvironment(_ path: [String]) -> [String] {
        let start = Self.variable(path) + "_"
        let names = environment.keys.filter { $0.hasPrefix(start) }.compactMap { key in
            key.dropFirst(start.count).split(separator: "_", maxSplits: 1).first.map { $0.lowercased() }
        }
        return Array(Set(names)).sorted()
    }

    func reportUnusedVariables() {
        for name in environment.keys.sorted() where name.hasPrefix(Self.prefix) && !usedVariables.contains(name) {
            problems.append(
                SettingsProblem(
                    severity: .warning, location: "environment \(name)", key: name, value: nil, expected: "a name that belongs to a setting; it has no effect"))
        }
    }
}
