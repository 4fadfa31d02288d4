import CallControl
import Yams

/// A language file that is being read: its YAML, and every mistake in it with its line.
struct LanguageFile {
    let file: String
    let root: Node
    private(set) var problems: [SettingsProblem] = []

    /// - Returns: `nil` for a text that is no YAML mapping; then `problem` says why.
    init?(_ text: String, file: String, problem: inout SettingsProblem?) {
        self.file = file
        do {
            let node = try Yams.compose(yaml: text)
            guard let node, node.mapping != nil else {
                problem = SettingsProblem(severity: .error, location: file, key: "(file)", value: nil, expected: "a mapping of keys, as language files are")
                return nil
            }
            root = node
        } catch {
            problem = SettingsProblem(error, in: file)
            return nil
        }
    }

    // MARK: Values

    mutating func text(_ node: Node?, _ path: [String], expected: String = "a text") -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            report(node, path, value: Section.text(node), expected: expected)
            return nil
        }
        return text
    }

    /// A list of texts; one text is a list of one.
    mutating func texts(_ node: Node?, _ path: [String]) -> [String] {
        guard let node, !Section.isNull(node) else { return [] }
        if let text = node.scalar?.string { return [text] }
        guard let sequence = node.sequence else {
            report(node, path, value: Section.text(node), expected: "a list of words and phrases")
            return []
        }
        var texts: [String] = []
        for (index, item) in sequence.enumerated() {
            if let text = text(item, path + ["\(index)"], expected: "a word or phrase") { texts.append(text) }
        }
        return texts
    }

    /// The pairs of a mapping, in the file's order.
    mutating func pairs(_ node: Node?, _ path: [String]) -> [(key: String, value: Node)] {
        guard let node, !Section.isNull(node) else { return [] }
        guard let mapping = node.mapping else {
            report(node, path, value: Section.text(node), expected: "a mapping")
            return []
        }
        return mapping.map { ($0.key.scalar?.string ?? "", $0.value) }
    }

    mutating func items(_ node: Node?, _ path: [String]) -> [Node] {
        guard let node, !Section.isNull(node) else { return [] }
        guard let sequence = node.sequence else {
            report(node, path, value: Section.text(node), expected: "a list")
            return []
        }
        return Array(sequence)
    }

    /// Reports the keys that aren't known here.
    mutating func check(_ node: Node, _ path: [String], known: [String]) {
        for (key, _) in node.mapping ?? [:] {
            let name = key.scalar?.string ?? "a list or mapping"
            guard !known.contains(name) else { continue }
            let advice = Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" } ?? "known here: \(known.joined(separator: ", "))"
            report(key, path + [name], value: nil, expected: "a known key", advice: advice)
        }
    }

    // MARK: Mistakes

    mutating func report(_ node: Node?, _ path: [String], value: String?, expected: String, advice: String? = nil) {
        let mark = node?.mark
        var problem = SettingsProblem(
            severity: .error, location: mark.map { "\(file):\($0.line):\($0.column)" } ?? file, key: path.joined(separator: "."),
            value: value.map { $0.count > 80 ? $0.prefix(79) + "…" : $0 }, expected: expected, advice: advice)
        (problem.line, problem.column) = (mark?.line, mark?.column)
        problems.append(problem)
    }

    /// A mistake that was found in the content; its place is the nearest that this file has.
    mutating func report(_ mistake: LanguageMistake) {
        var node = root
        for key in mistake.path {
            let child = Int(key).flatMap { index in node.sequence.flatMap { index < $0.count ? $0[index] : nil } } ?? node.mapping?[Node(key)]
            guard let child else { break }
            node = child
        }
        report(node, mistake.path, value: mistake.value, expected: mistake.expected)
    }
}
