import CallControl
import WireProtocols

/// The response that is being generated.
struct OpenAIResponse: Sendable {
    enum Phase: Sendable {
        /// Nothing has been sent of it. Left on: the thinking time is over, cancellation.
        case thinking
        /// Its audio is on its way. Left on: the last chunk is sent, cancellation.
        case speaking(item: String, Utterance)
    }
    let id: String
    let answer: Answer
    /// Does it answer the caller's turn in the dialogue?
    let takesTurn: Bool
    var phase = Phase.thinking
    /// What it has put out.
    var output: [JSONValue] = []
}
