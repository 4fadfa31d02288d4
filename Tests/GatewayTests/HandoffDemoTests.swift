import CallControl
import Foundation
import Testing

/// `make demo SCENARIO=1…4`: the document's four scenarios on real speech, through the executable.
@Suite(.serialized) struct HandoffDemoTests {
    private struct Run {
        let scenario: Int
        private let command: CommandRun

        init(_ scenario: Int) throws {
            self.scenario = scenario
            command = try CommandRun(["demo", "--handoff", "\(scenario)", "--out", "FOLDER"])
        }

        /// What it printed, and the call's record.
        func end() throws -> (log: String, record: CallRecord) {
            defer { command.remove() }
            let (status, log) = command.end()
            try #require(status == 0, "\(scenario): \(log)")
            #expect(try command.data("heard.wav").count > 100_000)
            return (log, try JSONDecoder().decode(CallRecord.self, from: command.data("call.json")))
        }
    }

    private static func expectTicket(_ run: (log: String, record: CallRecord), reason: String, said: String, _ scenario: Int) throws {
        #expect(run.record.status == "ticket_created" && run.record.handoff_reason == reason, "\(scenario): \(run.log)")
        let number = try #require(run.record.handoff?.protocol_number)
        let texts = run.record.transcript.filter { $0.role == "assistant" }.map(\.text)
        #expect(texts.contains { $0.hasPrefix(said) } && texts.last?.contains(number.map(String.init).joined(separator: " ")) == true, "\(texts)")
        #expect(run.log.contains("POST /api/tickets/realtime-handoff → 201"))
    }

    @Test(.timeLimit(.minutes(4))) func theDocumentsScenariosRunOnRealSpeech() throws {
        let runs = try (1...4).map { try Run($0) }
        let results = try runs.map { try $0.end() }
        let (transferred, nobody, turns, closed) = (results[0], results[1], results[2], results[3])
        #expect(transferred.record.status == "transferred" && transferred.record.handoff?.reason == "keyword_detected", "\(transferred.log)")
        #expect(transferred.log.contains("uuid_bridge") && !transferred.log.contains("POST /api/tickets"))
        try Self.expectTicket(nobody, reason: "keyword_detected", said: "No momento não temos atendentes disponíveis.", 2)
        #expect(turns.record.status == "transferred" && turns.record.handoff?.reason == "max_turns", "\(turns.log)")
        #expect(turns.record.transcript.contains { $0.text.hasPrefix("Percebo que precisamos de mais ajuda.") })
        try Self.expectTicket(closed, reason: "outside_hours", said: "Nosso horário de atendimento humano é", 4)
        // The message he was asked for is part of the ticket.
        let ticket = try #require(closed.log.split(separator: "\n").first { $0.contains("ticket 12345: {") })
        #expect(ticket.contains("O meu número é nove, oito, sete, seis, cinco, quatro."))
    }
}
