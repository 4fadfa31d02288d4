/// Decides whether a caller's words ask for a human. A value without state, made once per secretary; a decision takes some microseconds and time
/// linear in the text.
public struct KeywordDetector: Equatable, Sendable {
    private let rules: LanguageRules
    private let lexicon: Lexicon
    private let hasKeywords: Bool

    /// - Parameters:
    ///   - keywords: the secretary's words and phrases. One that is a concept's word in any language stands for that concept in this language:
    ///     `atendente` makes an English `agent` count. Any other stands for itself, in all its forms.
    ///   - language: the caller's.
    ///   - languages: all known ones.
    public init(keywords: [String], language: LanguageRules, languages: [LanguageRules] = []) {
        rules = language
        var lexicon = language.lexicon
        var active = WordClasses()
        var isAny = false
        for keyword in keywords.prefix(Self.keywordLimit) {
            let pieces = SpokenWords(keyword).pieces
            guard !pieces.isEmpty else { continue }
            isAny = true
            let concept = ([language] + languages).lazy.compactMap { $0.conceptOfWord[LanguageRules.key(keyword)] }.first { language.concepts[$0] != nil }
            let classes = concept.map { language.concepts[$0]!.classes } ?? language.fallback.union(.keyword)
            if let concept { active.formUnion(language.concepts[concept]!.activated) }
            for form in Inflection.forms(of: keyword, language.inflections) { lexicon.add(SpokenWords(form).pieces, classes, name: keyword) }
        }
        lexicon.activate(active)
        self.lexicon = lexicon
        hasKeywords = isAny
    }

    /// Most keywords of a secretary.
    public static let keywordLimit = 100

    /// - Parameter text: one utterance, final or so far; of more than 16 KB the last.
    public func decide(_ text: String) -> HandoffDecision {
        var decision = HandoffDecision()
        guard hasKeywords else {
            decision.rule = HandoffDecision.noKeywords
            return decision
        }
        let words = UtteranceWords(text, lexicon)
        var lastAsk: Int?
        for (index, word) in words.words.enumerated() {
            guard let consideration = consider(word, at: index, words) else { continue }
            decision.take(consideration)
            if consideration.asks { lastAsk = index }
        }
        if let lastAsk, let retraction = retraction(after: lastAsk, words) {
            decision.wantsHuman = false
            decision.rule = retraction
        }
        decision.endsOpen = words.words.last?.classes.meets(.dangling) ?? false
        return decision
    }

    private func consider(_ word: UtteranceWords.Word, at index: Int, _ words: UtteranceWords) -> HandoffDecision.Consideration? {
        if word.classes.meets(.keyword) {
            let (rule, asks) = judge(word.classes, at: index, words)
            return HandoffDecision.Consideration(keyword: word.name ?? word.heard, heard: word.heard, rule: rule, asks: asks)
        }
        guard word.classes.meets(.fixed) else { return nil }
        return HandoffDecision.Consideration(keyword: word.heard, heard: word.heard, rule: HandoffDecision.fixedPhrase, asks: false)
    }

    /// The first rule that fits decides.
    private func judge(_ key: WordClasses, at index: Int, _ words: UtteranceWords) -> (rule: String, asks: Bool) {
        for rule in rules.rules where rule.keys.map(key.meets) ?? true {
            guard rule.after.match(words, from: index + 1) != nil, let start = rule.before.match(words, from: index) else { continue }
            guard rule.outcome == .ask else { return (rule.name, false) }
            let refusal = rules.refusals.first { refusal in
                (refusal.first.map { words.words[start].classes.meets($0) } ?? true) && refusal.before.match(words, from: start) != nil
            }
            return refusal.map { ($0.name, false) } ?? (rule.name, true)
        }
        return (HandoffDecision.mention, false)
    }

    /// The rule by which what comes after a request takes it back.
    private func retraction(after index: Int, _ words: UtteranceWords) -> String? {
        for start in words.words.indices.dropFirst(index + 1) {
            for retraction in rules.retractions where retraction.pattern.match(words, from: start) != nil { return retraction.name }
        }
        return nil
    }
}

extension HandoffDecision {
    mutating func take(_ consideration: Consideration) {
        if considerations.count == Self.considerationLimit { considerations.removeFirst() }
        considerations.append(consideration)
        guard consideration.asks || !wantsHuman else { return }
        wantsHuman = consideration.asks
        keyword = consideration.keyword
        rule = consideration.rule
    }
}

extension LanguageRules {
    /// A keyword without case, accents and punctuation.
    static func key(_ keyword: String) -> String {
        SpokenWords(keyword).pieces.filter { $0 != .pause }.map(\.folded).joined(separator: " ")
    }
}
