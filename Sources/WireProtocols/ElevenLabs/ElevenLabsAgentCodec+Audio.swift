import Audio
import CallControl

extension ElevenLabsAgentCodec {
    /// Takes the message if it is plain audio, `{"audio_event":{"audio_base_64":"…","event_id":3},"type":"audio"}` in whatever
    /// order, without allocation; leaves anything else to the full decoder.
    mutating func decodeAudio(_ message: Span<UInt8>, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) -> Bool {
        guard let payload = Self.payload(of: message), let (base64, event) = Self.parts(of: payload, in: message) else { return false }
        if turns.isStale(event) {
            staleAudio += 1
            return true
        }
        let before = audio.count
        do throws(Base64.Failure) {
            try Base64.decode(message, base64, into: &audio)
        } catch {
            throw WireError(field: "audio.audio_event.audio_base_64", problem: "not base64 at byte \(error.position)")
        }
        try take(bytes: audio.count - before, event, events: &events, audio: &audio)
        return true
    }

    private static func payload(of message: Span<UInt8>) -> Range<Int>? {
        var walk = TopLevelJSON(0..<message.count)
        var payload: Range<Int>?
        var isAudio = false
        while true {
            switch walk.next(in: message) {
            case .unclear: return nil
            case .end: return isAudio ? payload : nil
            case .member(let member) where message.spells("type", member.name):
                guard member.kind == .plainString, message.spells("audio", member.value) else { return nil }
                isAudio = true
            case .member(let member) where message.spells("audio_event", member.name):
                guard member.kind == .composite else { return nil }
                payload = member.value
            case .member: break
            }
        }
    }

    private static func parts(of payload: Range<Int>, in message: Span<UInt8>) -> (base64: Range<Int>, event: Int)? {
        var walk = TopLevelJSON(payload)
        var base64: Range<Int>?
        var event: Int?
        while true {
            switch walk.next(in: message) {
            case .unclear: return nil
            case .end:
                guard let base64, let event else { return nil }
                return (base64, event)
            case .member(let member) where message.spells("audio_base_64", member.name):
                guard member.kind == .plainString else { return nil }
                base64 = member.value
            case .member(let member) where message.spells("event_id", member.name):
                guard member.kind == .scalar, let number = message.integer(member.value) else { return nil }
                event = number
            case .member: break
            }
        }
    }

    /// The same for a message that the quick way left.
    mutating func decodeSlowAudio(_ event: JSONFields, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) {
        let number = try event.int("event_id")
        let text = Array(try event.string("audio_base_64").utf8)
        if turns.isStale(number) {
            staleAudio += 1
            return
        }
        let before = audio.count
        do throws(Base64.Failure) {
            try Base64.decode(text.span, 0..<text.count, into: &audio)
        } catch {
            throw event.error("audio_base_64", "not base64 at byte \(error.position)")
        }
        try take(bytes: audio.count - before, number, events: &events, audio: &audio)
    }

    private mutating func take(bytes: Int, _ event: Int, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) {
        guard bytes > 0 else { return }
        let format = session?.formatFromAgent ?? setup.formatFromAgent
        guard bytes.isMultiple(of: format.bytesPerSample ?? 1) else {
            audio.removeLast(bytes)
            throw WireError(field: "audio.audio_event.audio_base_64", problem: "\(bytes) bytes are no whole samples of \(format)")
        }
        events.append(.audio(begin(event, &events)))
    }
}
