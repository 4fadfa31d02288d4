import Testing

@testable import CallControl

/// The machinery, with a language of a few words; what the real languages make of people's sentences is tested with their files.
@Suite struct KeywordDetectorTests {
    @Test(arguments: [
        ("quero falar com um atendente", "asks"), ("Quero falar com uma OPERADORA!", "asks"), ("quero falar com os pessoas", "mentioned_only"),
        ("quero falar com uma pessoa", "asks"), ("falar com atendentes", "asks"), ("não quero falar com atendente", "negated"),
        ("não, quero falar com atendente", "asks"), ("sou pessoa física", "fixed_phrase"), ("três 3 atendentes", "counted"), ("bom dia", "no_keyword"),
        ("", "no_keyword"), ("atendente por favor", "alone"), ("quero ahn falar, ahn, com um um atendente", "asks"),
        ("quero falar com atendente esquece", "taken_back"), ("esquece quero falar com atendente", "asks"),
        ("quero falar com atendente esquece isso", "asks"), ("o atendente ligou", "mentioned_only"),
    ])
    func aRuleDecides(_ text: String, _ rule: String) throws {
        let decision = try MiniLanguage.detector().decide(text)
        #expect(decision.rule == rule)
        #expect(decision.wantsHuman == ["asks", "alone"].contains(rule))
    }

    @Test func theDecisionNamesTheKeywordAndWhatWasHeard() throws {
        let decision = try MiniLanguage.detector().decide("não quero falar com operador mas quero falar com um atendemte")
        #expect(decision.keyword == "atendente")
        #expect(
            decision.considerations == [
                .init(keyword: "operador", heard: "operador", rule: "negated", asks: false),
                .init(keyword: "atendente", heard: "atendemte", rule: "asks", asks: true),
            ])
    }

    @Test(arguments: [
        ("quero falar com atendete", true), ("quero falar com atndete", false), ("quero falar com operado", false), ("quero falar com pesoa", true),
    ])
    func oneSlipInALongWord(_ text: String, _ expected: Bool) throws {
        #expect(try MiniLanguage.detector().decide(text).wantsHuman == expected)
    }

    @Test func slipsInShortWordsAreOtherWords() throws {
        let detector = try MiniLanguage.detector(["vendas"])
        #expect(detector.decide("falar com vendaz").wantsHuman)
        #expect(!(try MiniLanguage.detector(["bia"]).decide("falar com dia").wantsHuman))
    }

    @Test func aKeywordTurnsOnItsConceptAndThoseItIncludes() throws {
        #expect(try MiniLanguage.detector(["atendente"]).decide("falar com uma pessoa").wantsHuman)
        #expect(!(try MiniLanguage.detector(["pessoa"]).decide("falar com um atendente").wantsHuman))
        #expect(try MiniLanguage.detector(["OPERADORAS"]).decide("falar com um atendente").wantsHuman)
    }

    @Test func aKeywordOfAnotherLanguageStandsForTheSameConcept() throws {
        let other = try MiniLanguage.rules { source in
            source.code = "yy"
            source.concepts[0].words = ["agent"]
        }
        let detector = KeywordDetector(keywords: ["agent"], language: try MiniLanguage.rules(), languages: [other])
        #expect(detector.decide("falar com um atendente").wantsHuman)
        #expect(detector.decide("falar com um agent").wantsHuman)
    }

    @Test func anyOtherKeywordStandsForItselfInAllItsForms() throws {
        let detector = try MiniLanguage.detector(["corretor", "setor de vendas"])
        for text in ["falar com o corretor", "falar com a corretora", "corretores", "quero falar com o setor de vendas"] {
            #expect(detector.decide(text).wantsHuman, "\(text)")
        }
        #expect(detector.decide("falar com o setor de vendas").keyword == "setor de vendas")
        for text in ["falar com o setor", "não quero falar com o corretor", "falar com um atendente"] { #expect(!detector.decide(text).wantsHuman, "\(text)") }
    }

    @Test func withoutKeywordsNobodyIsAskedFor() throws {
        let decision = try MiniLanguage.detector([]).decide("quero falar com um atendente")
        #expect(!decision.wantsHuman)
        #expect(decision.rule == HandoffDecision.noKeywords)
        #expect(try MiniLanguage.detector(["", " , "]).decide("atendente").rule == HandoffDecision.noKeywords)
    }

    @Test(arguments: [
        ("quero falar com um atendente", false), ("quero falar com um atendente mas", true), ("quero falar com um atendente, não", true), ("", false),
    ])
    func aHalfSentenceIsKnown(_ text: String, _ endsOpen: Bool) throws { #expect(try MiniLanguage.detector().decide(text).endsOpen == endsOpen) }
}
