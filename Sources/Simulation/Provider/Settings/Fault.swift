/// One way in which a provider misbehaves.
public enum Fault: Equatable, Sendable {
    /// What can be wrong with a message.
    public enum Malformation: String, CaseIterable, Equatable, Sendable {
        /// Text that is no JSON.
        case json
        /// An audio message whose base64 is none.
        case base64
        /// A type nobody has heard of.
        case type
        /// Audio with half a sample at its end.
        case odd
    }

    /// Answers the handshake with this HTTP status.
    case refuse(status: Int)
    /// Closes the TCP connection instead of answering the handshake.
    case refuseConnection
    /// Cuts the connection without a close frame.
    case drop(after: Duration)
    /// The same, in the middle of the first answer's audio.
    case dropMidSentence
    /// Sends nothing any more, and leaves the socket open.
    case stall(after: Duration)
    /// Confirms, and speaks, another format than it was asked for.
    case wrongFormat
    /// Strews such a message in before each answer.
    case malformed(Malformation)
    /// Sends audio of an answer after that answer is done or cancelled.
    case lateAudio
    /// Never confirms the session.
    case neverReady
    /// Tells what the caller said only after the answer is done.
    case lateTranscripts
    /// Sends an error event before each answer.
    case errors
    /// Takes messages no faster than one in this time, so that the peer's socket backs up.
    case slowReader(pause: Duration)
    /// Closes in good form, with this code.
    case close(code: Int, after: Duration)
}
