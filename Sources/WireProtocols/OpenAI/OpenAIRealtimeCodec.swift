import Audio
import CallControl

/// OpenAI's Realtime protocol (GA interface, WebSocket) and its dialects, for one call.
///
/// The server speaks first: `session.created` is answered with `session.update`, and `session.updated`, which names the formats
/// really in force, makes the session ready. Unknown types and keys are tolerated as OpenAI asks; beta names are understood.
public struct OpenAIRealtimeCodec: AgentCodec, Equatable, Sendable {
    /// How far the handshake has come.
    enum Phase: Equatable, Sendable {
        /// Connected. Leaves on `session.created`.
        case awaitingHello
        /// `session.update` is sent. Leaves on `session.updated`.
        case configuring
        /// For the rest of the connection.
        case ready(AgentSession)
    }

    public let dialect: Dialect
    let setup: AgentSetup
    let limits: WireLimits
    var phase = Phase.awaitingHello
    var conversation = OpenAIConversation()
    var conversationID: String?
    /// Pieces of transcript left out because an entry grew beyond its bound.
    public internal(set) var droppedTranscripts = 0

    public init(dialect: Dialect, setup: AgentSetup, limits: WireLimits = WireLimits()) {
        self.dialect = dialect
        self.setup = setup
        self.limits = limits
    }

    public var capabilities: AgentCapabilities {
        AgentCapabilities(
            reportsEndOfCallerSpeech: true, truncatesByPosition: true, wantsResponseAfterTools: true,
            speaksVerbatim: dialect.verbatimLine == .forceMessage, greetsByItself: false, reportsResponses: true)
    }

    public func failure(closeCode: Int, reason: String) -> AgentFailure { OpenAIFailures.close(code: closeCode, reason: reason) }

    /// What arrives now: what was confirmed, or until then what was asked for.
    var formatFromAgent: AudioFormat {
        if case .ready(let session) = phase { session.formatFromAgent } else { setup.formatFromAgent }
    }

    public mutating func decode(
        _ message: Span<UInt8>, kind: FrameKind, events: inout [AgentEvent], audio: inout [UInt8], replies: inout [AgentMessage]
    ) throws(WireError) {
        guard message.count <= limits.message else {
            throw WireError(field: "message", problem: "\(message.count) bytes, more than the \(limits.message) taken")
        }
        switch kind {
        case .binary: try decodeBinary(message, events: &events, audio: &audio)
        case .text:
            if try decodeAudioDelta(message, events: &events, audio: &audio) { return }
            try decodeControl(try JSONValue(message, limits: limits), events: &events, audio: &audio, replies: &replies)
        }
    }

    private mutating func decodeControl(
        _ json: JSONValue, events: inout [AgentEvent], audio: inout [UInt8], replies: inout [AgentMessage]
    ) throws(WireError) {
        guard let name = json["type"]?.stringValue else { throw WireError(field: "type", problem: "missing") }
        guard let type = OpenAIEventType(wire: name) else {
            events.append(.unrecognised(type: UTF8Text.printable(name, bytes: 64)))
            return
        }
        let event = JSONFields(json, of: name)
        switch type {
        case .error: try decodeError(event, &events)
        case .sessionCreated: try decodeHello(event, &replies)
        case .sessionUpdated: try decodeSession(event, &events)
        case .conversationCreated: conversationID = try event.optionalObject("conversation")?.optionalString("id")
        case .speechStarted: try decodeSpeech(event, isStart: true, &events)
        case .speechStopped: try decodeSpeech(event, isStart: false, &events)
        case .itemAdded: try decodeItem(event, &events)
        case .itemRetrieved: try decodeRetrieved(event, &events)
        case .itemTruncated: try decodeTruncated(event, &events)
        case .inputTranscriptDelta, .inputTranscriptUpdated, .inputTranscriptCompleted, .inputTranscriptFailed:
            try decodeCallerTranscript(type, event, &events)
        case .transcriptDelta, .transcriptDone: try decodeAgentTranscript(type, event, &events)
        case .responseCreated: _ = try decodeResponse(try event.object("response"), &events)
        case .responseDone: try decodeResponseDone(event, &events)
        case .outputItemAdded: try decodeOutputItem(event, isDone: false, &events)
        case .outputItemDone: try decodeOutputItem(event, isDone: true, &events)
        case .audioDelta: try decodeSlowDelta(event, events: &events, audio: &audio)
        case .audioDone: try decodeAudioDone(event, &events)
        case .functionArgumentsDone: try decodeFunctionCall(event, &events)
        case .other: break
        }
    }
}
