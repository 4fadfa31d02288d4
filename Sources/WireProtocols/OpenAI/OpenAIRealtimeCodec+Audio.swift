import Audio
import CallControl

extension OpenAIRealtimeCodec {
    /// Where the parts of an audio delta lie.
    private struct Delta {
        var type: Range<Int>?
        var delta: Range<Int>?
        var response: Range<Int>?
        var item: Range<Int>?
        var contentIndex = 0
    }

    /// Takes the message if it is a plain audio delta, without allocation. Anything else (another type, escapes in a needed
    /// string, a missing part) is left to the full decoder, which says what is wrong.
    mutating func decodeAudioDelta(_ message: Span<UInt8>, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) -> Bool {
        guard let found = Self.locate(in: message), let delta = found.delta, let response = found.response, let item = found.item else { return false }
        let before = audio.count
        do throws(Base64.Failure) {
            try Base64.decode(message, delta, into: &audio)
        } catch {
            throw WireError(field: "response.output_audio.delta.delta", problem: "not base64 at byte \(error.position)")
        }
        try take(
            bytes: audio.count - before, response: message.extracting(response), item: message.extracting(item), contentIndex: found.contentIndex,
            events: &events, audio: &audio)
        return true
    }

    private static func locate(in message: Span<UInt8>) -> Delta? {
        var walk = TopLevelJSON(0..<message.count)
        var found = Delta()
        while true {
            switch walk.next(in: message) {
            case .unclear: return nil
            case .end: return found.type == nil ? nil : found
            case .member(let member):
                guard note(member, in: message, &found) else { return nil }
            }
        }
    }

    /// False when the message turns out to be none for the quick way.
    @inline(__always)
    private static func note(_ member: TopLevelJSON.Member, in message: Span<UInt8>, _ found: inout Delta) -> Bool {
        let isPlain = member.kind == .plainString
        switch member.name.count {
        case 4 where message.spells("type", member.name):
            guard isPlain, message.spells("response.output_audio.delta", member.value) || message.spells("response.audio.delta", member.value) else {
                return false
            }
            found.type = member.value
        case 5 where message.spells("delta", member.name):
            guard isPlain else { return false }
            found.delta = member.value
        case 7 where message.spells("item_id", member.name):
            guard isPlain else { return false }
            found.item = member.value
        case 11 where message.spells("response_id", member.name):
            guard isPlain else { return false }
            found.response = member.value
        case 13 where message.spells("content_index", member.name):
            guard member.kind == .scalar, let index = message.integer(member.value) else { return false }
            found.contentIndex = index
        default: break
        }
        return true
    }

    /// The same for a delta that the quick way left.
    mutating func decodeSlowDelta(_ event: JSONFields, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) {
        let response = Array(try event.string("response_id").utf8)
        let item = Array(try event.string("item_id").utf8)
        let contentIndex = try event.optionalInt("content_index") ?? 0
        let text = Array(try event.string("delta").utf8)
        let before = audio.count
        do throws(Base64.Failure) {
            try Base64.decode(text.span, 0..<text.count, into: &audio)
        } catch {
            throw event.error("delta", "not base64 at byte \(error.position)")
        }
        try take(
            bytes: audio.count - before, response: response.span, item: item.span, contentIndex: contentIndex, events: &events, audio: &audio)
    }

    /// xAI: bare codec bytes of the current response.
    mutating func decodeBinary(_ message: Span<UInt8>, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) {
        guard dialect.carriesBinary, setup.carriageFromAgent == .binary else {
            throw WireError(field: "binary frame", problem: "\(dialect.name) sends audio as text here")
        }
        guard let current = conversation.current, let response = conversation.response(current) else {
            throw WireError(field: "binary frame", problem: "audio before any response")
        }
        message.withUnsafeBufferPointer { audio.append(contentsOf: $0) }
        try take(
            bytes: message.count, response: response.name.span, item: response.currentItem.span, contentIndex: 0, events: &events, audio: &audio)
    }

    private mutating func take(
        bytes: Int, response name: Span<UInt8>, item: Span<UInt8>, contentIndex: Int, events: inout [AgentEvent], audio: inout [UInt8]
    ) throws(WireError) {
        guard bytes > 0 else { return }
        guard bytes.isMultiple(of: formatFromAgent.bytesPerSample ?? 1) else {
            audio.removeLast(bytes)
            throw WireError(field: "response.output_audio.delta.delta", problem: "\(bytes) bytes are no whole samples of \(formatFromAgent)")
        }
        let (index, isNew) = conversation.intern(response: name)
        conversation.addAudio(bytes: bytes, to: index, item: item, contentIndex: contentIndex)
        let id = conversation.responses[index].id
        if isNew { events.append(.responseStarted(id)) }
        events.append(.audio(id))
    }
}
