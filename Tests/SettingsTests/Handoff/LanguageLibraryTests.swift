import CallControl
import Testing

@testable import Settings

/// Language files: the built-in ones, an operator's, and their mistakes.
@Suite struct LanguageLibraryTests {
    private static let keywords = ["atendente", "humano", "pessoa", "operador"]

    private func load(_ files: [String: String]) -> (library: LanguageLibrary?, problems: [String]) {
        struct Missing: Error, CustomStringConvertible { var description: String { "it is missing" } }
        let source = SettingsFiles(
            read: { path in
                guard let text = files[path] else { throw Missing() }
                return text
            }, permissions: { _ in nil }, list: { directory in files.keys.map { String($0.dropFirst(directory.count + 1)) } })
        let (library, problems) = LanguageLibrary.load(directory: "lang", files: source)
        return (library, problems.map(\.description))
    }

    private func asks(_ text: String, _ language: String = "pt", in library: LanguageLibrary?) throws -> Bool {
        try #require(library).detector(keywords: Self.keywords, language: language).decide(text).wantsHuman
    }

    @Test func theBuiltInFilesAreSound() {
        let (library, problems) = LanguageLibrary.load()
        #expect(problems.map(\.description) == [])
        #expect(library == .builtIn)
        #expect(LanguageLibrary.builtIn.codes == "en, es, pt")
    }

    @Test(arguments: [
        ("pt-BR", "Quero falar com um atendente humano", "atendente humano"), ("pt-BR", "Preciso falar com alguém de verdade", "alguém"),
        ("pt", "quero falar com um atendente", "atendente"), ("en-US", "I want to talk to an agent", "agent"),
        ("es-MX", "quiero hablar con un asesor", "asesor"),
        ("fr", "quero falar com um atendente", "atendente"),
    ])
    func theDocumentsSentencesAskForAHuman(_ tag: String, _ text: String, _ keyword: String) {
        let decision = LanguageLibrary.builtIn.detector(keywords: Self.keywords, language: tag).decide(text)
        #expect(decision.wantsHuman)
        #expect(decision.keyword == keyword)
    }

    @Test func anOperatorsFileAddsWordsAndRules() throws {
        let (library, problems) = load([
            "lang/pt.yaml": """
            language: pt
            concepts: {attendant: {words: [plantonista]}}
            classes: {fixed: [plantonista do hospital], sport: [futebol]}
            rules: [{name: sport, outcome: ignore, after: "sport"}]
            """
        ])
        #expect(problems == [])
        #expect(try asks("quero falar com o plantonista", in: library))
        #expect(try asks("quero falar com um atendente", in: library))
        #expect(try !asks("quero falar com um atendente futebol", in: library))
        #expect(try !asks("quero falar com o plantonista do hospital", in: library))
        #expect(try !asks("quero falar com o plantonista", in: LanguageLibrary.builtIn))
    }

    @Test func anOperatorsFileTakesWordsAway() throws {
        let (library, problems) = load(["lang/a.yaml": "language: pt\nwithout: {someone: [alguém]}\n"])
        #expect(problems == [])
        #expect(try !asks("quero falar com alguém", in: library))
        #expect(
            load(["lang/a.yaml": "language: pt\nwithout: {someone: [xyz]}\n"]).problems == [
                "lang/a.yaml:2:20: error: without.someone: got xyz, expected a word or phrase as it is written in that list"
            ])
    }

    @Test func aFileMayReplaceOrBeALanguageOfItsOwn() throws {
        let own = "concepts: {attendant: {words: [agent]}}\nclasses: {with: [avec]}\nrules: [{name: with_agent, outcome: ask, before: with}]\n"
        let (library, problems) = load(["lang/fr.yaml": "language: fr\n" + own, "lang/es.yaml": "language: es\nreplace: true\n" + own, "lang/note.txt": "{"])
        #expect(problems == [])
        #expect(library?.codes == "en, es, fr, pt")
        #expect(try asks("je veux parler avec agent", "fr-FR", in: library))
        #expect(try asks("avec agent", "es", in: library))
        #expect(try !asks("quiero hablar con un agente", "es", in: library))
    }

    @Test(arguments: [
        ("language: PT\n", "lang/x.yaml:1:11: error: language: got PT, expected a language's code like pt"),
        ("langage: pt\n", "lang/x.yaml:1:1: error: langage: expected a known key; did you mean language?"),
        ("language: pt\nrules:\n- {name: a, outcome: asks}\n", "lang/x.yaml:3:22: error: rules.0.outcome: got asks, expected ask or ignore"),
        ("language: pt\nrules:\n- {name: a}\n", "lang/x.yaml:3:3: error: rules.0.outcome: expected this key"),
        ("language: pt\nclasses: {want: {a: b}}\n", "lang/x.yaml:2:17: error: classes.want: got a mapping, expected a list of words and phrases"),
        (
            "language: pt\nconcepts: {person: [x]}\n",
            "lang/x.yaml:2:20: error: concepts.person: got a list, expected a mapping with words and, perhaps, includes"
        ),
        ("language: pt\nreplace: maybe\n", "lang/x.yaml:2:10: error: replace: got maybe, expected true or false"),
        ("language: pt\nclasses: [a]\n", "lang/x.yaml:2:10: error: classes: got a list, expected a mapping"),
        ("- a\n", "lang/x.yaml: error: (file): expected a mapping of keys, as language files are"),
    ])
    func aMistakeIsNamedWithItsPlace(_ yaml: String, _ problem: String) {
        let loaded = load(["lang/x.yaml": yaml])
        #expect(loaded.library == nil)
        #expect(loaded.problems.contains(problem), "\(loaded.problems)")
    }

    @Test func aMistakeInARuleIsFoundWhereItStands() throws {
        let problems = load(["lang/x.yaml": "language: pt\nrules:\n- {name: a, outcome: ask, before: nothing_such}\n"]).problems
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("lang/x.yaml:3:"))
        #expect(problems[0].contains("rules.0.before: got nothing_such, expected one of the classes: "))
    }

    @Test func brokenYAMLAndMissingFilesAreNamed() {
        #expect(load(["lang/x.yaml": "a: [\n"]).problems.first?.hasPrefix("lang/x.yaml:") == true)
        let unreadable = SettingsFiles(read: { _ in throw SettingsFiles.Unreadable() }, list: { _ in ["pt.yaml"] })
        #expect(LanguageLibrary.load(directory: "d", files: unreadable).problems.map(\.location) == ["d/pt.yaml"])
        #expect(LanguageLibrary.load(directory: "/nonexistent/d").problems.map(\.location) == ["/nonexistent/d"])
    }

    @Test func theSettingsKeyLoadsThem() throws {
        let files = SettingsFiles(
            read: { $0 == "/lang/pt.yaml" ? "language: pt\nconcepts: {attendant: {words: [plantonista]}}\n" : "nonsense: [" }, permissions: { _ in nil },
            list: { _ in ["pt.yaml"] })
        let loaded = GatewaySettings.load(text: "handoff_languages_directory: /lang\n", file: "gateway.yaml", environment: [:], files: files)
        #expect(loaded.errorTexts == [])
        #expect(try asks("falar com o plantonista", in: loaded.settings?.languages))
        let broken = SettingsFiles(read: { _ in "rules: 5" }, permissions: { _ in nil }, list: { _ in ["pt.yaml"] })
        let problems = GatewaySettings.load(text: "handoff_languages_directory: /lang\n", file: "gateway.yaml", environment: [:], files: broken)
        #expect(problems.settings == nil)
        #expect(problems.errorTexts.contains("/lang/pt.yaml:1:8: error: rules: got 5, expected a list"), "\(problems.errorTexts)")
    }
}
