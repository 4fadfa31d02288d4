import Testing

@testable import CallControl

/// What a language's content must be, and where the mistake is if it isn't.
@Suite struct LanguageCompilerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var path: [String]
        var change: @Sendable (inout LanguageSource) -> Void
    }

    static let cases = [
        Case(testDescription: "an unknown class", path: ["rules", "0", "before"]) { $0.rules[0].before = "wnat" },
        Case(testDescription: "an empty alternative", path: ["rules", "0", "after"]) { $0.rules[0].after = "want|" },
        Case(testDescription: "an empty quotation", path: ["rules", "0", "before"]) { $0.rules[0].before = "''" },
        Case(testDescription: "only a sign", path: ["rules", "0", "before"]) { $0.rules[0].before = "*" },
        Case(testDescription: "an unknown fragment", path: ["rules", "1", "before"]) { $0.fragments = [:] },
        Case(testDescription: "fragments in a ring", path: ["rules", "1", "before"]) { $0.fragments = ["talk": "<talk>"] },
        Case(testDescription: "too many elements", path: ["rules", "0", "before"]) { $0.rules[0].before = String(repeating: "want ", count: 32) },
        Case(testDescription: "a rule about everything", path: ["rules", "0"]) { $0.rules[0] = .init(name: "all", .ask) },
        Case(testDescription: "unknown keys", path: ["rules", "2", "keys"]) { $0.rules[2].keys = ["attendants"] },
        Case(testDescription: "an unknown first class", path: ["refusals", "0", "of"]) { $0.refusals[0].of = ["x"] },
        Case(testDescription: "a refusal's pattern", path: ["refusals", "0", "before"]) { $0.refusals[0].before = "x" },
        Case(testDescription: "a retraction's pattern", path: ["retractions", "0", "pattern"]) { $0.retractions[0].pattern = "x" },
        Case(testDescription: "an unknown concept", path: ["concepts", "attendant", "includes"]) { $0.concepts[0].includes = ["x"] },
        Case(testDescription: "a name twice", path: ["classes", "want"]) { $0.classes.append(.init(name: "want", words: [])) },
        Case(testDescription: "a reserved name", path: ["concepts", "keyword"]) { $0.concepts.append(.init(name: "keyword", words: [])) },
        Case(testDescription: "a name with a space", path: ["classes", "a b"]) { $0.classes.append(.init(name: "a b", words: [])) },
        Case(testDescription: "an empty entry", path: ["classes", "want", "0"]) { $0.classes[0].words = [" "] },
        Case(testDescription: "an entry of signs", path: ["classes", "want", "0"]) { $0.classes[0].words = ["?!"] },
        Case(testDescription: "a star in the middle", path: ["classes", "want", "0"]) { $0.classes[0].words = ["a*b"] },
        Case(testDescription: "a star alone", path: ["classes", "want", "0"]) { $0.classes[0].words = ["*"] },
        Case(testDescription: "too long a phrase", path: ["classes", "want", "0"]) { $0.classes[0].words = ["a b c d e f g h"] },
        Case(testDescription: "too many phrases", path: ["classes", "want", "0"]) { $0.classes[0].words = ["a/b/c/d a/b/c/d a/b/c/d a/b/c/d a/b/c/d"] },
        Case(testDescription: "too many classes", path: ["classes", "c120"]) { source in
            source.classes += (0...120).map { .init(name: "c\($0)", words: []) }
        },
    ]

    @Test(arguments: cases) func aMistakeNamesItsPlace(_ mistake: Case) throws {
        let error = #expect(throws: LanguageMistake.self) { _ = try MiniLanguage.rules(mistake.change) }
        let found = try #require(error)
        if mistake.path.last == "c120" { #expect(found.path.first == "classes") } else { #expect(found.path == mistake.path) }
        #expect(!found.expected.isEmpty)
    }

    @Test func patternsSayWhatTheyMean() throws {
        func decides(_ before: String, after: String = "", _ text: String) throws -> Bool {
            try MiniLanguage.detector { source in
                source.rules = [.init(name: "t", .ask, before: before, after: after)]
                source.refusals = []
            }.decide(text).wantsHuman
        }
        #expect(try decides("want", "quero atendente"))
        #expect(!(try decides("want", "quero um atendente")))
        #expect(try decides("want pad?", "quero um atendente"))
        #expect(try decides("want pad*", "quero um o atendente"))
        #expect(!(try decides("want pad+", "quero atendente")))
        #expect(try decides("want|talk", "falar atendente"))
        #expect(try decides("want . .", "quero x y atendente"))
        #expect(!(try decides("want .*", "quero, x atendente")))
        #expect(try decides("!want|neg", "x atendente"))
        #expect(!(try decides("!want|neg", "atendente")))
        #expect(try decides("'xyz'", "xyz atendente"))
        #expect(try decides("^ pad*", "sim, um atendente"))
        #expect(try decides("^", "quero mas atendente"))
        #expect(!(try decides("^", "quero atendente")))
        #expect(try decides("", after: "$", "quero atendente mas não"))
        #expect(!(try decides("", after: "$", "quero atendente agora")))
        #expect(try decides("", after: "pad want $", "atendente um quero"))
        #expect(try decides("number pause", "8, atendente"))
    }
}
