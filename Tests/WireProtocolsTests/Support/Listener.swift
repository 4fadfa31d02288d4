import Audio
import CallControl

@testable import WireProtocols

/// A codec and what came out of it.
struct Listener<Codec: AgentCodec> {
    var codec: Codec
    var events: [AgentEvent] = []
    var audio: [UInt8] = []
    var replies: [AgentMessage] = []

    init(_ codec: Codec) { self.codec = codec }

    /// Decodes one message; returns the events it gave.
    @discardableResult
    mutating func hear(_ message: String) throws(WireError) -> [AgentEvent] { try hear(.text, message.bytes) }

    @discardableResult
    mutating func hear(_ kind: FrameKind, _ message: [UInt8]) throws(WireError) -> [AgentEvent] {
        let before = events.count
        try codec.decode(message.span, kind: kind, events: &events, audio: &audio, replies: &replies)
        return Array(events[before...])
    }

    /// What is written for a command.
    mutating func say(_ command: AgentCommand) -> [String] {
        var messages: [AgentMessage] = []
        codec.encode(command, into: &messages)
        return messages.map(\.bytes.text)
    }

    mutating func say(audio bytes: [UInt8]) -> (FrameKind, [UInt8]) {
        var message: [UInt8] = []
        let kind = codec.encodeAudio(bytes.span, into: &message)
        return (kind, message)
    }
}

extension Listener where Codec == OpenAIRealtimeCodec {
    /// Connected, with formats confirmed.
    static func ready(_ dialect: Dialect = .openAI, _ setup: AgentSetup = .telephone()) throws -> Self {
        var listener = Listener(OpenAIRealtimeCodec(dialect: dialect, setup: setup))
        var server = OpenAIRealtimeServerCodec(dialect: dialect, model: "m")
        var ids = ProviderIDs()
        var message: [UInt8] = []
        var audio: [UInt8] = []
        server.encode(.sessionCreated, ids: &ids, into: &message)
        try listener.hear(.text, message)
        for reply in listener.replies { _ = try server.decode(reply.bytes.span, kind: reply.kind, audio: &audio) }
        message = []
        server.encode(.sessionUpdated, ids: &ids, into: &message)
        try listener.hear(.text, message)
        return listener
    }
}

extension Listener where Codec == ElevenLabsAgentCodec {
    static func ready(_ setup: AgentSetup = .telephone(), format: String = "ulaw_8000") throws -> Self {
        var listener = Listener(ElevenLabsAgentCodec(setup: setup))
        try listener.hear(
            #"{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"conv_1","agent_output_audio_format":"\#(format)","user_input_audio_format":"\#(format)"}}"#
        )
        return listener
    }
}
