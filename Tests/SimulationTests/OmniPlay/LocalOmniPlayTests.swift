import CallControl
import Foundation
import Simulation
import Testing
import WireProtocols

/// The stand-in on a real port, asked by curl.
@Suite struct LocalOmniPlayTests {
    private static let token = "a1b2c3d4e5f6789012345678901234567890abcdef1234567890abcdef123456"
    private let headers = "-H 'Authorization: Bearer \(token)' -H 'X-Service-Name: voice-ai-realtime' -H 'X-Company-Id: 1'"

    private func started(_ change: (inout OmniPlayBehaviour) -> Void = { _ in }, journal: String? = nil) throws -> (LocalOmniPlay, Int) {
        var behaviour = OmniPlayBehaviour(token: Self.token)
        change(&behaviour)
        let omniplay = try LocalOmniPlay(behaviour, journal: journal)
        return (omniplay, try omniplay.start())
    }

    private func post(_ port: Int, _ call: String, _ options: String = "") throws -> (status: Int, json: JSONValue?) {
        let outcome = try Shell.run(
            """
            curl -s -m 5 -w '\\n%{http_code}' \(headers) -H 'Content-Type: application/json' \(options) \
            -d '{"call_uuid":"\(call)"}' http://127.0.0.1:\(port)/api/tickets/realtime-handoff
            """)
        let lines = outcome.output.split(separator: "\n")
        return (Int(lines.last ?? "") ?? 0, lines.count > 1 ? try? JSONValue(text: String(lines[0])) : nil)
    }

    /// The document's two commands, letter by letter. curl's own configuration leads `localhost:8080` to the stand-in's port.
    private static let documentedCommands = (
        agents: """
        curl -X GET "http://localhost:8080/api/voice/agents/online" \\
          -H "Authorization: Bearer $SERVICE_TOKEN" \\
          -H "X-Service-Name: voice-ai-realtime" \\
          -H "X-Company-Id: 1"
        """,
        ticket: """
        curl -X POST "http://localhost:8080/api/tickets/realtime-handoff" \\
          -H "Authorization: Bearer $SERVICE_TOKEN" \\
          -H "X-Service-Name: voice-ai-realtime" \\
          -H "X-Company-Id: 1" \\
          -H "Content-Type: application/json" \\
          -d '{
            "call_uuid": "test-123",
            "caller_id": "+5511999998888",
            "transcript": [{"role": "user", "text": "Teste", "timestamp": 1705000000000}],
            "summary": "Teste de handoff",
            "provider": "test",
            "handoff_reason": "manual_test"
          }'
        """
    )

    @Test func documentedCommandsWorkVerbatim() throws {
        let (omniplay, port) = try started { $0.setOnline(2) }
        defer { omniplay.stop() }
        let home = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        try Data("connect-to = \"localhost:8080:127.0.0.1:\(port)\"\n".utf8).write(to: home.appending(path: ".curlrc"))
        let environment = ["SERVICE_TOKEN": Self.token, "CURL_HOME": home.path(), "HOME": home.path()]
        let agents = try Shell.run(Self.documentedCommands.agents, environment: environment)
        #expect(try JSONValue(text: agents.output)["dialString"] == "user/200 & user/201")
        let ticket = try Shell.run(Self.documentedCommands.ticket, environment: environment)
        #expect(try JSONValue(text: ticket.output)["ticket_id"] == 12_345)
        #expect(omniplay.tickets.map(\.callUUID) == ["test-123"])
        #expect(omniplay.tickets[0].body["transcript"]?.arrayValue?.count == 1)
        let refused = try Shell.run(Self.documentedCommands.ticket, environment: environment.merging(["SERVICE_TOKEN": "wrong"]) { $1 })
        #expect(refused.output == #"{"error":"ERR_SESSION_EXPIRED"}"#)
    }

    @Test(arguments: [
        "-H 'X-Service-Name: voice-ai-realtime' -H 'X-Company-Id: 1'", "-H 'Authorization: Bearer \(token)' -H 'X-Company-Id: 1'",
        "-H 'Authorization: Bearer \(token)' -H 'X-Service-Name: voice-ai-realtime'",
        "-H 'Authorization: Bearer \(token)' -H 'X-Service-Name: voice-ai-realtime' -H 'X-Company-Id: one'",
        "-H 'Authorization: Basic \(token)' -H 'X-Service-Name: voice-ai-realtime' -H 'X-Company-Id: 1'",
        "-H 'Authorization: Bearer \(token)' -H 'X-Service-Name: other' -H 'X-Company-Id: 1'",
    ]) func withoutAllThreeHeadersNobodyComesIn(_ headers: String) throws {
        let (omniplay, port) = try started()
        defer { omniplay.stop() }
        let outcome = try Shell.run("curl -s -w ' %{http_code}' \(headers) http://127.0.0.1:\(port)/api/voice/agents/online")
        #expect(outcome.output == #"{"error":"ERR_SESSION_EXPIRED"} 401"#)
    }

    @Test func backEndWithoutTokenRefusesEverybody() throws {
        let (omniplay, port) = try started { $0.token = nil }
        defer { omniplay.stop() }
        #expect(try post(port, "c").status == 401)
    }

    @Test(
        arguments: [(OmniPlayBehaviour.Repetition.conflict, 409, 12_345), (.bareConflict, 409, nil), (.same, 200, 12_345)]
            as [(OmniPlayBehaviour.Repetition, Int, Int?)])
    func callGetsOneTicketHoweverOftenItComes(_ repetition: OmniPlayBehaviour.Repetition, _ status: Int, _ id: Int?) throws {
        let (omniplay, port) = try started { $0.repetition = repetition }
        defer { omniplay.stop() }
        #expect(try post(port, "c", "-H 'Idempotency-Key: c:handoff'").status == 201)
        let again = try post(port, "c", "-H 'Idempotency-Key: c:handoff'")
        #expect(again.status == status && again.json?["ticket_id"]?.intValue == id)
        #expect(try post(port, "d", "-H 'Idempotency-Key: c:handoff'").status == 422)
        #expect(omniplay.tickets.count == 1 && omniplay.tickets[0].repetitions == 1 && omniplay.tickets[0].idempotencyKey == "c:handoff")
    }

    /// What curl sees of each fault, and whether the ticket is there.
    @Test(arguments: [
        ("timeout", 28, 0, 0), ("timeout-after", 28, 0, 1), ("slow:300", 0, 201, 1), ("status:500", 0, 500, 0), ("status-after:502", 0, 502, 1),
        ("expired", 0, 401, 0), ("garbage", 0, 200, 0), ("noise", 1, 0, 0), ("cut-before", 52, 0, 0), ("cut-after", 52, 0, 1), ("cut-answer", 18, 201, 1),
    ]) func faultsAreWhatTheySay(_ fault: String, _ exit: Int32, _ status: Int, _ tickets: Int) throws {
        let (omniplay, port) = try started { $0.faults = [OmniPlayFaultRule("tickets=\(fault)@1")].compactMap { $0 } }
        defer { omniplay.stop() }
        let outcome = try Shell.run(
            """
            curl -s -m 1 -o /dev/null -w '%{http_code}' \(headers) -H 'Content-Type: application/json' -d '{"call_uuid":"c"}' \
            http://127.0.0.1:\(port)/api/tickets/realtime-handoff
            """)
        // A connection that is cut may show as an empty answer or as a reset.
        #expect(outcome.status == exit || (exit == 52 && [55, 56].contains(outcome.status)))
        #expect(Int(outcome.output) == status)
        #expect(omniplay.tickets.count == tickets)
        // Only the first request is hit.
        #expect(try post(port, "c").status == (tickets == 0 ? 201 : 409))
        #expect(omniplay.tickets.count == 1)
    }

    @Test func behaviourChangesAtRunTime() throws {
        let (omniplay, port) = try started()
        defer { omniplay.stop() }
        let put = try Shell.run(
            "curl -s -X PUT -d '{\"online\":1,\"spelling\":\"snake\",\"faults\":[\"tickets=status:503@1\"]}' http://127.0.0.1:\(port)/control/behaviour")
        #expect(try JSONValue(text: put.output)["online"] == 1)
        let agents = try Shell.run("curl -s \(headers) http://127.0.0.1:\(port)/api/voice/agents/online?queue_id=5")
        #expect(try JSONValue(text: agents.output)["dial_string"] == "user/200")
        #expect(try post(port, "c").status == 503)
        #expect(try post(port, "c").status == 201)
        let wrong = try Shell.run("curl -s -w ' %{http_code}' -X PUT -d '{\"faults\":[\"no\"]}' http://127.0.0.1:\(port)/control/behaviour")
        #expect(wrong.output.hasSuffix(" 400"))
        let listed = try JSONValue(text: Shell.run("curl -s http://127.0.0.1:\(port)/control/tickets").output)
        #expect(listed["tickets"]?.arrayValue?.first?["body"] == ["call_uuid": "c"])
        let requests = try JSONValue(text: Shell.run("curl -s http://127.0.0.1:\(port)/control/requests").output)["requests"]?.arrayValue ?? []
        #expect(requests.map { $0["outcome"]?.stringValue } == ["200", "status(503)", "201"])
        #expect(requests.first?["target"] == "/api/voice/agents/online?queue_id=5")
        #expect(requests.first?["headers"]?["x-company-id"] == "1")
        _ = try Shell.run("curl -s -X DELETE http://127.0.0.1:\(port)/control/tickets")
        #expect(omniplay.tickets.isEmpty)
    }

    @Test func ticketsSurviveTheStandIn() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tickets-\(UUID().uuidString).jsonl").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let (first, port) = try started(journal: file)
        #expect(try post(port, "c1").status == 201)
        #expect(try post(port, "c2").status == 201)
        first.stop()
        // A line that was being written when the process was killed is no ticket.
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"call_uuid":"c3","comp"#.utf8))
        try handle.close()
        let (second, again) = try started(journal: file)
        defer { second.stop() }
        #expect(second.tickets.map(\.callUUID) == ["c1", "c2"])
        #expect(try post(again, "c1").status == 409)
        #expect(try post(again, "c3").json?["ticket_id"] == 12_347)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { (try? JSONValue(text: String($0))) != nil })
    }

    @Test func strangeRequestsGetStrangersAnswers() throws {
        let (omniplay, port) = try started { $0.bodyLimit = 1_000 }
        defer { omniplay.stop() }
        let ask = { (options: String, path: String) in
            try Shell.run("curl -s -o /dev/null -w '%{http_code}' \(headers) \(options) http://127.0.0.1:\(port)\(path)").output
        }
        #expect(try ask("", "/api/tickets/realtime-handoff") == "404")
        #expect(try ask("", "/") == "404")
        #expect(try ask("-d '{}'", "/api/tickets/realtime-handoff") == "400")
        #expect(try ask("-H 'Content-Type: application/json' -d '{'", "/api/tickets/realtime-handoff") == "400")
        #expect(try ask("-H 'Content-Type: application/json' -d '\(String(repeating: "x", count: 1_001))'", "/api/tickets/realtime-handoff") == "413")
        #expect(try ask("", "/control/nothing") == "404")
        #expect(omniplay.tickets.isEmpty)
    }
}
