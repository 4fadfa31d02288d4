import CallControl
import Yams

extension LanguageFile {
    private static let keys = [
        "language", "replace", "without", "accented", "concepts", "classes", "fragments", "rules", "refusals", "retractions", "inflections", "exempt",
    ]

    /// The file's own content.
    mutating func source() -> LanguageSource {
        check(root, [], known: Self.keys)
        let code = text(root["language"], ["language"])
        if code?.wholeMatch(of: /[a-z]{2,3}/) == nil {
            report(root["language"] ?? root, ["language"], value: code, expected: "a language's code like pt")
        }
        var source = LanguageSource(code: code ?? "")
        source.accented = texts(root["accented"], ["accented"])
        source.exempt = texts(root["exempt"], ["exempt"])
        for (name, node) in pairs(root["concepts"], ["concepts"]) { source.concepts.append(concept(name, node)) }
        for (name, node) in pairs(root["classes"], ["classes"]) {
            source.classes.append(LanguageSource.Class(name: name, words: texts(node, ["classes", name])))
        }
        for (name, node) in pairs(root["fragments"], ["fragments"]) { source.fragments[name] = text(node, ["fragments", name]) }
        readRules(into: &source)
        return source
    }

    /// Whether it takes the place of the built-in file of its language.
    mutating func replaces() -> Bool {
        guard let node = root["replace"] else { return false }
        switch text(node, ["replace"]) {
        case "true": return true
        case "false": return false
        case let other:
            report(node, ["replace"], value: other, expected: "true or false")
            return false
        }
    }

    /// Words that it takes out of the built-in lists.
    mutating func removals() -> [(list: String, words: [String])] {
        pairs(root["without"], ["without"]).map { ($0.key, texts($0.value, ["without", $0.key])) }
    }

    private mutating func concept(_ name: String, _ node: Node) -> LanguageSource.Concept {
        let path = ["concepts", name]
        guard node.mapping != nil else {
            report(node, path, value: Section.text(node), expected: "a mapping with words and, perhaps, includes")
            return LanguageSource.Concept(name: name, words: [])
        }
        check(node, path, known: ["words", "includes"])
        return LanguageSource.Concept(name: name, words: texts(node["words"], path + ["words"]), includes: texts(node["includes"], path + ["includes"]))
    }

    private mutating func readRules(into source: inout LanguageSource) {
        for (index, node) in items(root["rules"], ["rules"]).enumerated() {
            if let rule = rule(node, ["rules", "\(index)"]) { source.rules.append(rule) }
        }
        for (index, node) in items(root["refusals"], ["refusals"]).enumerated() {
            let path = ["refusals", "\(index)"]
            check(node, path, known: ["name", "of", "before"])
            guard let name = required("name", of: node, path), let before = required("before", of: node, path) else { continue }
            source.refusals.append(LanguageSource.Refusal(name: name, of: texts(node["of"], path + ["of"]), before: before))
        }
        for (index, node) in items(root["retractions"], ["retractions"]).enumerated() {
            let path = ["retractions", "\(index)"]
            check(node, path, known: ["name", "pattern"])
            guard let name = required("name", of: node, path), let pattern = required("pattern", of: node, path) else { continue }
            source.retractions.append(LanguageSource.Retraction(name: name, pattern: pattern))
        }
        for (index, node) in items(root["inflections"], ["inflections"]).enumerated() {
            let path = ["inflections", "\(index)"]
            check(node, path, known: ["ending", "others"])
            guard let ending = required("ending", of: node, path) else { continue }
            source.inflections.append(LanguageSource.Inflection(ending: ending, others: texts(node["others"], path + ["others"])))
        }
    }

    private mutating func rule(_ node: Node, _ path: [String]) -> LanguageSource.Rule? {
        check(node, path, known: ["name", "outcome", "keys", "before", "after"])
        guard let name = required("name", of: node, path), let outcome = required("outcome", of: node, path) else { return nil }
        guard let outcome = LanguageSource.Rule.Outcome(rawValue: outcome) else {
            report(node["outcome"], path + ["outcome"], value: outcome, expected: "ask or ignore")
            return nil
        }
        return LanguageSource.Rule(
            name: name, outcome, keys: texts(node["keys"], path + ["keys"]), before: text(node["before"], path + ["before"]) ?? "",
            after: text(node["after"], path + ["after"]) ?? "")
    }

    private mutating func required(_ key: String, of node: Node, _ path: [String]) -> String? {
        guard node[key] != nil else {
            report(node, path + [key], value: nil, expected: "this key")
            return nil
        }
        return text(node[key], path + [key])
    }
}
