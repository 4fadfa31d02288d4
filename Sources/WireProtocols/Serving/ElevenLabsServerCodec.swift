import Audio
import CallControl

/// The server's side of the ElevenLabs Agents socket, for the built-in emulator; what it writes passes their AsyncAPI document,
/// closed and strict.
public struct ElevenLabsServerCodec: Equatable, Sendable {
    /// The agent's formats, which no client can override.
    public let formatToAgent: AudioFormat
    public let formatFromAgent: AudioFormat
    private let limits: WireLimits

    /// - Throws: for a format that they lack.
    public init(formatToAgent: AudioFormat, formatFromAgent: AudioFormat, limits: WireLimits = WireLimits()) throws(WireError) {
        for format in [formatToAgent, formatFromAgent] where ElevenLabsAudioFormat.name(format) == nil {
            throw WireError(field: "format", problem: "ElevenLabs agents have no \(format)")
        }
        self.formatToAgent = formatToAgent
        self.formatFromAgent = formatFromAgent
        self.limits = limits
    }

    /// Reads one message of a client.
    /// - Parameter audio: the bytes of an `.audio` request are appended here.
    public func decode(_ message: Span<UInt8>, kind: FrameKind, audio: inout [UInt8]) throws(WireError) -> ProviderRequest {
        guard kind == .text else { throw WireError(field: "binary frame", problem: "this protocol has none") }
        if try ServerAudioScan.append(message, type: nil, field: "user_audio_chunk", into: &audio) { return .audio }
        let json = try JSONValue(message, limits: limits)
        guard let type = json["type"]?.stringValue else { throw WireError(field: "type", problem: "missing") }
        let event = JSONFields(json, of: type)
        switch type {
        case "conversation_initiation_client_data": return .initiation(json)
        case "pong": return .pong(try event.int("event_id"))
        case "client_tool_result":
            guard let isError = try event.optionalBool("is_error") else { throw event.error("is_error", "missing") }
            return .toolResult(callID: try event.string("tool_call_id"), output: try event.string("result"), isError: isError)
        case "contextual_update": return .context(try event.string("text"))
        case "user_message": return .message(role: "user", text: try event.optionalString("text") ?? "")
        case "user_activity": return .activity
        default: return .unrecognised(type: UTF8Text.printable(type, bytes: 64))
        }
    }

    /// Appends the message of an event.
    public func encode(_ event: ElevenLabsServerEvent, into message: inout [UInt8]) {
        if case .metadata(let id) = event { metadata(id).write(to: &message) } else { event.json?.write(to: &message) }
    }

    /// Appends one message that carries agent audio.
    public func encodeAudio(_ audio: Span<UInt8>, event: Int, into message: inout [UInt8]) -> FrameKind {
        JSONText.append(literal: #"{"audio_event":{"audio_base_64":""#, to: &message)
        Base64.append(audio, to: &message)
        JSONText.append(literal: #"","event_id":"#, to: &message)
        JSONText.append(event, to: &message)
        JSONText.append(literal: #"},"type":"audio"}"#, to: &message)
        return .text
    }

    private func metadata(_ conversationID: String) -> JSONValue {
        [
            "type": "conversation_initiation_metadata",
            "conversation_initiation_metadata_event": .object([
                "conversation_id": .string(conversationID), "agent_output_audio_format": ElevenLabsAudioFormat.name(formatFromAgent).map(JSONValue.string),
                "user_input_audio_format": ElevenLabsAudioFormat.name(formatToAgent).map(JSONValue.string),
            ]),
        ]
    }
}
