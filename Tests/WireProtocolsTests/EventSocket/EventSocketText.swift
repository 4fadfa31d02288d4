import CallControl

@testable import WireProtocols

/// Messages as FreeSWITCH writes them.
enum EventSocketText {
    static let greeting = "Content-Type: auth/request\n\n"

    static func reply(_ text: String, job: String? = nil) -> String {
        "Content-Type: command/reply\nReply-Text: \(text)\n" + (job.map { "Job-UUID: \($0)\n" } ?? "") + "\n"
    }

    static func response(_ body: String) -> String { "Content-Type: api/response\nContent-Length: \(body.utf8.count)\n\n\(body)" }

    static func event(_ headers: String, body: String? = nil) -> String {
        let inner = headers + "\n" + (body.map { "Content-Length: \($0.utf8.count)\n\n\($0)" } ?? "\n")
        return "Content-Length: \(inner.utf8.count)\nContent-Type: text/event-plain\n\n\(inner)"
    }

    static func result(_ job: String, _ body: String) -> String { event("Event-Name: BACKGROUND_JOB\nJob-UUID: \(job)", body: body) }

    static func hangup(_ channel: String, _ cause: String) -> String {
        let variables = (0..<170).map { "variable_n\($0): sip%3A200%4010.0.0.\($0)%3Btransport%3Dudp" }.joined(separator: "\n")
        return event("Event-Name: CHANNEL_HANGUP_COMPLETE\nUnique-ID: \(channel)\nHangup-Cause: \(cause)\n\(variables)\nHangup-Cause: \(cause)")
    }

    /// The messages in a text, fed at once.
    static func messages(_ text: String, limits: EventSocketParser.Limits = .init()) throws(WireError) -> [EventSocketMessage] {
        var parser = EventSocketParser(limits: limits)
        var messages: [EventSocketMessage] = []
        try parser.feed(text.bytes.span) { messages.append($0) }
        return messages
    }

    static func message(_ text: String) -> EventSocketMessage {
        guard let only = try? messages(text).first else { preconditionFailure("The text holds a message: \(text)") }
        return only
    }
}
