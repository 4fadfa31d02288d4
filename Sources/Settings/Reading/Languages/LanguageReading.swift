import CallControl

/// Collects languages from files, merges those of one language, and makes rules of them.
struct LanguageReading {
    private struct Language {
        var source: LanguageSource
        /// Whose mistakes are reported against which file: the last one that added to it.
        var file: LanguageFile
    }

    private var languages: [String: Language] = [:]
    private(set) var problems: [SettingsProblem] = []

    mutating func read(_ text: String, file name: String) {
        var problem: SettingsProblem?
        guard var file = LanguageFile(text, file: name, problem: &problem) else {
            problem.map { problems.append($0) }
            return
        }
        let source = file.source()
        let removals = file.removals()
        if file.replaces() || languages[source.code] == nil {
            languages[source.code] = Language(source: source, file: file)
        } else {
            for (list, words) in removals {
                for word in languages[source.code]!.source.remove(words, from: list) {
                    file.report(LanguageMistake(path: ["without", list], value: word, expected: "a word or phrase as it is written in that list"))
                }
            }
            languages[source.code]!.source.merge(source)
            languages[source.code]!.file = file
        }
        problems += file.problems
    }

    mutating func report(unreadable path: String, _ expected: String) {
        problems.append(SettingsProblem(severity: .error, location: path, key: "(file)", value: nil, expected: expected))
    }

    /// The rules of all, by code.
    mutating func compile() -> [String: LanguageRules] {
        guard problems.isEmpty else { return [:] }
        var rules: [String: LanguageRules] = [:]
        for (code, language) in languages.sorted(by: { $0.key < $1.key }) {
            do {
                rules[code] = try LanguageRules(language.source)
            } catch {
                var file = language.file
                file.report(error)
                problems.append(file.problems[file.problems.count - 1])
            }
        }
        return rules
    }
}
