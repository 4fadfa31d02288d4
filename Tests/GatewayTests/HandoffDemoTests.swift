import CallControl
import Foundation
import Glibc
import Testing

/// `make demo SCENARIO=1…4`: the document's four scenarios on real speech, through the executable.
@Suite(.serialized) struct HandoffDemoTests {
    private struct Run {
        let scenario: Int
        let folder: String
        let process: pid_t

        init(_ scenario: Int) throws {
            self.scenario = scenario
            folder = FileManager.default.temporaryDirectory.appending(path: "demo-\(scenario)-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let command = "exec '\(try GatewayProcess.executable().path)' demo --handoff \(scenario) --out '\(folder)' > '\(folder)/log' 2>&1"
            var words: [UnsafeMutablePointer<CChar>?] = ["/bin/sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
            defer { words.forEach { free($0) } }
            var process = pid_t()
            try #require(posix_spawn(&process, "/bin/sh", nil, nil, &words, environ) == 0)
            self.process = process
        }

        /// What it printed, and the call's record; it has two minutes.
        func end() throws -> (log: String, record: CallRecord) {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let deadline = Date().addingTimeInterval(120)
            var status: Int32 = 0
            while waitpid(process, &status, WNOHANG) == 0 {
                guard Date() < deadline else {
                    kill(process, SIGKILL)
                    waitpid(process, &status, 0)
                    break
                }
                usleep(50_000)
            }
            let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
            try #require(status == 0, "\(scenario): \(log)")
            let record = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/call.json")))
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/heard.wav")).count > 100_000)
            return (log, record)
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
