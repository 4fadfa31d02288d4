import CallControl

/// The body of `POST /api/tickets/realtime-handoff`; its JSON Schema is `omniplay-ticket.schema.json` in the documentation.
public enum OmniPlayTicket {
    /// Bounds of a body. What goes beyond is cut at a whole character, and lines left out are told in the summary.
    public struct Limits: Equatable, Sendable {
        /// UTF-8 bytes of all transcript lines as JSON. Back ends of Express take 100 KiB by default and answer more with 413.
        public var transcript = 90_000
        public var lines = 2_000
        /// UTF-8 bytes of one line's text; of the summary; of names and ids.
        public var line = 4_000
        public var summary = 4_000
        public var identifier = 255

        public init() {}
    }

    /// - Returns: the body, and how many of the first lines found no room.
    public static func body(of ticket: TicketDraft, limits: Limits = Limits()) -> (bytes: [UInt8], omitted: Int) {
        let (lines, omitted) = transcript(ticket.transcript, limits)
        let identifier = { (text: String?) in text.map { JSONValue.string(oneLine($0, limits.identifier)) } ?? .null }
        var members: [JSONValue.Member] = [
            .init("call_uuid", .string(oneLine(ticket.call.rawValue, limits.identifier))),
            .init("caller_id", string(ticket.caller.flatMap(PhoneNumber.init)?.text)),
            .init("transcript", .array(lines)),
            .init("summary", string(summary(of: ticket, omitted, limits))),
            .init("provider", identifier(ticket.provider)),
            .init("language", identifier(ticket.language)),
            .init("duration_seconds", count(ticket.durationSeconds)),
            .init("turns", count(ticket.turns)),
            .init("avg_latency_ms", count(ticket.averageLatencyMilliseconds)),
            .init("handoff_reason", .string(ticket.reason.rawValue)),
            .init("queue_id", count(ticket.queueID)),
            .init("secretary_uuid", identifier(ticket.secretary)),
            .init("attach_recording", .bool(ticket.attachesRecording)),
            .init("conversation_id", identifier(ticket.conversationID)),
        ]
        // A cut address would be another address.
        if let url = ticket.recordingURL, url.utf8.count <= 2_048 { members.append(.init("recording_url", .string(oneLine(url, 2_048)))) }
        return (JSONValue.object(members).bytes, omitted)
    }

    private static func summary(of ticket: TicketDraft, _ omitted: Int, _ limits: Limits) -> String? {
        let text = ticket.summary.map { clean($0, limits.summary) }
        guard omitted > 0 else { return text }
        return [text, TicketSummary.abridgement(of: omitted, language: ticket.language)].compactMap { $0 }.joined(separator: " ")
    }

    /// The last lines that find room: what was said shortly before people were wanted says most.
    private static func transcript(_ lines: [TicketDraft.Line], _ limits: Limits) -> (lines: [JSONValue], omitted: Int) {
        let spoken = lines.filter { !$0.text.isEmpty }
        var room = limits.transcript
        var kept: [JSONValue] = []
        for line in spoken.reversed().prefix(limits.lines) {
            let value: JSONValue = [
                "role": line.speaker == .caller ? "user" : "assistant", "text": .string(clean(line.text, limits.line)),
                "timestamp": .integer(Int(max(0, line.spokenAt))),
            ]
            room -= value.bytes.count + 1
            guard room >= 0 else { break }
            kept.append(value)
        }
        return (kept.reversed(), spoken.count - kept.count)
    }

    private static func string(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    private static func count(_ number: Int?) -> JSONValue { number.map { .integer(max(0, $0)) } ?? .null }

    /// At most `limit` bytes, and no control characters but line breaks and tabs: PostgreSQL's `jsonb` refuses a whole document for
    /// one NUL.
    private static func clean(_ text: String, _ limit: Int) -> String {
        spaced(UTF8Text.prefix(text, bytes: limit)) { UTF8Text.isControl($0) && $0 != "\n" && $0 != "\t" }
    }

    /// A name or an id.
    private static func oneLine(_ text: String, _ limit: Int) -> String { spaced(UTF8Text.prefix(text, bytes: limit), UTF8Text.isControl) }

    private static func spaced(_ text: String, _ isUnwanted: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: isUnwanted) else { return text }
        var spaced = String.UnicodeScalarView()
        spaced.append(contentsOf: text.unicodeScalars.map { isUnwanted($0) ? " " : $0 })
        return String(spaced)
    }
}
