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
        experiments: {NAME: {arms: {NAME: {}}}}
        """

    static let entries: [SettingsEntry] = {
        let files = SettingsFiles(read: { _ in "" }, permissions: { _ in nil })
        let reader = SettingsReader(file: "", environment: [:], files: files)
        let node = try? Yams.compose(yaml: template)
        _ = GatewaySettings.read(Section(reader, path: [], node: node))
        return reader.entries
    }()

    /// What may follow the name of a part in a variable.
    struct VariableEnding: Equatable {
        /// Around the name of a part within the part, if there is one.
        var pieces: [String]

        /// - Returns: the name that precedes it, or `nil` if the text does not end so.
        func name(in rest: String) -> String? {
            guard let last = pieces.last, rest.hasSuffix("_" + last), rest.count > last.count + 1 else { return nil }
            let head = rest.dropLast(last.count + 1)
            guard pieces.count > 1 else { return String(head) }
            guard let place = head.firstRange(of: "_\(pieces[0])_"), place.lowerBound > head.startIndex, place.upperBound < head.endIndex else { return nil }
            return String(head[..<place.lowerBound])
        }
    }

    /// Of a map's parts, the longest first.
    /// - Parameter map: its path; parts on the way by their own names.
    static func variableEndings(of map: [String]) -> [VariableEnding] {
        let inside = entries.filter { entry in
            entry.path.count > map.count + 1 && entry.path[map.count] == anyName && zip(entry.path, map).allSatisfy { $0 == $1 || $0 == anyName }
        }
        let paths = inside.flatMap { entry in
            let own = SettingsReader.variable(Array(entry.path[...map.count]))
            return [entry.path.dropFirst(map.count + 1).map(SettingsReader.segment).joined(separator: "_")]
                + entry.otherVariables.map { String($0.dropFirst(own.count + 1)) }
        }
        return paths.sorted { ($1.count, $0) < ($0.count, $1) }.map { VariableEnding(pieces: $0.split(separator: "_\(anyName)_").map(String.init)) }
    }
}
