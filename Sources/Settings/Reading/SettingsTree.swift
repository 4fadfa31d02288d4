/// Entries as the tree that their paths describe, in the order in which they were read.
struct SettingsTree {
    private indirect enum Branch {
        case leaf(SettingsEntry)
        case node(SettingsTree)
    }

    private var branches: [(name: String, branch: Branch)] = []

    init(_ entries: [SettingsEntry]) {
        for entry in entries { add(entry, at: entry.path[...]) }
    }

    private init() {}

    private mutating func add(_ entry: SettingsEntry, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        guard path.count > 1 else {
            branches.append((name, .leaf(entry)))
            return
        }
        let index = branches.firstIndex { $0.name == name } ?? branches.endIndex
        var inner = SettingsTree()
        if index < branches.endIndex, case .node(let known) = branches[index].branch { inner = known }
        inner.add(entry, at: path.dropFirst())
        if index < branches.endIndex { branches[index].branch = .node(inner) } else { branches.append((name, .node(inner))) }
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
