/// Finds the turn that an utterance stands for, and remembers how far the dialogue has come.
///
/// A turn is taken only when its answer begins to sound: a caller who pauses within a sentence and goes on is still in the same turn.
struct DialogueCursor: Equatable, Sendable {
    private var dialogue: Dialogue
    private var next = 0
    /// Speech lengths of the turns' recordings, where they have one.
    private let lengths: [Duration?]

    init(_ dialogue: Dialogue, length: (_ fixture: String) -> Duration?) {
        self.dialogue = dialogue
        lengths = dialogue.turns.map { $0.fixture.flatMap(length) }
    }

    var otherwise: Dialogue.Turn { dialogue.otherwise }
    var greeting: Answer? { dialogue.greeting }

    /// The turn for an utterance of that length.
    func turn(lasting length: Duration) -> Dialogue.Turn {
        switch dialogue.matching {
        case .order:
            if next < dialogue.turns.count { return dialogue.turns[next] }
            guard dialogue.continuation == .loop, !dialogue.turns.isEmpty else { return dialogue.otherwise }
            return dialogue.turns[next % dialogue.turns.count]
        case .duration:
            let nearest = lengths.enumerated().compactMap { index, known in known.map { (index, abs($0, length)) } }.min { $0.1 < $1.1 }
            return nearest.map { dialogue.turns[$0.0] } ?? dialogue.otherwise
        }
    }

    /// The answer of the current turn has begun to sound.
    mutating func advance() { next += 1 }

    private func abs(_ left: Duration, _ right: Duration) -> Duration { left < right ? right - left : left - right }
}
