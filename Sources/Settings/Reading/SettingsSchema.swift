import Yams

/// What there is to configure, learnt by running the reading code over a template: the code that reads a key is its only declaration.
enum SettingsSchema {
    /// Stands for the names that operators choose.
    static let anyName = "NAME"
    private static let template = """
        listeners: {NAME: {}}
        freeswitch: {NAME: {}}
        tools: {NAME: {}}
        providers: {NAME: {}}
        secretaries: {NAME: {}}
        """

    static let entries: [SettingsEntry] = {
        let files = SettingsFiles(read: { _ in "" }, permissions: { _ in nil })
        let reader = SettingsReader(file: "", environment: [:], files: files)
        let node = try? Yams.compose(yaml: template)
        _ = GatewaySettings.read(Section(reader, path: [], node: node))
        return reader.entries
    }()

    /// Of a map's parts: what may follow the name in a variable, the longest first.
    static func variableEndings(of map: String) -> [String] {
        let paths = entries.filter { $0.path.first == map && $0.path.count > 2 }.flatMap { entry in
            [entry.path.dropFirst(2).map(SettingsReader.segment).joined(separator: "_")]
                + entry.otherVariables.map { String($0.dropFirst(SettingsReader.variable([map, anyName]).count + 1)) }
        }
        return paths.sorted { ($1.count, $0) < ($0.count, $1) }
    }
}
