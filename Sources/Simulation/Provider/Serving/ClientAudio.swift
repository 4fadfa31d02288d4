import WireProtocols

/// Finds the audio in what clients send, without reading the rest: fifty messages a second and call are nothing else.
enum ClientAudio {
    enum Finding: Equatable {
        /// Its bytes were appended.
        case audio
        case malformed
        case otherwise
    }

    /// Appends the audio of `{"type":"input_audio_buffer.append","audio":"…"}` or `{"user_audio_chunk":"…"}`.
    static func append(_ message: Span<UInt8>, to audio: inout [UInt8]) -> Finding {
        var walk = TopLevelJSON(0..<message.count)
        var isAppend = false
        var isChunk = false
        var base64: Range<Int>?
        while case .member(let member) = walk.next(in: message) {
            guard member.kind == .plainString else { continue }
            switch member.name.count {
            case 4 where equals(message, member.name, "type"): isAppend = equals(message, member.value, "input_audio_buffer.append")
            case 5 where equals(message, member.name, "audio"): base64 = member.value
            case 16 where equals(message, member.name, "user_audio_chunk"):
                base64 = member.value
                isChunk = true
            default: break
            }
        }
        guard isAppend || isChunk, let base64 else { return .otherwise }
        do {
            try Base64.decode(message, base64, into: &audio)
            return .audio
        } catch {
            return .malformed
        }
    }

    private static func equals(_ message: Span<UInt8>, _ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where message[range.lowerBound + offset] != literal.utf8Start[offset] { return false }
        return true
    }
}
