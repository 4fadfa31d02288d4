import Audio

/// A WebSocket message of either kind, ready to be sent.
public struct AgentMessage: Equatable, Sendable {
    public enum Kind: Equatable, Sendable { case text, binary }
    public var kind: Kind
    public var bytes: [UInt8]

    public init(_ kind: Kind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// What a codec can and can't do; the session plans by it.
public struct AgentCapabilities: Equatable, Sendable {
    /// Does the caller's end of speech come as an event of its own (otherwise the first sign of an answer tells)?
    public var reportsEndOfCallerSpeech: Bool
    /// Does the provider know truncation by a position we send (otherwise it works it out itself)?
    public var truncatesByPosition: Bool
    /// Must we ask for an answer after tool results (and only then once)?
    public var wantsResponseAfterTools: Bool
    /// Can it be told to speak a given line word for word?
    public var speaksVerbatim: Bool
    /// Does the provider speak the greeting by itself once it has it in its setup (otherwise we ask with `.say`)?
    public var greetsByItself: Bool
    /// Do responses begin and end with events of their own?
    public var reportsResponses: Bool

    public init(
        reportsEndOfCallerSpeech: Bool, truncatesByPosition: Bool, wantsResponseAfterTools: Bool, speaksVerbatim: Bool,
        greetsByItself: Bool, reportsResponses: Bool
    ) {
        self.greetsByItself = greetsByItself
        self.reportsResponses = reportsResponses
        self.reportsEndOfCallerSpeech = reportsEndOfCallerSpeech
        self.truncatesByPosition = truncatesByPosition
        self.wantsResponseAfterTools = wantsResponseAfterTools
        self.speaksVerbatim = speaksVerbatim
    }
}

/// One provider's protocol for one call: messages in, events out; commands in, messages out. No socket, no clock.
///
/// Audio takes a path of its own, so that a frame costs no allocation: `encodeAudio` and `decode` append to buffers that
/// the caller owns and reuses. A message carries at most one stretch of audio.
public protocol AgentCodec {
    var capabilities: AgentCapabilities { get }

    /// Appends the messages that express `command`.
    mutating func encode(_ command: AgentCommand, into messages: inout [AgentMessage])

    /// Appends one message's payload that carries `audio` (bytes in the format toward the agent); returns the frame kind to send it as.
    mutating func encodeAudio(_ audio: Span<UInt8>, into message: inout [UInt8]) -> AgentMessage.Kind

    /// Translates one received message.
    /// - Parameters:
    ///   - message: the whole payload.
    ///   - events: appended to, in the order of meaning.
    ///   - audio: codec bytes of an `.audio` event are appended here.
    ///   - replies: appended to when the protocol itself demands an answer (session setup after a server's hello).
    /// - Throws: `WireError` when a known message is malformed; the message is then dropped and counted.
    mutating func decode(
        _ message: Span<UInt8>, kind: AgentMessage.Kind,
        events: inout [AgentEvent], audio: inout [UInt8], replies: inout [AgentMessage]
    ) throws(WireError)

    /// What a close of the provider's socket means.
    func failure(closeCode: Int, reason: String) -> AgentFailure
}

/// A peer sent something that is not what its protocol says.
public struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where: a message type and field, e.g. `response.output_audio.delta.delta`.
    public var field: String
    public var problem: String

    public init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    public var description: String { "\(field): \(problem)" }
}
