import Yams

/// Mappings within mappings.
extension Section {
    /// Whether a map's parts may also come as a list.
    enum Shape { case map, mapOrList }

    func section(_ key: String) -> Section { Section(reader, path: path + [key], node: child(key), alias: alias.map { $0 + [key] }) }

    /// The named parts of a map, in the file's order, then those that the environment alone defines.
    func parts(_ key: String, _ shape: Shape = .map) -> [(name: String, section: Section)] {
        var parts: [(name: String, section: Section)] = []
        let node = child(key)
        if let mapping = node?.mapping {
            for (index, (name, value)) in mapping.enumerated() {
                parts.append(part(key, name.scalar?.string ?? "", at: index, name, value, shape))
            }
        } else if let sequence = node?.sequence, shape == .mapOrList {
            for (index, value) in sequence.enumerated() {
                let name = value.mapping?[Node("name")]?.scalar?.string ?? "\(index)"
                let part = part(key, name, at: index, value, value, shape)
                _ = part.section.child("name")
                parts.append(part)
            }
        } else if let node {
            let expected = shape == .map ? "a mapping from names to settings" : "a mapping from names to settings, or a list"
            problem(at: origin(of: node), path + [key], value: Self.text(node), expected: expected)
        }
        let positions = shape == .mapOrList ? parts.indices.map(String.init) : []
        for name in reader.namesInEnvironment(of: path + [key], besides: parts.map(\.name) + positions) {
            parts.append((name, Section(reader, path: path + [key, name], node: nil)))
        }
        return parts
    }

    private func part(_ key: String, _ name: String, at index: Int, _ nameNode: Node, _ value: Node, _ shape: Shape) -> (name: String, section: Section) {
        let isSound =
            !name.isEmpty && name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0) }
        if !isSound { problem(at: origin(of: nameNode), path + [key], value: name, expected: "a name of letters, digits, -, _ and .") }
        let alias = shape == .mapOrList && name != "\(index)" ? path + [key, "\(index)"] : nil
        return (name, Section(reader, path: path + [key, name], node: value, alias: alias))
    }

    /// Reports names that are the same, or that the same variables would set.
    func checkNames(_ parts: [(name: String, section: Section)], of key: String) {
        var seen: [String: String] = [:]
        for part in parts {
            let variable = SettingsReader.segment(part.name)
            if let other = seen[variable] {
                part.section.problem(
                    at: part.section.origin(of: part.section.node), path + [key, part.name], value: nil, expected: "a name of its own",
                    advice: other == part.name ? "there is another \(other)" : "variables can't tell it from \(other)")
            }
            seen[variable] = part.name
        }
    }
}
