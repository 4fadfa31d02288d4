import Audio
import CallControl

/// Measures a call from the caller's chair, by what was sent and what came back; knows nothing of how the gateway measures.
public struct CallerRuler: Sendable {
    /// One utterance of the caller and the answer to it.
    public struct Turn: Equatable, Sendable {
        public var said: String
        /// When the last sample of speech was spoken (its frame sent, less what follows it in the frame).
        public var endOfSpeech: Instant
        /// When the message with the answer's first audible sample arrived.
        public var audibleReceived: Instant?
        /// When the caller heard it, behind FreeSWITCH's buffer.
        public var audibleHeard: Instant?
        /// The caller went on to interrupt the answer.
        public var wasInterrupted = false

        public var voiceToVoice: Duration? { audibleReceived.map { $0 - endOfSpeech } }
        public var heardAfter: Duration? { audibleHeard.map { $0 - endOfSpeech } }
    }

    public private(set) var turns: [Turn] = []
    /// Connect to the first audible sample received.
    public private(set) var greeting: Duration?
    public private(set) var greetingHeard: Duration?

    init() {}

    mutating func spoke(_ what: String, until end: Instant) { turns.append(Turn(said: what, endOfSpeech: end)) }

    mutating func received(at now: Instant, connected: Instant) {
        if turns.isEmpty {
            if greeting == nil { greeting = now - connected }
        } else if turns[turns.count - 1].audibleReceived == nil {
            turns[turns.count - 1].audibleReceived = now
        }
    }

    mutating func heard(at now: Instant, connected: Instant) {
        if turns.isEmpty {
            if greetingHeard == nil { greetingHeard = now - connected }
        } else if turns[turns.count - 1].audibleHeard == nil, turns[turns.count - 1].audibleReceived != nil {
            turns[turns.count - 1].audibleHeard = now
        }
    }

    mutating func interrupts() { if !turns.isEmpty { turns[turns.count - 1].wasInterrupted = true } }
}
