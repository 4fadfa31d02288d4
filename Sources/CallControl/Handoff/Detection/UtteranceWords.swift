/// An utterance as the rules see it: words and known phrases with their classes, without hesitations and repetitions.
struct UtteranceWords: Sendable {
    struct Word: Equatable, Sendable {
        var classes = WordClasses()
        /// What the keyword is called in decisions.
        var name: String?
        var heard = ""
    }

    private(set) var words: [Word] = []
    /// A hesitation was left out just now, and the comma after it goes with it.
    private var hesitated = false

    init(_ text: String, _ lexicon: Lexicon) {
        let pieces = SpokenWords(text).pieces
        words.reserveCapacity(pieces.count)
        var index = 0
        while index < pieces.count {
            switch pieces[index] {
            case .pause:
                pause()
                index += 1
            case .word:
                let found = lexicon.find(pieces, at: index)
                append(found.entry, pieces[index..<index + found.length])
                index += found.length
            }
        }
    }

    // MARK: What patterns ask

    func classes(_ index: Int) -> WordClasses? { words.indices.contains(index) ? words[index].classes : nil }

    func isClauseStart(_ gap: Int) -> Bool { gap <= 0 || words[gap - 1].classes.meets(Self.bounds) }

    func isClauseEnd(_ gap: Int) -> Bool { gap >= words.count || words[gap].classes.meets(Self.bounds) }

    private static let bounds = WordClasses.pause.union(.clauseBreak)

    // MARK: Making

    /// Asides are no clauses: the commas around them vanish, except the one after an answer.
    private mutating func pause() {
        defer { hesitated = false }
        guard let last = words.last, !last.classes.meets(.pause) else { return }
        if last.classes.meets(.aside) || (hesitated && !last.classes.meets(.answer)) { return }
        words.append(Word(classes: .pause))
    }

    private mutating func append(_ entry: Lexicon.Entry, _ pieces: ArraySlice<SpokenWords.Piece>) {
        if entry.classes.meets(Self.parenthetic) { dropPause() }
        hesitated = entry.classes.meets(.hesitation)
        if hesitated { return }
        let heard = pieces.map(\.folded).joined(separator: " ")
        if heard == words.last?.heard { return }
        words.append(Word(classes: entry.classes, name: entry.name, heard: heard))
    }

    private static let parenthetic = WordClasses.hesitation.union(.aside)

    private mutating func dropPause() {
        guard words.count > 1, words[words.count - 1].classes.meets(.pause), !words[words.count - 2].classes.meets(.answer) else { return }
        words.removeLast()
    }
}
