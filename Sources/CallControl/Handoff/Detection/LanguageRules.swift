/// One language's words and rules, checked and ready for use. Made from a language file's content; immutable.
public struct LanguageRules: Equatable, Sendable {
    struct Concept: Equatable, Sendable {
        var classes: WordClasses
        /// With those it includes.
        var activated: WordClasses
    }

    struct Rule: Equatable, Sendable {
        var name: String
        var outcome: LanguageSource.Rule.Outcome
        /// `nil`: any keyword.
        var keys: WordClasses?
        var before: WordPattern
        var after: WordPattern
    }

    struct Refusal: Equatable, Sendable {
        var name: String
        var first: WordClasses?
        var before: WordPattern
    }

    struct Retraction: Equatable, Sendable {
        var name: String
        var pattern: WordPattern
    }

    /// As in a language tag: `pt`.
    public let code: String
    let lexicon: Lexicon
    let concepts: [String: Concept]
    /// By folded word or phrase, all forms: whose keyword it is.
    let conceptOfWord: [String: String]
    /// What a keyword counts as that belongs to no concept.
    let fallback: WordClasses
    let rules: [Rule]
    let refusals: [Refusal]
    let retractions: [Retraction]
    let inflections: [LanguageSource.Inflection]

    /// - Throws: the first mistake.
    public init(_ source: LanguageSource) throws(LanguageMistake) {
        var compiler = LanguageCompiler(source)
        try compiler.readWords()
        code = source.code
        concepts = compiler.concepts
        conceptOfWord = compiler.conceptOfWord
        fallback = compiler.fallback
        inflections = source.inflections
        rules = try compiler.compileRules()
        refusals = try compiler.compileRefusals()
        retractions = try compiler.compileRetractions()
        lexicon = compiler.lexicon
    }
}
