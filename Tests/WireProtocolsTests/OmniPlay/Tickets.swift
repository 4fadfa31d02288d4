import CallControl

/// The ticket of OmniPlay's documentation, as a value and as the body it must become.
enum Tickets {
    static var documented: TicketDraft {
        var ticket = TicketDraft(call: CallID("abc123-def456-ghi789"), companyID: 1, reason: .keywordDetected)
        ticket.caller = "11999998888"
        ticket.transcript = [
            .init(.agent, "Olá! Como posso ajudar?", spokenAt: 1_705_000_001_000), .init(.caller, "Quero falar com um atendente", spokenAt: 1_705_000_005_000),
            .init(.agent, "Claro! Vou verificar...", spokenAt: 1_705_000_006_000),
        ]
        ticket.summary = TicketSummary(reason: .keywordDetected, occasion: .nobodyOnline).text(language: "pt-BR")
        ticket.provider = "elevenlabs_conversational"
        ticket.language = "pt-BR"
        ticket.durationSeconds = 45
        ticket.turns = 3
        ticket.averageLatencyMilliseconds = 320
        ticket.queueID = 5
        ticket.secretary = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
        ticket.attachesRecording = true
        ticket.conversationID = "conv_123456789"
        return ticket
    }

    static let documentedBody = """
        {
          "call_uuid": "abc123-def456-ghi789",
          "caller_id": "+5511999998888",
          "transcript": [
            {"role": "assistant", "text": "Olá! Como posso ajudar?", "timestamp": 1705000001000},
            {"role": "user", "text": "Quero falar com um atendente", "timestamp": 1705000005000},
            {"role": "assistant", "text": "Claro! Vou verificar...", "timestamp": 1705000006000}
          ],
          "summary": "Cliente solicitou atendimento humano. Não havia atendentes disponíveis.",
          "provider": "elevenlabs_conversational",
          "language": "pt-BR",
          "duration_seconds": 45,
          "turns": 3,
          "avg_latency_ms": 320,
          "handoff_reason": "keyword_detected",
          "queue_id": 5,
          "secretary_uuid": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
          "attach_recording": true,
          "conversation_id": "conv_123456789"
        }
        """

    /// Anything that a call, a database or a caller may put into a ticket.
    static func random(using generator: inout some RandomNumberGenerator) -> TicketDraft {
        var ticket = TicketDraft(call: CallID(text(1...300, &generator)), companyID: maybe(&generator) { Int.random(in: 1...9, using: &$0) }, reason: .maxTurns)
        ticket.reason = HandoffReason.allCases.randomElement(using: &generator) ?? .maxTurns
        ticket.caller = maybe(&generator) { Bool.random(using: &$0) ? "\(UInt64.random(in: 0...99_999_999_999_999_999, using: &$0))" : text(0...40, &$0) }
        let lines = Int.random(in: 0...5, using: &generator) == 0 ? 2_500 : Int.random(in: 0...30, using: &generator)
        ticket.transcript = (0..<lines).map { _ in
            .init(
                Bool.random(using: &generator) ? .caller : .agent, text(0...(lines > 100 ? 80 : 6_000), &generator),
                spokenAt: Int64.random(in: -5...1_800_000_000_000, using: &generator))
        }
        ticket.summary = maybe(&generator) { text(0...5_000, &$0) }
        ticket.provider = maybe(&generator) { text(0...300, &$0) }
        ticket.language = maybe(&generator) { ["pt-BR", "es", "en-US", "de"].randomElement(using: &$0) ?? "" }
        ticket.durationSeconds = maybe(&generator) { Int.random(in: -1...100_000, using: &$0) }
        ticket.turns = maybe(&generator) { Int.random(in: 0...1_000, using: &$0) }
        ticket.averageLatencyMilliseconds = maybe(&generator) { Int.random(in: 0...20_000, using: &$0) }
        ticket.queueID = maybe(&generator) { Int.random(in: 0...99, using: &$0) }
        ticket.secretary = maybe(&generator) { text(1...64, &$0) }
        ticket.attachesRecording = Bool.random(using: &generator)
        ticket.recordingURL = maybe(&generator) { "https://minio.local/rec/" + text(0...3_000, &$0) }
        ticket.conversationID = maybe(&generator) { text(0...300, &$0) }
        return ticket
    }

    private static func maybe<Value, Generator: RandomNumberGenerator>(_ generator: inout Generator, _ make: (inout Generator) -> Value) -> Value? {
        Int.random(in: 0...3, using: &generator) == 0 ? nil : make(&generator)
    }

    private static let alphabet: [Unicode.Scalar] = Array("aãçÉ 1\"\\/\n\t\r\u{0}\u{1B}\u{7F}\u{2028}\u{85}€😀👩‍🦰\u{301}\u{FFFF}{}[]:,".unicodeScalars)

    private static func text<Generator: RandomNumberGenerator>(_ length: ClosedRange<Int>, _ generator: inout Generator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: length, using: &generator) { scalars.append(alphabet.randomElement(using: &generator) ?? "a") }
        return String(scalars)
    }
}
