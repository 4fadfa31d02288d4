/// An utterance cut into words and the pauses that punctuation marks. Linear in the text, and bounded.
struct SpokenWords {
    enum Piece: Equatable, Sendable {
        /// - Parameters:
        ///   - folded: bare letters.
        ///   - spelled: in lower case with its accents, where it has any: `é` is another word than `e`.
        case word(folded: String, spelled: String?)
        /// Punctuation that ends a clause.
        case pause

        var folded: String {
            switch self {
            case .word(let folded, _): folded
            case .pause: ","
            }
        }
    }

    /// Most UTF-8 bytes looked at, the last ones of a longer text: what is said last decides. As long as a transcript's entry may be.
    static let textLimit = Transcript.textLimit
    /// Letters kept of one word.
    static let wordLimit = 48

    private(set) var pieces: [Piece] = []
    private var folded: [UInt8] = []
    private var spelled = String.UnicodeScalarView()
    private var isAccented = false
    /// Marks since the last letter, which the next letter explains: `1.000` is one word, `ele... ele` hesitates, `fim. Ele` ends a clause.
    private var marks: [Unicode.Scalar] = []
    private var endsInDigit = false

    init(_ text: String) {
        let start = text.utf8.count > Self.textLimit ? text.utf8.index(text.startIndex, offsetBy: text.utf8.count - Self.textLimit) : text.startIndex
        for scalar in text.unicodeScalars[start...] { take(scalar) }
        endWord()
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch WordFolding.letter(scalar) {
        case .plain(let byte):
            begin(isDigit: (0x30...0x39).contains(byte))
            if folded.count < Self.wordLimit { folded.append(byte) }
            spell(scalar)
        case .other:
            begin(isDigit: false)
            if folded.count < Self.wordLimit { folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8) }
            spell(scalar)
        case .nothing: if (0x300...0x36F).contains(scalar.value), !folded.isEmpty { spell(scalar) }
        case .gap: if marks.count < 4 { marks.append(scalar) }
        }
    }

    private mutating func spell(_ scalar: Unicode.Scalar) {
        if !scalar.isASCII { isAccented = true }
        if spelled.count < Self.wordLimit { spelled.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars) }
    }

    /// A letter comes: what did the marks before it mean?
    private mutating func begin(isDigit: Bool) {
        defer { endsInDigit = isDigit }
        guard !marks.isEmpty else { return }
        let joinsNumber = isDigit && endsInDigit && marks.count == 1 && [".", ",", ":"].contains(marks[0])
        if !joinsNumber { endWord() }
        if !joinsNumber, endsClause, !pieces.isEmpty, pieces.last != .pause { pieces.append(.pause) }
        marks.removeAll(keepingCapacity: true)
    }

    private var endsClause: Bool {
        let points = marks.filter { $0 == "." || $0 == "…" }
        if points.count > 1 || points == ["…"] { return false }
        if marks.contains(where: Self.isPause) { return true }
        // A hyphen within a word joins, one with spaces around it is a dash.
        return marks.contains("-") && marks.first == " "
    }

    private static func isPause(_ mark: Unicode.Scalar) -> Bool {
        switch mark {
        case ".", ",", ";", ":", "!", "?", "¿", "¡", "\n", "\r", "\u{2013}", "\u{2014}", "\u{3001}", "\u{3002}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private mutating func endWord() {
        guard !folded.isEmpty else { return }
        pieces.append(.word(folded: String(decoding: folded, as: UTF8.self), spelled: isAccented ? String(spelled) : nil))
        folded.removeAll(keepingCapacity: true)
        spelled.removeAll(keepingCapacity: true)
        isAccented = false
    }
}
