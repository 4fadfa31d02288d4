import Yams

/// A mapping of the configuration that is being read. Every key asked for is known; what is left at the end is a mistake.
struct Section {
    let reader: SettingsReader
    let path: [String]
    let node: Node?
    /// A second path whose variables count: a listener's position.
    let alias: [String]?
    private let known = Known()

    private final class Known {
        var keys: [String] = []
    }

    init(_ reader: SettingsReader, path: [String], node: Node?, alias: [String]? = nil) {
        self.reader = reader
        self.path = path
        self.node = node.flatMap { Self.isNull($0) ? nil : $0 }
        self.alias = alias
        if let node = self.node, node.mapping == nil { problem(at: origin(of: node), path, value: Self.text(node), expected: "a mapping of keys") }
    }

    // MARK: Where values come from

    /// A value as given, and its place.
    struct Given {
        var text: String
        var origin: Origin
    }

    /// A key's node; from now on the key is known.
    func child(_ key: String) -> Node? {
        known.keys.append(key)
        return peek(key)
    }

    /// A key's node, unless it is empty.
    func peek(_ key: String) -> Node? { node?.mapping?[Node(key)].flatMap { Self.isNull($0) ? nil : $0 } }

    /// Whether a variable that is there and empty counts. Compose files pass on what may be unset, so mostly it doesn't.
    enum Emptiness { case counts, isAbsence }

    /// What the environment says of a key.
    func override(_ key: String, empty: Emptiness = .isAbsence) -> Given? {
        for base in [path, alias].compactMap({ $0 }) {
            let name = SettingsReader.variable(base + [key])
            if let text = reader.value(ofVariable: name), empty == .counts || !text.isEmpty { return Given(text: text, origin: .environment(name)) }
        }
        return nil
    }

    /// The environment's value, else the file's.
    func given(_ key: String, empty: Emptiness = .isAbsence) -> Given? {
        let node = child(key)
        if let override = override(key, empty: empty) { return override }
        guard let node else { return nil }
        guard let scalar = node.scalar else {
            problem(at: origin(of: node), path + [key], value: Self.text(node), expected: "a single value")
            return nil
        }
        return Given(text: scalar.string, origin: origin(of: node))
    }

    func origin(of node: Node?) -> Origin {
        guard let mark = node?.mark else { return .file(reader.file, line: 1, column: 1) }
        return .file(reader.file, line: mark.line, column: mark.column)
    }

    static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    static func text(_ node: Node) -> String { node.scalar?.string ?? (node.mapping != nil ? "a mapping" : "a list") }

    // MARK: Mistakes

    func problem(
        at origin: Origin, _ path: [String], value: String?, expected: String, advice: String? = nil, severity: SettingsProblem.Severity = .error
    ) {
        reader.report(at: origin, path, value: value.map(Self.excerpt), expected: expected, advice: advice, severity: severity)
    }

    /// A mistake in a key's value, or in the whole where the key is missing.
    func problem(_ key: String, value: String?, expected: String, advice: String? = nil, severity: SettingsProblem.Severity = .error) {
        let place = override(key)?.origin ?? origin(of: peek(key) ?? node)
        problem(at: place, path + [key], value: value, expected: expected, advice: advice, severity: severity)
    }

    func reject(_ given: Given, _ key: String, expected: String, advice: String? = nil) {
        problem(at: given.origin, path + [key], value: given.text, expected: expected, advice: advice)
    }

    /// Warns of a key, already read, that is set where it can have no effect. Its default may be repeated: printed configurations do.
    func warnIfSet(_ key: String, _ reason: String) {
        let base = path + [key]
        guard let entry = reader.entries.first(where: { $0.isSet && $0.path.starts(with: base) }) else { return }
        problem(at: entry.origin, entry.path, value: nil, expected: "nothing here, since \(reason)", advice: "leave it out", severity: .warning)
    }

    /// One line, short enough for a message.
    private static func excerpt(_ text: String) -> String {
        if text.isEmpty { return "an empty text" }
        let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
        return line.count > 80 ? line.prefix(79) + "…" : line
    }

    // MARK: The end

    /// Reports the keys that nobody asked for.
    func finish() {
        for (key, _) in node?.mapping ?? [:] {
            let name = key.scalar?.string ?? "a list or mapping"
            guard !known.keys.contains(name) else { continue }
            let hint =
                Suggestion.nearest(to: name, among: known.keys).map { "did you mean \($0)?" }
                ?? "known here: \(Set(known.keys).sorted().joined(separator: ", "))"
            problem(at: origin(of: key), path + [name], value: nil, expected: "a known key", advice: hint)
        }
    }
}
