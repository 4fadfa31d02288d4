/// One key as the reading code asked for it: what documentation says of it, and what it turned out to be.
struct SettingsEntry: Equatable, Sendable {
    /// Whether this version does anything with the value.
    enum Standing: Equatable, Sendable {
        case effective
        /// Read and checked, but nothing acts upon it yet; giving it is answered with a warning.
        case reserved
    }

    /// A value the way it is written.
    enum Shown: Equatable, Sendable {
        case unset
        /// Written bare: numbers, truth values, names from a fixed set.
        case plain(String)
        case text(String)
        case list([String])
        /// A tree, as JSON, which YAML contains.
        case json(String)
        /// A secret: held or not, and the file it was read from, if it was.
        case secret(isHeld: Bool, file: String?)
    }

    var path: [String]
    var type: String
    var fallback: Shown
    var help: String
    var standing: Standing
    var value: Shown
    var origin: Origin
    /// Variables beside the key's own that are looked at.
    var otherVariables: [String] = []

    /// Was it given, and as something else than its default?
    var isSet: Bool { origin != .fallback && value != fallback }

    var key: String { path.joined(separator: ".") }
}
