import CallControl
import Testing

@testable import WireProtocols

@Suite struct EventSocketParserTests {
    private typealias Text = EventSocketText

    @Test func readsEachKindOfMessage() throws {
        let text =
            Text.greeting + Text.reply("+OK accepted") + Text.reply("+OK Job-UUID: j-1", job: "j-1") + Text.reply("+OK Job-UUID: j-2") + Text.response("true")
            + "Content-Type: text/disconnect-notice\nContent-Length: 4\n\nBye\n" + "Content-Type: text/rude-rejection\nContent-Length: 7\n\nGo away"
            + "Content-Type: log/data\nContent-Length: 2\n\nxx" + "Content-Type: command/reply\n\n"
        #expect(
            try Text.messages(text) == [
                .authRequest, .reply("+OK accepted", job: nil), .reply("+OK Job-UUID: j-1", job: "j-1"), .reply("+OK Job-UUID: j-2", job: "j-2"),
                .response("true"), .disconnect("Bye?"), .rejected("Go away"), .unrecognised("log/data"),
                .malformed(WireError(field: "command/reply.Reply-Text", problem: "missing")),
            ])
    }

    @Test func decodesAnEventsValues() throws {
        guard
            case .event(let event) = Text.message(
                Text.event("Event-Name: CUSTOM\nEvent-Subclass: mod_audio_stream%3A%3Aplay\nUnique-ID: c-1\nA: %C3%A1%20b%\nA: %zz%ff", body: "{}\n%41"))
        else { throw WireError(field: "", problem: "no event") }
        #expect(event.name == "CUSTOM")
        #expect(event.subclass == "mod_audio_stream::play")
        #expect(event.channel == ChannelID("c-1"))
        #expect(event.headers.all("a") == ["á b%", "%zz\u{FFFD}"])
        #expect(event["missing"] == nil)
        // A body is not encoded.
        #expect(event.body == "{}\n%41")
    }

    @Test func carriageReturnsAndEmptyLinesAreTolerated() throws {
        let text = "\n\r\nContent-Type: command/reply\r\nReply-Text: +OK\r\n\r\n\n\nContent-Type: auth/request\r\n\r\n"
        #expect(try Text.messages(text) == [.reply("+OK", job: nil), .authRequest])
    }

    @Test func anEventWithoutItsPartsIsMalformedAndTheStreamGoesOn() throws {
        let text = Text.event("Unique-ID: x") + Text.event("Event-Name: A\nContent-Length: 99") + Text.greeting
        #expect(
            try Text.messages(text) == [
                .malformed(WireError(field: "event.Event-Name", problem: "missing")),
                .malformed(WireError(field: "event.Content-Length", problem: "does not fit the message")), .authRequest,
            ])
    }

    /// However the bytes are cut up, the messages are the same.
    @Test(arguments: 0..<40) func chunkingChangesNothing(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let pieces = [
            Text.greeting, Text.reply("+OK accepted"), Text.reply("-ERR no", job: "x"), Text.response(""), Text.response("a\n\nb: c\n\n"), "\n\n", "\r\n",
            Text.event("Event-Name: X\nUnique-ID: %41"), Text.result("j", "+OK é\n\n"), Text.hangup("c", "USER_BUSY"),
            "Content-Type: text/event-plain\r\nContent-Length: 15\r\n\r\nEvent-Name: Y\n\n", "Content-Type: x\n\n",
        ]
        let text = (0..<30).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
        let whole = try Text.messages(text)
        #expect(whole.count > 10)
        let longest = [1, 2, 7, 300, 20_000][Int(seed % 5)]
        var parser = EventSocketParser()
        var messages: [EventSocketMessage] = []
        var rest = text.bytes[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(Int.random(in: 1...longest, using: &random)))
            try parser.feed(chunk.span) { messages.append($0) }
            rest = rest.dropFirst(chunk.count)
        }
        #expect(messages == whole)
        #expect(parser.pending <= 2)
    }

    @Test(arguments: [
        ("x: " + String(repeating: "a", count: 200), "headers"), ("x: " + String(repeating: "a", count: 200) + "\n\n", "headers"),
        ("Content-Length: 65\n\n", "Content-Length"), ("Content-Length: -1\n\n", "Content-Length"), ("Content-Length: 1x\n\n", "Content-Length"),
        ("Content-Length: \n\n", "Content-Length"), ("Content-Length: 1\nContent-Length: 2\n\nab", "Content-Length"),
        ("Content-Length: 99999999999999999999\n\n", "Content-Length"), ("no colon\n\n", "headers"),
    ]) func whatIsOutOfBoundsEndsTheStream(_ text: String, _ field: String) {
        var limits = EventSocketParser.Limits()
        (limits.headers, limits.body) = (128, 64)
        var parser = EventSocketParser(limits: limits)
        for _ in 0..<2 {
            let error = #expect(throws: WireError.self) { try parser.feed(text.bytes.span) { _ in Issue.record("No message.") } }
            #expect(error?.field == field)
            #expect(parser.pending == 0)
        }
    }

    @Test func whatCameBeforeTheErrorIsHandedOn() {
        var parser = EventSocketParser()
        var messages: [EventSocketMessage] = []
        #expect(throws: WireError.self) { try parser.feed((Text.greeting + "junk\n\n").bytes.span) { messages.append($0) } }
        #expect(messages == [.authRequest])
    }

    @Test func noBytesCrashIt() {
        var random = Seeded(8)
        let pieces = [
            "Content-Length: ", "Content-Type: text/event-plain\n", "3", "\n", "\n\n", ":", "%", "%4", "Event-Name: CUSTOM\n", "\r", "\0", "é",
            "Unique-ID: x\n",
        ]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            var parser = EventSocketParser()
            try? parser.feed(text.bytes.span) { if case .event(let event) = $0 { _ = event.channelEvent } }
        }
    }
}
