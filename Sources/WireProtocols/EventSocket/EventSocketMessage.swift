import CallControl

/// One message of FreeSWITCH's event socket.
public enum EventSocketMessage: Equatable, Sendable {
    /// The greeting: log in.
    case authRequest
    /// To a command: its `Reply-Text`, and the job's id if it began one.
    case reply(String, job: String?)
    /// To an `api` command.
    case response(String)
    case event(SwitchEvent)
    /// FreeSWITCH closes the connection; its words.
    case disconnect(String)
    /// Our address may not connect at all (`event_socket.conf`'s ACL).
    case rejected(String)
    /// Another content type.
    case unrecognised(String)
    /// A known one without its parts.
    case malformed(WireError)

    init(headers: EventSocketHeaders, body: [UInt8]) {
        let type = headers["Content-Type"] ?? ""
        switch type {
        case "auth/request": self = .authRequest
        case "command/reply":
            guard let text = headers["Reply-Text"] else {
                self = .malformed(WireError(field: "command/reply.Reply-Text", problem: "missing"))
                return
            }
            self = .reply(text, job: headers["Job-UUID"] ?? Self.job(in: text))
        case "api/response": self = .response(String(decoding: body, as: UTF8.self))
        case "text/event-plain":
            do throws(WireError) { self = .event(try SwitchEvent(plain: body)) } catch { self = .malformed(error) }
        case "text/disconnect-notice": self = .disconnect(UTF8Text.printable(String(decoding: body, as: UTF8.self), bytes: 200))
        case "text/rude-rejection": self = .rejected(UTF8Text.printable(String(decoding: body, as: UTF8.self), bytes: 200))
        default: self = .unrecognised(UTF8Text.printable(type, bytes: 64))
        }
    }

    private static func job(in text: String) -> String? {
        let mark = "+OK Job-UUID: "
        return text.hasPrefix(mark) ? String(text.dropFirst(mark.count)) : nil
    }
}
