import CallControl

/// The quick way for a client's audio message: base64 in one named field beside at most a type.
enum ServerAudioScan {
    /// Appends the audio if the message is one of those; false leaves it to the full decoder.
    /// - Parameter type: the message's type; `nil` where audio is recognised by its field.
    static func append(_ message: Span<UInt8>, type: StaticString?, field: StaticString, into audio: inout [UInt8]) throws(WireError) -> Bool {
        var walk = TopLevelJSON(0..<message.count)
        var isTyped = type == nil
        var base64: Range<Int>?
        scan: while true {
            switch walk.next(in: message) {
            case .unclear: return false
            case .end: break scan
            case .member(let member) where message.spells("type", member.name):
                guard let type, member.kind == .plainString, message.spells(type, member.value) else { return false }
                isTyped = true
            case .member(let member) where message.spells(field, member.name):
                guard member.kind == .plainString else { return false }
                base64 = member.value
            case .member: break
            }
        }
        guard isTyped, let base64 else { return false }
        do throws(Base64.Failure) {
            try Base64.decode(message, base64, into: &audio)
        } catch {
            throw WireError(field: "\(field)", problem: "not base64 at byte \(error.position)")
        }
        return true
    }
}
