/// Shows what was read: as YAML with each value's origin, and as a table for the documentation.
enum Listing {
    static func effective(_ entries: [SettingsReader.Entry]) -> String {
        var lines: [String] = []
        var open: [String] = []
        for entry in entries {
            let parents = Array(entry.path.dropLast())
            let common = zip(open, parents).prefix { $0 == $1 }.count
            for (depth, key) in parents.enumerated().dropFirst(common) { lines.append(String(repeating: "  ", count: depth) + "\(key):") }
            open = parents
            let indent = String(repeating: "  ", count: parents.count)
            lines.append("\(indent)\(entry.path.last ?? ""): \(scalar(entry.value))  # \(entry.origin)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func scalar(_ value: String) -> String {
        if value.isEmpty { return "~" }
        let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) } && !["true", "false"].contains(value) || Double(value) != nil || ["true", "false"].contains(value)
        return isPlain ? value : "\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : "\($0)" }.joined() + "\""
    }

    static func reference(_ entries: [SettingsReader.Entry]) -> String {
        let maps: Set<String> = ["listeners", "providers", "secretaries", "tools"]
        var seen: Set<String> = []
        var lines = ["| key | values | default | environment | meaning |", "|---|---|---|---|---|"]
        for entry in entries {
            var path = entry.path
            if path.count > 1, maps.contains(path[0]) { path[1] = "NAME" }
            let key = path.joined(separator: ".")
            guard seen.insert(key).inserted else { continue }
            let cells = [key, entry.type, entry.fallback.isEmpty ? "–" : entry.fallback, SettingsReader.variable(path), entry.help]
            let escaped = cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
            lines.append("| `\(escaped[0])` | \(escaped[1]) | \(escaped[2]) | `\(escaped[3])` | \(escaped[4]) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
