import Audio
import CallControl

/// The server's side of the Realtime protocol and its dialects: reads what clients send, writes what a provider would say.
/// Made for the built-in emulator; what it writes passes OpenAI's own types, closed and strict.
public struct OpenAIRealtimeServerCodec: Equatable, Sendable {
    public let dialect: Dialect
    /// The formats in force, which `session.updated` confirms. Set from what the client asks for; an emulator of a provider that
    /// falls back sets others.
    public var formatToAgent: AudioFormat
    public var formatFromAgent: AudioFormat
    /// How the client asked for audio to be carried to it.
    public private(set) var carriageFromAgent = AgentSetup.Carriage.json
    /// Whether sessions carry the keys that live servers add beyond their own types (`id`, `object`, `expires_at`).
    public var addsLiveKeys = false
    public var model: String
    /// What the client has asked for so far.
    public private(set) var session: JSONValue = [:]
    private let limits: WireLimits

    public init(dialect: Dialect, model: String, limits: WireLimits = WireLimits()) {
        self.dialect = dialect
        self.model = model
        formatToAgent = dialect.defaultFormat
        formatFromAgent = dialect.defaultFormat
        self.limits = limits
    }

    /// Reads one message of a client.
    /// - Parameter audio: the bytes of an `.audio` request are appended here.
    public mutating func decode(_ message: Span<UInt8>, kind: FrameKind, audio: inout [UInt8]) throws(WireError) -> ProviderRequest {
        switch kind {
        case .binary:
            guard dialect.carriesBinary else { throw WireError(field: "binary frame", problem: "\(dialect.name) takes audio as text") }
            message.withUnsafeBufferPointer { audio.append(contentsOf: $0) }
            return .audio
        case .text:
            if try ServerAudioScan.append(message, type: "input_audio_buffer.append", field: "audio", into: &audio) { return .audio }
            return try decodeControl(try JSONValue(message, limits: limits), audio: &audio)
        }
    }

    private mutating func decodeControl(_ json: JSONValue, audio: inout [UInt8]) throws(WireError) -> ProviderRequest {
        guard let type = json["type"]?.stringValue else { throw WireError(field: "type", problem: "missing") }
        let event = JSONFields(json, of: type)
        switch type {
        case "session.update": return .sessionUpdate(try update(try event.object("session")))
        case "input_audio_buffer.append":
            let text = Array(try event.string("audio").utf8)
            do throws(Base64.Failure) {
                try Base64.decode(text.span, 0..<text.count, into: &audio)
            } catch {
                throw event.error("audio", "not base64 at byte \(error.position)")
            }
            return .audio
        case "input_audio_buffer.commit": return .commitAudio
        case "input_audio_buffer.clear": return .clearAudio
        case "conversation.item.create": return try Self.item(try event.object("item"))
        case "conversation.item.truncate":
            return .truncate(
                item: try event.string("item_id"), contentIndex: try event.int("content_index"), audioEndMilliseconds: try event.int("audio_end_ms"))
        case "conversation.item.retrieve": return .retrieveItem(try event.string("item_id"))
        case "conversation.item.delete": return .deleteItem(try event.string("item_id"))
        case "response.create":
            let response = try event.optionalObject("response")
            return .createResponse(
                instructions: try response?.optionalString("instructions"), isOutOfBand: try response?.optionalString("conversation") == "none")
        case "response.cancel": return .cancelResponse(try event.optionalString("response_id"))
        default: return .unrecognised(type: UTF8Text.printable(type, bytes: 64))
        }
    }

    private mutating func update(_ asked: JSONFields) throws(WireError) -> JSONValue {
        session = session.merging(asked.json)
        let audio = try asked.optionalObject("audio")
        let input = try audio?.optionalObject("input")
        let output = try audio?.optionalObject("output")
        formatToAgent = try format(input, before: formatToAgent)
        formatFromAgent = try format(output, before: formatFromAgent)
        if let transport = try output?.optionalString("transport") { carriageFromAgent = transport == "binary" ? .binary : .json }
        return asked.json
    }

    private func format(_ side: JSONFields?, before: AudioFormat) throws(WireError) -> AudioFormat {
        guard let side, let asked = side["format"] else { return before }
        guard let format = OpenAIAudioFormat.read(asked, defaultRate: dialect.defaultFormat.rate), dialect.supports(format) else {
            throw side.error("format", "\(dialect.name) doesn't take \(UTF8Text.printable(asked.text, bytes: 80))")
        }
        return format
    }

    private static func item(_ item: JSONFields) throws(WireError) -> ProviderRequest {
        switch try item.optionalString("type") ?? "message" {
        case "message": return .message(role: try item.string("role"), text: try text(of: item))
        case "force_message": return .forceMessage(try text(of: item))
        case "function_call_output":
            return .toolResult(callID: try item.string("call_id"), output: try item.string("output"), isError: false)
        case let other: return .unrecognised(type: "conversation.item.create \(UTF8Text.printable(other, bytes: 40))")
        }
    }

    private static func text(of item: JSONFields) throws(WireError) -> String {
        (try item.optionalArray("content") ?? []).compactMap { $0["text"]?.stringValue }.joined()
    }

    // MARK: Writing

    /// Appends the message of an event.
    public func encode(_ event: OpenAIServerEvent, ids: inout ProviderIDs, into message: inout [UInt8]) {
        let body: JSONValue =
            switch event {
            case .sessionCreated: ["type": "session.created", "session": effectiveSession]
            case .sessionUpdated: ["type": "session.updated", "session": effectiveSession]
            default: event.json ?? [:]
            }
        guard case .object(var members) = body else { return }
        members.insert(.init("event_id", .string(ids.next("event"))), at: min(1, members.count))
        JSONValue.object(members).write(to: &message)
    }

    /// Appends one message that carries agent audio; returns the frame kind the client asked for.
    public func encodeAudio(_ audio: Span<UInt8>, at place: OpenAIServerEvent.Place, ids: inout ProviderIDs, into message: inout [UInt8]) -> FrameKind {
        if carriageFromAgent == .binary, dialect.carriesBinary {
            audio.withUnsafeBufferPointer { message.append(contentsOf: $0) }
            return .binary
        }
        JSONText.append(literal: #"{"type":"response.output_audio.delta","event_id":"event_"#, to: &message)
        JSONText.append(ids.next(), to: &message)
        JSONText.append(literal: #"","response_id":"#, to: &message)
        JSONText.append(place.response, to: &message)
        JSONText.append(literal: #","item_id":"#, to: &message)
        JSONText.append(place.item, to: &message)
        JSONText.append(literal: #","output_index":"#, to: &message)
        JSONText.append(place.outputIndex, to: &message)
        JSONText.append(literal: #","content_index":"#, to: &message)
        JSONText.append(place.contentIndex, to: &message)
        JSONText.append(literal: #","delta":""#, to: &message)
        Base64.append(audio, to: &message)
        JSONText.append(literal: "\"}", to: &message)
        return .text
    }

    private var effectiveSession: JSONValue {
        var base: JSONValue = ["type": "realtime", "model": .string(model), "output_modalities": ["audio"]]
        if dialect.sessionShape == .hybrid { base = ["model": .string(model)] }
        let formats: JSONValue = [
            "audio": [
                "input": ["format": OpenAIAudioFormat.json(formatToAgent)], "output": ["format": OpenAIAudioFormat.json(formatFromAgent)],
            ]
        ]
        // Formats replace what was asked for rather than merge with it: a µ-law format has no rate.
        let echoed = base.merging(session.withoutFormats).merging(formats)
        return addsLiveKeys ? echoed.merging(["id": "sess_1", "object": "realtime.session", "expires_at": 1_800_000_000]) : echoed
    }
}

extension JSONValue {
    fileprivate var withoutFormats: JSONValue {
        changing("audio") { $0.changing("input") { $0.removing("format") }.changing("output") { $0.removing("format") } }
    }

    private func changing(_ name: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? Member(name, change($0.value)) : $0 })
    }

    private func removing(_ name: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.name != name })
    }
}
