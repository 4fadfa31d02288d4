import CallControl

extension SwitchRequest {
    /// What FreeSWITCH's answer to this request, as text, means.
    func answer(from text: String) -> SwitchAnswer {
        let line = UTF8Text.printable(Self.trimmed(text), bytes: 256)
        switch self {
        case .presence: return .presence(Self.presence(line))
        case .originate(let origination): return origination.answer(line)
        case .exists, .hasModule, .userExists: return line == "true" || line == "false" ? .exists(line == "true") : .failed(Self.words(line))
        case .streamUsage: return line.hasPrefix("-USAGE") ? .usage(Self.words(line)) : .failed(Self.words(line))
        case .registrations: return Self.registrations(text)
        case .bridge, .transfer, .hangUp, .play, .stopPlaying, .stopStream, .startRecording, .stopRecording, .setVariable:
            return line.hasPrefix("-") ? .failed(Self.words(line)) : .accepted
        }
    }

    /// A contact URL, or `error/user_not_registered`.
    private static func presence(_ line: String) -> SwitchAnswer.Presence {
        if line.hasPrefix("error/user_not_registered") { return .notRegistered }
        return line.hasPrefix("sofia/") || line.contains("/sip:") || line.contains("/sips:") ? .registered : .unknown
    }

    /// Without `-ERR`.
    static func words(_ line: String) -> String {
        guard line.hasPrefix("-") else { return line }
        let words = line.drop { $0 != " " }.drop { $0 == " " }
        return words.isEmpty ? line : String(words)
    }

    /// `{"row_count":0}` when there is none: without `rows`.
    private static func registrations(_ text: String) -> SwitchAnswer {
        guard let document = try? JSONValue(text: text), document.isObject else { return .failed(words(UTF8Text.printable(trimmed(text), bytes: 256))) }
        let rows = document["rows"]?.arrayValue ?? []
        return .registrations(
            rows.compactMap { row in
                guard let user = row["reg_user"]?.stringValue, let realm = row["realm"]?.stringValue else { return nil }
                return Extension(number: user, domain: realm)
            })
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest.drop(while: \.isWhitespace))
    }
}

extension Origination {
    /// `+OK <uuid>`, or `-ERR <cause>`.
    fileprivate func answer(_ line: String) -> SwitchAnswer {
        let words = line.split(separator: " ").map(String.init)
        if words.count == 2, words[0] == "+OK" {
            return .answered(ChannelID(words[1]))
        }
        guard words.count == 2, words[0] == "-ERR", words[1].utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }) else {
            return .failed(SwitchRequest.words(line))
        }
        return .hungUp(HangupCause(words[1]))
    }
}
