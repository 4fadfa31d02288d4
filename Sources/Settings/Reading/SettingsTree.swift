/// Entries as the tree that their paths describe, in the order in which they were read.
struct SettingsTree {
    private indirect enum Branch {
        case leaf(SettingsEntry)
        case node(SettingsTree)
    }

    private let branches: [(name: String, branch: Branch)]

    init(_ entries: [SettingsEntry]) { self.init(entries[...], depth: 0) }

    private init(_ entries: ArraySlice<SettingsEntry>, depth: Int) {
        var names: [String] = []
        var groups: [String: [SettingsEntry]] = [:]
        for entry in entries {
            let name = entry.path[depth]
            if groups[name] == nil { names.append(name) }
            groups[name, default: []].append(entry)
        }
        branches = names.map { name in
            let group = groups[name] ?? []
            if let only = group.first, only.path.count == depth + 1 { return (name, .leaf(only)) }
            return (name, .node(SettingsTree(group[...], depth: depth + 1)))
        }
    }

    /// - Parameter leaf: an entry's lines, without indentation.
    func lines(_ leaf: (SettingsEntry) -> [String]) -> [String] {
        branches.flatMap { name, branch in
            switch branch {
            case .leaf(let entry): leaf(entry)
            case .node(let tree): ["\(YAMLText.scalar(name)):"] + tree.lines(leaf).map { $0.isEmpty ? "" : "  " + $0 }
            }
        }
    }
}
