/// One mistake of a recogniser or of fingers in a word.
enum Slip {
    /// Whether one letter missing, added or replaced, or two neighbours swapped, is all that makes the words different. Linear.
    static func isOne(from word: [UInt8], to heard: [UInt8]) -> Bool {
        let (left, right) = word.count <= heard.count ? (word[...], heard[...]) : (heard[...], word[...])
        guard right.count - left.count <= 1 else { return false }
        let same = zip(left, right).prefix { $0 == $1 }.count
        let (a, b) = (left.dropFirst(same), right.dropFirst(same))
        if a.count < b.count { return a.elementsEqual(b.dropFirst()) }
        if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
        guard a.count > 1, let first = a.first, let second = a.dropFirst().first else { return false }
        return b.starts(with: [second, first]) && a.dropFirst(2).elementsEqual(b.dropFirst(2))
    }
}
