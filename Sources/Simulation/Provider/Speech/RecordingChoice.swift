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

    /// The answer's own recordings, else the one whose text is nearest, else that of the otherwise answer; empty if there is none at all.
    func recordings(for answer: Answer) -> [Fixture] {
        let named = answer.fixtures.compactMap { byID[$0] }
        if !named.isEmpty { return named }
        if let nearest = nearest(to: answer.text) { return [nearest] }
        let fallback = otherwise.fixtures.compactMap { byID[$0] }
        return fallback.isEmpty ? nearest(to: otherwise.text).map { [$0] } ?? [] : fallback
    }

    private func nearest(to text: String) -> Fixture? {
        let words = Words(text)
        let best = agent.map { ($0.fixture, $0.words.likeness(to: words)) }.max { $0.1 < $1.1 }
        return best.flatMap { $0.1 >= Self.leastLikeness ? $0.0 : nil }
    }
}
