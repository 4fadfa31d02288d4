extension LanguageCompiler {
    mutating func compileRules() throws(LanguageMistake) -> [LanguageRules.Rule] {
        var rules: [LanguageRules.Rule] = []
        for (index, rule) in source.rules.enumerated() {
            let path = ["rules", "\(index)"]
            guard !(rule.before.isEmpty && rule.after.isEmpty && rule.keys.isEmpty) else {
                throw LanguageMistake(path: path, value: rule.name, expected: "keys, before or after")
            }
            rules.append(
                LanguageRules.Rule(
                    name: rule.name, outcome: rule.outcome, keys: try union(rule.keys, at: path + ["keys"]),
                    before: try pattern(rule.before, .backward, at: path + ["before"]), after: try pattern(rule.after, .forward, at: path + ["after"])))
        }
        return rules
    }

    mutating func compileRefusals() throws(LanguageMistake) -> [LanguageRules.Refusal] {
        var refusals: [LanguageRules.Refusal] = []
        for (index, refusal) in source.refusals.enumerated() {
            let path = ["refusals", "\(index)"]
            refusals.append(
                LanguageRules.Refusal(
                    name: refusal.name, first: try union(refusal.of, at: path + ["of"]),
                    before: try pattern(refusal.before, .backward, at: path + ["before"])))
        }
        return refusals
    }

    mutating func compileRetractions() throws(LanguageMistake) -> [LanguageRules.Retraction] {
        var retractions: [LanguageRules.Retraction] = []
        for (index, retraction) in source.retractions.enumerated() {
            let pattern = try pattern(retraction.pattern, .forward, at: ["retractions", "\(index)", "pattern"])
            retractions.append(LanguageRules.Retraction(name: retraction.name, pattern: pattern))
        }
        return retractions
    }

    private mutating func union(_ names: [String], at path: [String]) throws(LanguageMistake) -> WordClasses? {
        guard !names.isEmpty else { return nil }
        var union = WordClasses()
        for name in names { union.formUnion(try classes(named: name[...], at: path)) }
        return union
    }

    private mutating func pattern(_ text: String, _ direction: WordPattern.Direction, at path: [String]) throws(LanguageMistake) -> WordPattern {
        var elements: [WordPattern.Element] = []
        for part in try expandFragments(text, at: path, depth: 0) { elements.append(try element(part, at: path)) }
        guard elements.count <= WordPattern.limit else {
            throw LanguageMistake(path: path, value: text, expected: "at most \(WordPattern.limit) elements")
        }
        return WordPattern(elements, direction)
    }

    /// The elements of a pattern, with `<name>` replaced by what it stands for.
    private func expandFragments(_ text: String, at path: [String], depth: Int) throws(LanguageMistake) -> [String] {
        guard depth < 8 else { throw LanguageMistake(path: path, value: text, expected: "fragments that don't contain each other endlessly") }
        var parts: [String] = []
        for part in text.split(separator: " ") {
            guard part.hasPrefix("<"), part.hasSuffix(">") else {
                parts.append(String(part))
                continue
            }
            guard let fragment = source.fragments[String(part.dropFirst().dropLast())] else {
                let known = source.fragments.keys.sorted().joined(separator: ", ")
                throw LanguageMistake(path: path, value: String(part), expected: "one of the fragments: \(known)")
            }
            parts += try expandFragments(fragment, at: path, depth: depth + 1)
        }
        return parts
    }

    private mutating func element(_ text: String, at path: [String]) throws(LanguageMistake) -> WordPattern.Element {
        if text == "^" { return WordPattern.Element(kind: .clauseStart) }
        if text == "$" { return WordPattern.Element(kind: .clauseEnd) }
        var element = WordPattern.Element()
        var names = text[...]
        if let last = names.last, "?*+".contains(last) {
            element.isOptional = last != "+"
            element.repeats = last != "?"
            names.removeLast()
        }
        let isExclusion = names.hasPrefix("!")
        if isExclusion { names.removeFirst() }
        if names == ".", !isExclusion { return element }
        var union = WordClasses()
        for name in names.split(separator: "|", omittingEmptySubsequences: false) { union.formUnion(try classes(named: name, at: path)) }
        if isExclusion {
            element.unwanted.formUnion(union)
        } else {
            element.wanted = union
            if union.meets(.pause) { element.unwanted = WordClasses() }
        }
        return element
    }
}
