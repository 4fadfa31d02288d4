import CallControl
import Testing
import WireProtocols

@Suite struct OmniPlayTicketTests {
    private func body(_ ticket: TicketDraft, _ limits: OmniPlayTicket.Limits = .init()) throws -> JSONValue {
        try JSONValue(text: OmniPlayTicket.body(of: ticket, limits: limits).bytes.text)
    }

    private var bare: TicketDraft { TicketDraft(call: CallID("c"), companyID: 1, reason: .providerFailed) }

    @Test func documentedTicketIsTheDocumentedBody() throws {
        // Same members in the same order, same values: only white space differs.
        #expect(try body(Tickets.documented) == JSONValue(text: Tickets.documentedBody))
    }

    @Test func unknownIsNull() throws {
        let expected = """
            {"call_uuid":"c","caller_id":null,"transcript":[],"summary":null,"provider":null,"language":null,"duration_seconds":null,"turns":null,\
            "avg_latency_ms":null,"handoff_reason":"provider_failed","queue_id":null,"secretary_uuid":null,"attach_recording":false,"conversation_id":null}
            """
        #expect(OmniPlayTicket.body(of: bare).bytes.text == expected)
    }

    @Test func recordingIsNamedWhereThereIsOne() throws {
        var ticket = bare
        ticket.recordingURL = "https://minio/rec/c.ogg"
        #expect(try body(ticket)["recording_url"] == "https://minio/rec/c.ogg")
        ticket.recordingURL = "https://minio/" + String(repeating: "x", count: 3_000)
        #expect(try body(ticket)["recording_url"] == nil)
    }

    @Test func anonymousCallerIsNull() throws {
        var ticket = bare
        ticket.caller = "anonymous"
        #expect(try body(ticket)["caller_id"] == .null)
    }

    @Test func longTranscriptKeepsItsEndAndSaysSo() throws {
        var ticket = Tickets.documented
        ticket.transcript = (0..<3_000).map { .init(.caller, "fala \($0)", spokenAt: Int64($0)) }
        let (bytes, omitted) = OmniPlayTicket.body(of: ticket)
        let lines = try #require(try JSONValue(bytes.span)["transcript"]?.arrayValue)
        #expect(lines.count + omitted == 3_000)
        #expect(omitted > 0 && lines.count > 1_000)
        #expect(bytes.count < 100_000)
        #expect(lines.last?["text"] == "fala 2999")
        #expect(lines.first?["text"]?.stringValue == "fala \(omitted)")
        #expect(try body(ticket)["summary"]?.stringValue?.hasSuffix("(Transcrição abreviada: falas iniciais omitidas: \(omitted).)") == true)
    }

    @Test func textsAreCutAtWholeCharactersAndEmptyOnesLeftOut() throws {
        var ticket = bare
        ticket.transcript = [.init(.caller, String(repeating: "ã", count: 3_000), spokenAt: 1), .init(.agent, "", spokenAt: 2)]
        ticket.summary = String(repeating: "€", count: 2_000)
        let body = try body(ticket)
        #expect(body["transcript"]?.arrayValue?.count == 1)
        #expect(body["transcript"]?.arrayValue?[0]["text"]?.stringValue == String(repeating: "ã", count: 2_000))
        #expect(body["summary"]?.stringValue == String(repeating: "€", count: 1_333))
    }

    @Test func controlCharactersDoNotGetThrough() throws {
        var ticket = bare
        ticket.transcript = [.init(.caller, "a\u{0}b\u{1B}[31m\nc\td\r", spokenAt: -7)]
        let line = try #require(try body(ticket)["transcript"]?.arrayValue?.first)
        #expect(line["text"] == "a b [31m\nc\td ")
        #expect(line["timestamp"] == 0)
    }
}
