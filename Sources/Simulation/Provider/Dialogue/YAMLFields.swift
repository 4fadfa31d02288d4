import Yams

/// The members of one mapping of a YAML file, read by name; errors name the path.
struct YAMLFields {
    private let node: Node
    private let path: String

    static func document(_ yaml: String) throws(DialogueError) -> YAMLFields {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw DialogueError(field: "file", problem: "\(error)")
        }
        guard let node, node.mapping != nil else { throw DialogueError(field: "file", problem: "expected a mapping") }
        return YAMLFields(node: node, path: "")
    }

    func problem(_ name: String, _ problem: String) -> DialogueError {
        DialogueError(field: path.isEmpty ? name : "\(path).\(name)", problem: problem)
    }

    /// Refuses every other member, so that a slip of the pen is not silently ignored.
    func allow(_ names: [String]) throws(DialogueError) {
        for key in node.mapping?.keys.map({ $0.string ?? "" }) ?? [] where !names.contains(key) {
            throw problem(key, "unknown; known are \(names.joined(separator: ", "))")
        }
    }

    func text(_ name: String) throws(DialogueError) -> String? {
        guard let found = node[name] else { return nil }
        guard let text = found.scalar?.string else { throw problem(name, "expected text") }
        return text
    }

    func number(_ name: String) throws(DialogueError) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), number >= 0 else { throw problem(name, "expected a whole number from 0") }
        return number
    }

    func choice<Choice: RawRepresentable & Sendable>(_ name: String) throws(DialogueError) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else { throw problem(name, "\(text) is none of its values") }
        return choice
    }

    func texts(_ name: String) throws(DialogueError) -> [String] {
        guard let found = node[name] else { return [] }
        guard let elements = found.sequence else { throw problem(name, "expected a list") }
        return elements.compactMap(\.string)
    }

    func fields(_ name: String) throws(DialogueError) -> YAMLFields? {
        guard let found = node[name] else { return nil }
        guard found.mapping != nil else { throw problem(name, "expected a mapping") }
        return YAMLFields(node: found, path: path.isEmpty ? name : "\(path).\(name)")
    }

    func list(_ name: String) throws(DialogueError) -> [YAMLFields] {
        guard let found = node[name] else { return [] }
        guard let elements = found.sequence else { throw problem(name, "expected a list") }
        var all: [YAMLFields] = []
        for (index, element) in elements.enumerated() {
            guard element.mapping != nil else { throw problem("\(name)[\(index)]", "expected a mapping") }
            all.append(YAMLFields(node: element, path: "\(path.isEmpty ? "" : path + ".")\(name)[\(index)]"))
        }
        return all
    }
}
