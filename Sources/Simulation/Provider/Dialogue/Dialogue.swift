/// The script of the emulated agent: what it takes the caller's utterances for, and what it answers.
public struct Dialogue: Equatable, Sendable {
    /// One utterance of the caller and the answer to it.
    public struct Turn: Equatable, Sendable {
        /// What the transcript will say that the caller said.
        public var heard: String
        /// The recording the caller is expected to play; tells its length.
        public var fixture: String?
        public var answer: Answer

        public init(heard: String, fixture: String? = nil, _ answer: Answer) {
            self.heard = heard
            self.fixture = fixture
            self.answer = answer
        }
    }
    /// How an utterance finds its turn.
    public enum Matching: String, Equatable, Sendable {
        /// The n-th utterance is the n-th turn.
        case order
        /// The turn whose recording's speech is nearest in length; turns without a recording never match.
        case duration
    }
    /// What follows the last turn.
    public enum Continuation: String, Equatable, Sendable {
        case otherwise
        case loop
    }

    /// Spoken first where the protocol lets the agent greet by itself and the session names no greeting of its own.
    public var greeting: Answer?
    public var turns: [Turn]
    /// The answer to what no turn stands for, and the sound of lines that no recording is like.
    public var otherwise: Turn
    public var matching = Matching.order
    public var continuation = Continuation.otherwise

    public init(greeting: Answer? = nil, turns: [Turn], otherwise: Turn) {
        self.greeting = greeting
        self.turns = turns
        self.otherwise = otherwise
    }
}
