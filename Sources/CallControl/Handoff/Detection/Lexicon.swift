/// What a language's words and phrases are: their classes, and the names of those that may be keywords.
struct Lexicon: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var classes = WordClasses()
        var name: String?
    }

    private struct Phrase: Equatable, Sendable {
        /// Without the first word.
        var rest: [String]
        var entry: Entry
    }

    /// Most words of a phrase.
    static let phraseLimit = 7
    /// The fewest letters of a word in which a slip is forgiven.
    static let slipLimit = 6

    private var words: [String: Entry] = [:]
    /// By first word; the longest first.
    private var phrases: [String: [Phrase]] = [:]
    private var beginnings: [(text: [UInt8], classes: WordClasses)] = []
    private var endings: [(text: [UInt8], classes: WordClasses)] = []
    private var exempt: Set<String> = []
    private var accented: Set<String> = []
    /// Keywords that are long enough for a slip.
    private var long: [(letters: [UInt8], entry: Entry)] = []

    init(accented: [String], exempt: [String]) {
        self.accented = Set(accented.map { $0.lowercased() })
        self.exempt = Set(exempt.map { WordFolding.fold($0) })
    }

    static func == (left: Lexicon, right: Lexicon) -> Bool {
        left.words == right.words && left.phrases == right.phrases && left.exempt == right.exempt && left.accented == right.accented
            && left.beginnings.elementsEqual(right.beginnings, by: ==) && left.endings.elementsEqual(right.endings, by: ==)
    }

    // MARK: Finding

    /// The longest known phrase that begins at `index`, else the word there.
    func find(_ pieces: [SpokenWords.Piece], at index: Int) -> (entry: Entry, length: Int) {
        let first = key(pieces[index])
        for phrase in phrases[first] ?? [] where matches(phrase, pieces, after: index) { return (phrase.entry, phrase.rest.count + 1) }
        return (words[first] ?? unlisted(first), 1)
    }

    private func key(_ piece: SpokenWords.Piece) -> String {
        if case .word(_, let spelled?) = piece, accented.contains(spelled) { return spelled }
        return piece.folded
    }

    private func matches(_ phrase: Phrase, _ pieces: [SpokenWords.Piece], after index: Int) -> Bool {
        guard index + phrase.rest.count < pieces.count else { return false }
        for (offset, word) in phrase.rest.enumerated() where key(pieces[index + 1 + offset]) != word { return false }
        return true
    }

    private func unlisted(_ word: String) -> Entry {
        let letters = Array(word.utf8)
        if letters.allSatisfy({ (0x30...0x39).contains($0) }) { return Entry(classes: .number) }
        var entry = Entry()
        for part in beginnings where letters.starts(with: part.text) { entry.classes.formUnion(part.classes) }
        for part in endings where letters.count > part.text.count && letters.suffix(part.text.count) == part.text[...] { entry.classes.formUnion(part.classes) }
        if entry.classes.isEmpty, !exempt.contains(word), let near = long.first(where: { Slip.isOne(from: $0.letters, to: letters) }) { return near.entry }
        return entry
    }

    // MARK: Filling

    /// - Parameter name: what decisions call it, if it may be a keyword.
    mutating func add(_ pieces: [SpokenWords.Piece], _ classes: WordClasses, name: String? = nil) {
        let keys = pieces.filter { $0 != .pause }.prefix(Self.phraseLimit).map(key)
        guard let first = keys.first else { return }
        guard keys.count > 1 else {
            words[first, default: Entry()].add(classes, name)
            return
        }
        let rest = Array(keys.dropFirst())
        var known = phrases[first] ?? []
        if let index = known.firstIndex(where: { $0.rest == rest }) {
            known[index].entry.add(classes, name)
        } else {
            let position = known.firstIndex { $0.rest.count < rest.count } ?? known.count
            known.insert(Phrase(rest: rest, entry: Entry(classes: classes, name: name)), at: position)
        }
        phrases[first] = known
    }

    mutating func addBeginning(_ text: String, _ classes: WordClasses) { beginnings.append((Array(WordFolding.fold(text).utf8), classes)) }

    mutating func addEnding(_ text: String, _ classes: WordClasses) { endings.append((Array(WordFolding.fold(text).utf8), classes)) }

    /// Makes keywords of all that belongs to these classes.
    mutating func activate(_ concepts: WordClasses) {
        for (word, entry) in words where entry.isKey(of: concepts) { words[word]?.classes.formUnion(.keyword) }
        for (first, known) in phrases {
            for (index, phrase) in known.enumerated() where phrase.entry.isKey(of: concepts) { phrases[first]?[index].entry.classes.formUnion(.keyword) }
        }
        long = words.filter { $0.value.classes.meets(.keyword) && $0.key.utf8.count >= Self.slipLimit }.sorted { $0.key < $1.key }
            .map { (Array($0.key.utf8), $0.value) }
    }
}

extension Lexicon.Entry {
    fileprivate mutating func add(_ more: WordClasses, _ name: String?) {
        classes.formUnion(more)
        self.name = self.name ?? name
    }

    fileprivate func isKey(of concepts: WordClasses) -> Bool { name != nil && classes.meets(concepts) }
}
