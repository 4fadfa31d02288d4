/// A text reduced to its words: small letters, no accents, no punctuation.
struct Words: Equatable, Sendable {
    let all: [String]

    init(_ text: String) {
        all = Self.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// From 0, nothing in common, to 1, the same words (Dice's coefficient over the words as a bag).
    func likeness(to other: Words) -> Double {
        guard !all.isEmpty, !other.all.isEmpty else { return 0 }
        var left = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
        var shared = 0
        for word in other.all where left[word, default: 0] > 0 {
            left[word, default: 0] -= 1
            shared += 1
        }
        return 2 * Double(shared) / Double(all.count + other.all.count)
    }

    /// Letters without their marks; covers the Latin letters of the languages we have recordings in.
    private static func folded(_ text: String) -> String {
        String(text.lowercased().map { plain[$0] ?? $0 })
    }

    private static let plain: [Character: Character] = {
        let groups: [(Character, String)] = [
            ("a", "áàâãäå"), ("e", "éèêë"), ("i", "íìîï"), ("o", "óòôõö"), ("u", "úùûü"), ("c", "ç"), ("n", "ñ"),
        ]
        return Dictionary(uniqueKeysWithValues: groups.flatMap { plain, marked in marked.map { ($0, plain) } })
    }()
}
