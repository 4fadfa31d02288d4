/// What the emulated agent says and does in one turn.
public struct Answer: Equatable, Sendable {
    /// A function that the agent wants called.
    public struct Tool: Equatable, Sendable {
        public enum Moment: String, Equatable, Sendable {
            /// First the call, and the answer is spoken once its result is there.
            case before
            /// Spoken first, called in the same response.
            case after
        }
        public var name: String
        /// A JSON object, as text.
        public var arguments: String
        public var moment: Moment

        public init(_ name: String, arguments: String = "{}", _ moment: Moment = .before) {
            self.name = name
            self.arguments = arguments
            self.moment = moment
        }
    }

    /// The words, as they stand in the transcript.
    public var text: String
    /// Ids of the recordings that are played one after the other; empty: the one whose text is nearest.
    public var fixtures: [String]
    public var tool: Tool?
    /// On top of the thinking time.
    public var delay: Duration

    public init(_ text: String, fixtures: [String] = [], tool: Tool? = nil, delay: Duration = .zero) {
        self.text = text
        self.fixtures = fixtures
        self.tool = tool
        self.delay = delay
    }
}
