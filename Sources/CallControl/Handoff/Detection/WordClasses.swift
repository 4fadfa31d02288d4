/// A set of a language file's word classes: one bit each, in the order in which the file's compilation met their names.
struct WordClasses: Equatable, Sendable {
    /// Most classes of one language.
    static let limit = 128

    /// No word at all: a pause that the recogniser wrote as punctuation.
    static let pause = WordClasses(index: 0)
    /// A secretary's keyword.
    static let keyword = WordClasses(index: 1)
    /// Between clauses: `e`, `mas`.
    static let clauseBreak = WordClasses(index: 2)
    /// A phrase that contains a keyword and means something else: `pessoa física`.
    static let fixed = WordClasses(index: 3)
    /// Says nothing, and is left out: `ahn`.
    static let hesitation = WordClasses(index: 4)
    /// May be put anywhere, between commas or not: `por favor`.
    static let aside = WordClasses(index: 5)
    /// Stands for a whole sentence: the pause after it counts, `não, quero uma pessoa`.
    static let answer = WordClasses(index: 6)
    /// Digits, and the words for them.
    static let number = WordClasses(index: 7)
    /// A sentence that ends with it goes on: `com`, `mas`, `não`.
    static let dangling = WordClasses(index: 8)
    /// The names of the above in language files.
    static let reserved = ["pause", "keyword", "break", "fixed", "hesitation", "aside", "answer", "number", "dangling"]

    private var bits: UInt128 = 0

    init() {}
    init(index: Int) { bits = 1 << UInt128(index) }

    var isEmpty: Bool { bits == 0 }

    func meets(_ other: WordClasses) -> Bool { bits & other.bits != 0 }
    mutating func formUnion(_ other: WordClasses) { bits |= other.bits }
    func union(_ other: WordClasses) -> WordClasses {
        var all = self
        all.formUnion(other)
        return all
    }
}
