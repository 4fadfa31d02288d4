import Audio
import CallControl

/// The ElevenLabs Agents WebSocket (`/v1/convai/conversation`), for one call.
///
/// The client speaks first; the server's metadata names the formats, which are the agent's own. The server decides about
/// interruptions and works out itself what was heard.
public struct ElevenLabsAgentCodec: AgentCodec, Equatable, Sendable {
    let setup: AgentSetup
    let limits: WireLimits
    var turns = ElevenLabsTurns()
    var session: AgentSession?
    /// Pieces of transcript cut because they were longer than the bound.
    public internal(set) var droppedTranscripts = 0
    /// Audio messages that came after the interruption they belong before.
    public internal(set) var staleAudio = 0

    public init(setup: AgentSetup, limits: WireLimits = WireLimits()) {
        self.setup = setup
        self.limits = limits
    }

    public var capabilities: AgentCapabilities {
        AgentCapabilities(
            reportsEndOfCallerSpeech: false, truncatesByPosition: false, wantsResponseAfterTools: false, speaksVerbatim: false,
            greetsByItself: true, reportsResponses: false)
    }

    public func failure(closeCode: Int, reason: String) -> AgentFailure { ElevenLabsFailures.close(code: closeCode, reason: reason) }

    public mutating func encode(_ command: AgentCommand, into messages: inout [AgentMessage]) {
        switch command {
        case .start: messages.append(text: ElevenLabsInitiation(setup: setup).json)
        case .toolResult(let result):
            messages.append(text: [
                "type": "client_tool_result", "tool_call_id": .string(result.callID), "result": .string(result.output), "is_error": .bool(result.isError),
            ])
        case .context(let text): messages.append(text: ["type": "contextual_update", "text": .string(text)])
        case .callerText(let text): messages.append(text: ["type": "user_message", "text": .string(text)])
        case .pong(let id): messages.append(text: ["type": "pong", "event_id": .integer(id)])
        // The protocol has no line to be spoken word for word: a turn of the caller's that asks for it comes nearest.
        case .say(let line): messages.append(text: ["type": "user_message", "text": .string(VerbatimOrder.text(line))])
        // The server decides when to answer, when to stop and what was heard; it has no words for the rest.
        case .createResponse, .cancelResponse, .truncate, .end: break
        }
    }

    /// `{"user_audio_chunk":"…"}`; the only message without a type.
    public mutating func encodeAudio(_ audio: Span<UInt8>, into message: inout [UInt8]) -> FrameKind {
        JSONText.append(literal: #"{"user_audio_chunk":""#, to: &message)
        Base64.append(audio, to: &message)
        JSONText.append(literal: "\"}", to: &message)
        return .text
    }

    public mutating func decode(
        _ message: Span<UInt8>, kind: FrameKind, events: inout [AgentEvent], audio: inout [UInt8], replies: inout [AgentMessage]
    ) throws(WireError) {
        guard message.count <= limits.message else {
            throw WireError(field: "message", problem: "\(message.count) bytes, more than the \(limits.message) taken")
        }
        guard kind == .text else { throw WireError(field: "binary frame", problem: "this protocol has none") }
        if try decodeAudio(message, events: &events, audio: &audio) { return }
        let json = try JSONValue(message, limits: limits)
        guard let name = json["type"]?.stringValue else { throw WireError(field: "type", problem: "missing") }
        guard let type = ElevenLabsEventType(wire: name) else {
            events.append(.unrecognised(type: UTF8Text.printable(name, bytes: 64)))
            return
        }
        try decode(type, JSONFields(json, of: name), events: &events, audio: &audio)
    }
}
