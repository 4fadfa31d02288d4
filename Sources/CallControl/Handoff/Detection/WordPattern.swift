/// A sequence of word classes with repetition, e.g. `want light* talk with pad*`; searched without backtracking.
struct WordPattern: Equatable, Sendable {
    struct Element: Equatable, Sendable {
        enum Kind: Equatable, Sendable { case word, clauseStart, clauseEnd }
        var kind = Kind.word
        /// `nil`: any word.
        var wanted: WordClasses?
        var unwanted = WordClasses.pause
        var isOptional = false
        var repeats = false

        func accepts(_ word: WordClasses) -> Bool { !word.meets(unwanted) && (wanted.map(word.meets) ?? true) }
    }

    enum Direction { case forward, backward }

    /// Most elements of a pattern: the search keeps one bit for each.
    static let limit = 31
    /// How many words around a keyword are looked at, so that one keyword's cost doesn't depend on how long the caller spoke.
    static let window = 24

    /// In the direction of the search.
    private let elements: [Element]
    private let direction: Direction

    init(_ elements: [Element], _ direction: Direction) {
        precondition(elements.count <= Self.limit, "a pattern has at most \(Self.limit) elements")
        self.elements = direction == .forward ? elements : elements.reversed()
        self.direction = direction
    }

    /// Where the longest match that begins at the gap `start` (0: before the first word) ends; a gap, too.
    func match(_ words: UtteranceWords, from start: Int) -> Int? {
        let matched: UInt32 = 1 << UInt32(elements.count)
        var states = reach(1, words, at: start)
        var farthest = states & matched != 0 ? start : nil
        var gap = start
        for _ in 0..<Self.window {
            guard states & (matched - 1) != 0, let word = words.classes(direction == .forward ? gap : gap - 1) else { break }
            states = step(states, word)
            gap += direction == .forward ? 1 : -1
            states = reach(states, words, at: gap)
            if states & matched != 0 { farthest = gap }
        }
        return farthest
    }

    /// The states after one more word.
    private func step(_ states: UInt32, _ word: WordClasses) -> UInt32 {
        var next: UInt32 = 0
        var left = states & ((1 << UInt32(elements.count)) - 1)
        while left != 0 {
            let index = left.trailingZeroBitCount
            left &= left - 1
            let element = elements[index]
            guard element.kind == .word, element.accepts(word) else { continue }
            next |= element.repeats ? 0b11 << UInt32(index) : 0b10 << UInt32(index)
        }
        return next
    }

    /// Adds the states that are reached without a word: past optional elements and the bounds of clauses.
    private func reach(_ states: UInt32, _ words: UtteranceWords, at gap: Int) -> UInt32 {
        var states = states
        for index in elements.indices where states & (1 << UInt32(index)) != 0 && passes(elements[index], words, at: gap) {
            states |= 0b10 << UInt32(index)
        }
        return states
    }

    private func passes(_ element: Element, _ words: UtteranceWords, at gap: Int) -> Bool {
        switch element.kind {
        case .word: element.isOptional
        case .clauseStart: words.isClauseStart(gap)
        case .clauseEnd: words.isClauseEnd(gap)
        }
    }
}
