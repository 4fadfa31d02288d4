import Testing

@testable import Transport

/// Bodies of requests, headers that are asked for, and the ways not to answer; clients are curl and bare sockets.
@Suite struct RequestBodyTests {
    let runner = LoopRunner()
    let server: BodyServer

    init() throws { server = try BodyServer(runner) }

    private func curl(_ path: String, _ arguments: String...) throws -> Command.Outcome {
        try Command.run(["curl", "-sS", "-m", "10"] + arguments + ["http://127.0.0.1:\(server.port)\(path)"])
    }

    private func request(_ path: String, _ head: String, _ body: String = "") -> String { "POST \(path) HTTP/1.1\r\nHost: a\r\n\(head)\r\n\(body)" }

    @Test func bodyAndHeadersComeWhole() throws {
        let answer = try curl("/echo?a=b", "-i", "-d", #"{"a":"ã"}"#, "-H", "Content-Type: application/json", "-H", "X-Company-ID: 7", "-H", "Other: x")
        #expect(answer.text.hasPrefix("HTTP/1.1 201 "))
        #expect(answer.text.hasSuffix("\r\n\r\n{\"a\":\"ã\"}"))
        let request = try server.requests.next()
        #expect(request.method == "POST" && request.path == "/echo" && request.query == "a=b")
        #expect(request.headers == ["content-type": "application/json", "x-company-id": "7"])
        #expect(request.body == Array(#"{"a":"ã"}"#.utf8))
    }

    @Test(arguments: [0, 1, 4_096, 65_537, 100_000]) func bodiesOfEachLength(_ length: Int) throws {
        let raw = try RawSocket(port: server.port)
        try raw.send(request("/length", "Content-Length: \(length)\r\n", String(repeating: "x", count: length)))
        #expect(try raw.receiveHead().hasPrefix("HTTP/1.1 200"))
        #expect(try server.requests.next().body.count == length)
    }

    /// libwebsockets 4.1.6 would go on with the connection, and never find the end of what came with the first.
    @Test(arguments: ["GET /length", "HEAD /length", "POST /length", "POST /late", "POST /promised", "POST /silent"])
    func requestsInOnePacketHoldUpNobody(_ first: String) throws {
        let second = request("/length", "Content-Length: 5\r\n", "hello")
        for cut in [0, 2] {
            let raw = try RawSocket(port: server.port)
            try raw.send("\(first) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + second.dropLast(cut))
            if !first.hasSuffix("silent") { #expect(try raw.receiveHead().contains("connection: close")) }
            let other = try RawSocket(port: server.port)
            try other.send(second)
            #expect(try other.receiveHead().hasPrefix("HTTP/1.1 200"))
        }
        runner.run {}
        #expect(runner.loop.load.busy < 0.9)
    }

    @Test func anAnswerMayComeFromAnotherThread() throws {
        let answer = try curl("/promised", "-i", "-d", "abc")
        #expect(answer.text.hasPrefix("HTTP/1.1 200 ") && answer.text.contains("x-more: yes") && answer.text.hasSuffix("promised 3"), "\(answer.text)")
    }

    @Test func bodyMayComeByteByByte() throws {
        for (body, text) in [("abc", "3"), ("", "0"), ("defgh", "5")] {
            let raw = try RawSocket(port: server.port)
            for character in request("/length", "Content-Length: \(body.utf8.count)\r\n", body) { try raw.send(String(character)) }
            #expect(try raw.receiveHead().hasPrefix("HTTP/1.1 200"))
            #expect(try raw.receive(exactly: 1) == Array(text.utf8))
            #expect(try server.requests.next().body == Array(body.utf8))
        }
    }

    @Test(arguments: [
        ("Content-Length: 100001\r\n", "413"), ("Content-Length: 99999999999999999999\r\n", "411"), ("Transfer-Encoding: chunked\r\n", "411"),
        ("Content-Length: -1\r\n", "411"), ("Content-Length: 5, 5\r\n", "411"),
    ]) func whatCannotBeTakenIsRefusedUnread(_ header: String, _ status: String) throws {
        let raw = try RawSocket(port: server.port)
        try raw.send(request("/length", header))
        #expect(String(decoding: raw.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 \(status) "))
        #expect(server.requests.isEmpty)
        #expect(server.reaches(0))
    }

    @Test func requestWithoutBodyIsServed() throws {
        #expect(try curl("/length").text == "0")
        #expect(try curl("/length", "-X", "POST").text == "0")
        #expect(try curl("/length", "-X", "DELETE").text == "0")
    }

    @Test func lateAnswerIsLate() throws {
        let before = monotonicNow()
        #expect(try curl("/late", "-d", "abc").text == "late 3")
        #expect(monotonicNow() - before >= 200_000_000)
        #expect(try curl("/late", "http://127.0.0.1:\(server.port)/length").text == "0late 0")
    }

    @Test func clientThatGoesBeforeALateAnswerIsForgotten() throws {
        let raw = try RawSocket(port: server.port)
        try raw.send(request("/late", "Content-Length: 1\r\n", "x"))
        _ = try server.requests.next()
        raw.resetOnClose()
        raw.endWriting()
        #expect(server.reaches(0))
        #expect(try curl("/length", "-d", "still there").text == "11")
    }

    @Test func silenceLastsUntilTheClientGoes() throws {
        #expect(try curl("/silent", "-d", "x", "-m", "0.3").status == 28)
        _ = try server.requests.next()
        #expect(server.reaches(0))
    }

    @Test func cutsAreCuts() throws {
        // 52: nothing came; 56: reset.
        #expect([52, 56].contains(try curl("/cut", "-d", "x").status))
        #expect(try server.requests.next().body == Array("x".utf8))
        #expect([52, 55, 56].contains(try curl("/refused", "-d", "x").status))
        #expect(server.requests.isEmpty)
        // 18: a part of what was announced.
        #expect(try curl("/raw", "-d", "x").status == 18)
        #expect(server.reaches(0))
    }

    @Test func requestCutInItsBodyIsNone() throws {
        let raw = try RawSocket(port: server.port)
        try raw.send(request("/length", "Content-Length: 10\r\n", "half"))
        raw.endWriting()
        #expect(raw.receiveAll().isEmpty)
        #expect(server.requests.isEmpty)
        #expect(server.reaches(0))
    }

    @Test func overTLSToo() throws {
        let certificates = try TestCertificates()
        let secure = try BodyServer(runner, tls: try certificates.sign("good", names: "IP:127.0.0.1"))
        let body = String(repeating: "y", count: 50_000)
        let answer = try Command.run([
            "curl", "-sS", "-m", "10", "--cacert", certificates.authority, "-d", body, "https://127.0.0.1:\(secure.port)/length",
        ])
        #expect(answer.text == "50000")
    }
}
