/// Reads keys from the YAML tree and the environment, and remembers what it was asked for: the same pass yields the values, every
/// mistake, the effective configuration, and (run over a template) the reference, the example and the variables' names.
final class SettingsReader {
    let file: String
    let environment: [String: String]
    let files: SettingsFiles
    private(set) var problems: [SettingsProblem] = []
    private(set) var entries: [SettingsEntry] = []
    /// Every variable that would have counted.
    private var askedVariables: Set<String> = []

    init(file: String, environment: [String: String], files: SettingsFiles) {
        self.file = file
        self.environment = environment
        self.files = files
    }

    static let prefix = "VOICE_GATEWAY_"

    /// `["providers", "my-own", "model"]` → `VOICE_GATEWAY_PROVIDERS_MY_OWN_MODEL`.
    static func variable(_ path: [String]) -> String { prefix + path.map(segment).joined(separator: "_") }

    static func segment(_ name: String) -> String {
        String(String.UnicodeScalarView(name.uppercased().unicodeScalars.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) ? $0 : "_" }))
    }

    func value(ofVariable name: String) -> String? {
        askedVariables.insert(name)
        return environment[name]
    }

    func record(_ entry: SettingsEntry) { entries.append(entry) }

    func report(at origin: Origin, _ path: [String], value: String?, expected: String, advice: String?, severity: SettingsProblem.Severity) {
        var problem = SettingsProblem(
            severity: severity, location: origin.location, key: path.joined(separator: "."), value: value, expected: expected, advice: advice)
        if case .file(_, let line, let column) = origin { (problem.line, problem.column) = (line, column) }
        problems.append(problem)
    }

    /// A mistake in another file than this one, where its lines say nothing about this one's order.
    func report(_ problem: SettingsProblem) {
        var problem = problem
        (problem.line, problem.column) = (nil, nil)
        problems.append(problem)
    }

    /// Warns once of each key that is set although nothing acts upon it yet, however many parts set it.
    func reportReserved() {
        var places: [[String]: [SettingsEntry]] = [:]
        for entry in entries where entry.standing == .reserved && entry.isSet { places[Array(entry.path.dropFirst(2)), default: []].append(entry) }
        for (_, found) in places.sorted(by: { $0.value[0].key < $1.value[0].key }) {
            let more = found.count > 1 ? " (nor on \(found.count - 1) more of this name)" : ""
            report(
                at: found[0].origin, found[0].path, value: nil, expected: "no effect of this key yet",
                advice: "read and checked, but this version does not act upon it\(more)", severity: .warning)
        }
    }

    /// Names of a map's parts that the environment alone defines: `VOICE_GATEWAY_PROVIDERS_NAME_MODEL`. Names may hold underscores, so
    /// the longest ending that is a key of such a part tells where the name ends.
    /// - Parameter map: its path.
    func namesInEnvironment(of map: [String], besides present: [String]) -> [String] {
        let start = Self.variable(map) + "_"
        let rests = environment.keys.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        guard !rests.isEmpty else { return [] }
        let taken = present.map { Self.segment($0) + "_" }
        let endings = SettingsSchema.variableEndings(of: map)
        let names = rests.compactMap { rest -> String? in
            guard !taken.contains(where: rest.hasPrefix) else { return nil }
            return endings.lazy.compactMap { $0.name(in: rest) }.first?.lowercased()
        }
        return Set(names).sorted()
    }

    /// Variables with our prefix that nothing asked for. A warning only, since the environment is shared: an orchestrator may put
    /// names of its own there.
    func reportUnusedVariables() {
        for name in environment.keys.sorted() where name.hasPrefix(Self.prefix) && !askedVariables.contains(name) && !Self.isForeign(name) {
            let near = Suggestion.nearest(to: name, among: Array(askedVariables))
            report(
                at: .environment(name), [name], value: nil, expected: "a name that belongs to a setting, so it has no effect",
                advice: near.map { "did you mean \($0)?" }, severity: .warning)
        }
    }

    /// The command line's own variable, and what Kubernetes sets for a service that is called `voice-gateway`.
    private static func isForeign(_ name: String) -> Bool {
        let rest = name.dropFirst(prefix.count)
        return rest == "CONFIG" || rest == "PORT" || rest.hasPrefix("PORT_") || rest.hasPrefix("SERVICE_")
    }

    /// Problems in the order in which somebody who edits the file meets them, then those of the environment.
    var orderedProblems: [SettingsProblem] {
        problems.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            return (a.line ?? .max, a.column ?? .max, left.offset) < (b.line ?? .max, b.column ?? .max, right.offset)
        }.map(\.element)
    }
}
