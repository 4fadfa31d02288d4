/// Picks the recordings that an answer sounds like.
struct RecordingChoice: Sendable {
    /// A line and a recording are taken for the same from here on; beneath it the agent's "I did not understand" is played.
    private static let leastLikeness = 0.6

    private let byID: [String: Fixture]
    private let agent: [(fixture: Fixture, words: Words)]
    private let otherwise: Answer

    init(_ fixtures: [Fixture], otherwise: Answer) {
        byID = Dictionary(fixtures.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        agent = fixtures.filter { $0.role == "agent" && $0.speech != nil }.map { ($0, Words($0.text)) }
        self.otherwise = otherwise
    }

    /// The answer's own recordings, else those that make it up word for word (a number is read digit by digit), else the one whose text is nearest, else that of the otherwise answer; empty if there is none at all.
    func recordings(for answer: Answer) -> [Fixture] {
        let named = answer.fixtures.compactMap { byID[$0] }
        if !named.isEmpty { return named }
        if let pieces = pieces(of: answer.text) { return pieces }
        if let nearest = nearest(to: answer.text) { return [nearest] }
        let fallback = otherwise.fixtures.compactMap { byID[$0] }
        return fallback.isEmpty ? nearest(to: otherwise.text).map { [$0] } ?? [] : fallback
    }

    /// The longest recordings that, one after the other, say exactly these words; `nil` if a word is in none.
    private func pieces(of text: String) -> [Fixture]? {
        let words = Words(text).all.flatMap { word in word.allSatisfy(\.isNumber) ? word.map { Self.digits[$0] ?? String($0) } : [word] }
        var pieces: [Fixture] = []
        var next = 0
        while next < words.count {
            let fitting = agent.filter { !$0.words.all.isEmpty && words[next...].starts(with: $0.words.all) }
            guard let longest = fitting.max(by: { $0.words.all.count < $1.words.all.count }) else { return nil }
            pieces.append(longest.fixture)
            next += longest.words.all.count
        }
        return pieces.isEmpty ? nil : pieces
    }

    private static let digits: [Character: String] = [
        "0": "zero", "1": "um", "2": "dois", "3": "tres", "4": "quatro", "5": "cinco", "6": "seis", "7": "sete", "8": "oito", "9": "nove",
    ]

    private func nearest(to text: String) -> Fixture? {
        let words = Words(text)
        let best = agent.map { ($0.fixture, $0.words.likeness(to: words)) }.max { $0.1 < $1.1 }
        return best.flatMap { $0.1 >= Self.leastLikeness ? $0.0 : nil }
    }
}
