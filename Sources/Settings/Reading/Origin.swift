/// Where an effective value comes from.
enum Origin: Equatable, Sendable {
    /// Nobody gave it.
    case fallback
    case file(String, line: Int, column: Int)
    /// The variable's name.
    case environment(String)

    /// As problems name it.
    var location: String {
        switch self {
        case .fallback: "default"
        case .file(let name, let line, let column): "\(name):\(line):\(column)"
        case .environment(let name): "environment \(name)"
        }
    }

    /// As the effective configuration names it.
    var provenance: String {
        switch self {
        case .fallback: "default"
        case .file(let name, let line, _): "\(name):\(line)"
        case .environment(let name): "environment \(name)"
        }
    }
}
