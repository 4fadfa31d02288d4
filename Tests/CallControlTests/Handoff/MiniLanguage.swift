import CallControl

/// A language of a few words, so that tests of the machinery don't depend on the real files.
enum MiniLanguage {
    static var source: LanguageSource {
        var source = LanguageSource(code: "xx")
        source.concepts = [
            .init(name: "attendant", words: ["atendente", "operador/operadora"], includes: ["person"]),
            .init(name: "person", words: ["pessoa"]), .init(name: "custom", words: []),
        ]
        source.classes = [
            .init(name: "want", words: ["quero", "quer"]), .init(name: "talk", words: ["falar", "fal*"]), .init(name: "with", words: ["com"]),
            .init(name: "pad", words: ["um", "uma", "o", "a"]), .init(name: "neg", words: ["não"]),
            .init(name: "fixed", words: ["pessoa/pessoas física/jurídica"]),
            .init(name: "break", words: ["mas"]), .init(name: "hesitation", words: ["ahn"]), .init(name: "aside", words: ["por favor"]),
            .init(name: "answer", words: ["não"]), .init(name: "dangling", words: ["com", "mas", "não"]), .init(name: "retract", words: ["esquece"]),
        ]
        source.fragments = ["talk": "talk with pad*"]
        source.rules = [
            .init(name: "counted", .ignore, before: "number"), .init(name: "asks", .ask, before: "want? <talk>"),
            .init(name: "alone", .ask, keys: ["attendant", "custom"], before: "^ pad*", after: "aside* $"),
        ]
        source.refusals = [.init(name: "negated", of: ["want", "talk"], before: "neg")]
        source.retractions = [.init(name: "taken_back", pattern: "retract $")]
        source.inflections = [.init(ending: "e", others: ["es"]), .init(ending: "or", others: ["ora", "ores"]), .init(ending: "a", others: ["as"])]
        source.exempt = ["operado"]
        source.accented = ["é"]
        return source
    }

    static func rules(_ change: (inout LanguageSource) -> Void = { _ in }) throws -> LanguageRules {
        var source = source
        change(&source)
        return try LanguageRules(source)
    }

    static func detector(_ keywords: [String] = ["atendente"], _ change: (inout LanguageSource) -> Void = { _ in }) throws -> KeywordDetector {
        KeywordDetector(keywords: keywords, language: try rules(change))
    }
}
