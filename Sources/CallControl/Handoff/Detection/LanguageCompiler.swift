/// Turns a language file's content into classes, words and patterns.
struct LanguageCompiler {
    let source: LanguageSource
    private(set) var lexicon: Lexicon
    private(set) var concepts: [String: LanguageRules.Concept] = [:]
    private(set) var conceptOfWord: [String: String] = [:]
    /// Every class by name; words that patterns quote have classes of their own, named with the quotes.
    private(set) var classes: [String: WordClasses] = [:]
    private var keyConcepts = WordClasses()

    /// The concept of keywords that belong to none, by name; else the first.
    static let fallbackName = "custom"

    init(_ source: LanguageSource) {
        self.source = source
        lexicon = Lexicon(accented: source.accented, exempt: source.exempt)
        for (index, name) in WordClasses.reserved.enumerated() { classes[name] = WordClasses(index: index) }
    }

    var fallback: WordClasses { concepts[Self.fallbackName]?.classes ?? source.concepts.first.flatMap { concepts[$0.name]?.classes } ?? WordClasses() }

    // MARK: Words

    mutating func readWords() throws(LanguageMistake) {
        for concept in source.concepts { try declare(concept.name, at: ["concepts", concept.name]) }
        for list in source.classes where !WordClasses.reserved.contains(list.name) { try declare(list.name, at: ["classes", list.name]) }
        for concept in source.concepts { try read(concept) }
        for list in source.classes {
            let bits = classes[list.name]!
            for (index, entry) in list.words.enumerated() { try read(entry, bits, at: ["classes", list.name, "\(index)"]) }
        }
    }

    private mutating func declare(_ name: String, at path: [String]) throws(LanguageMistake) {
        guard name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }), !name.isEmpty else {
            throw LanguageMistake(path: path, value: name, expected: "a name of a-z, 0-9 and _")
        }
        guard classes[name] == nil else { throw LanguageMistake(path: path, value: name, expected: "a name of its own, which no other list has") }
        _ = try newClass(name, at: path)
    }

    private mutating func newClass(_ name: String, at path: [String]) throws(LanguageMistake) -> WordClasses {
        guard classes.count < WordClasses.limit else {
            throw LanguageMistake(path: path, value: name, expected: "at most \(WordClasses.limit) classes, concepts and quoted words")
        }
        let made = WordClasses(index: classes.count)
        classes[name] = made
        return made
    }

    private mutating func read(_ concept: LanguageSource.Concept) throws(LanguageMistake) {
        let path = ["concepts", concept.name]
        let own = classes[concept.name]!
        var activated = own
        for name in concept.includes {
            guard source.concepts.contains(where: { $0.name == name }), let included = classes[name] else {
                let known = source.concepts.map(\.name).joined(separator: ", ")
                throw LanguageMistake(path: path + ["includes"], value: name, expected: "one of the concepts: \(known)")
            }
            activated.formUnion(included)
        }
        concepts[concept.name] = LanguageRules.Concept(classes: own, activated: activated)
        keyConcepts.formUnion(own)
        for (index, entry) in concept.words.enumerated() {
            let name = entry.split(separator: " ").map { String($0.split(separator: "/")[0]) }.joined(separator: " ")
            for form in try expand(entry, at: path + ["words", "\(index)"]) {
                for inflected in Inflection.forms(of: form, source.inflections) {
                    lexicon.add(SpokenWords(inflected).pieces, own, name: name)
                    conceptOfWord[LanguageRules.key(inflected)] = concept.name
                }
            }
        }
    }

    private mutating func read(_ entry: String, _ bits: WordClasses, at path: [String]) throws(LanguageMistake) {
        if entry.contains("*") {
            let stem = entry.filter { $0 != "*" }
            guard !stem.isEmpty, stem.count == entry.count - 1, entry.hasSuffix("*") || entry.hasPrefix("*"), !stem.contains(" "), !stem.contains("/") else {
                throw LanguageMistake(path: path, value: entry, expected: "one * at the beginning or at the end of one word")
            }
            if entry.hasSuffix("*") { lexicon.addBeginning(stem, bits) } else { lexicon.addEnding(stem, bits) }
            return
        }
        for form in try expand(entry, at: path) { lexicon.add(SpokenWords(form).pieces, bits) }
    }

    /// `pessoa física/jurídica` → both phrases.
    private func expand(_ entry: String, at path: [String]) throws(LanguageMistake) -> [String] {
        var forms = [""]
        for part in entry.split(separator: " ") {
            let choices = part.split(separator: "/")
            forms = forms.flatMap { form in choices.map { form.isEmpty ? String($0) : form + " " + $0 } }
            guard forms.count <= 256 else { throw LanguageMistake(path: path, value: entry, expected: "at most 256 phrases in one entry") }
        }
        let words = SpokenWords(forms.first ?? "").pieces.filter { $0 != .pause }.count
        guard words > 0 else { throw LanguageMistake(path: path, value: entry, expected: "a word or phrase") }
        guard words <= Lexicon.phraseLimit else { throw LanguageMistake(path: path, value: entry, expected: "at most \(Lexicon.phraseLimit) words") }
        return forms
    }

    /// The class of a name in a pattern or of a quoted word, which then gets one.
    mutating func classes(named name: Substring, at path: [String]) throws(LanguageMistake) -> WordClasses {
        if let known = classes[String(name)] { return known }
        guard name.hasPrefix("'"), name.hasSuffix("'"), name.count > 2 else {
            let known = classes.keys.filter { !$0.hasPrefix("'") }.sorted().joined(separator: ", ")
            throw LanguageMistake(path: path, value: String(name), expected: "one of the classes: \(known)")
        }
        let made = try newClass(String(name), at: path)
        lexicon.add(SpokenWords(String(name.dropFirst().dropLast())).pieces, made)
        return made
    }
}
