/// Shows the configuration: as it is in effect, as a table for documentation, and as a file to start from.
enum Listing {
    /// YAML that gives the same settings again when it is read; a secret from a variable stands in a comment.
    static func effective(_ entries: [SettingsEntry]) -> String {
        let lines = SettingsTree(entries).lines { entry in
            let key = YAMLText.scalar(entry.path.last ?? "")
            guard case .secret(let isHeld, let file) = entry.value else {
                return ["\(key): \(withoutCredentials(YAMLText.value(entry.value)))  # \(entry.origin.provenance)"]
            }
            let name = key.hasSuffix("_file") ? String(key.dropLast(5)) : key
            let held = isHeld ? ["# \(name): ***  # \(entry.origin.provenance)"] : []
            return held + ["\(key): \(YAMLText.value(entry.value))  # \(file == nil ? Origin.fallback.provenance : "holds \(isHeld ? "***" : "nothing")")"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func reference(_ entries: [SettingsEntry]) -> String {
        var lines = ["| key | type and range | default | environment | meaning |", "|---|---|---|---|---|"]
        for entry in entries {
            let fallback = entry.fallback == .unset ? "–" : "`\(YAMLText.value(entry.fallback))`"
            let cells = ["`\(entry.key)`", entry.type, fallback, "`\(SettingsReader.variable(entry.path))`", meaning(entry)]
            lines.append(
                "| " + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameter chosen: keys to set, by dotted path; all others are shown commented out.
    static func example(_ entries: [SettingsEntry], names: [String: String], chosen: [String: String]) -> String {
        let named = entries.map { entry in
            var entry = entry
            if entry.path.count > 1, entry.path[1] == SettingsSchema.anyName, let name = names[entry.path[0]] { entry.path[1] = name }
            return entry
        }
        let lines = SettingsTree(named).lines { entry in
            let key = entry.path.last ?? ""
            let range = entry.type == "text" || entry.type.hasPrefix("path") ? "" : " [\(entry.type)]"
            let setting = chosen[entry.key].map { "\(key): \(YAMLText.scalar($0))" }
            return ["", "# \(meaning(entry))\(range)", setting ?? "#\(key): \(entry.fallback == .unset ? "" : YAMLText.value(entry.fallback))"].map(trimmed)
        }
        let head = [
            "# voice-gateway: every setting. What is commented out shows its default, or has none.",
            "# Each key can also come from the environment, which wins: VOICE_GATEWAY_ and the path, e.g. VOICE_GATEWAY_LIMITS_MAX_CALLS.",
            "# Keys and tokens never stand here: name a file, or use the environment.",
        ]
        return (head + lines).joined(separator: "\n") + "\n"
    }

    /// A secret that somebody wrote into an address is one all the same.
    private static func withoutCredentials(_ value: String) -> String { value.replacing(#/://[^/@\s]*@/#, with: "://***@") }

    private static func trimmed(_ line: String) -> String { line.hasSuffix(" ") ? String(line.dropLast()) : line }

    private static func meaning(_ entry: SettingsEntry) -> String { entry.help + (entry.standing == .reserved ? " Not acted upon in this version." : "") }
}
