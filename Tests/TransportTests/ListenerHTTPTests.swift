import Testing

@testable import Transport

/// Plain HTTP on the listener, asked by curl.
@Suite struct ListenerHTTPTests {
    let runner = LoopRunner()
    let server: TestServer

    init() throws { server = try TestServer(runner) }

    private func curl(_ path: String, _ arguments: String...) throws -> Command.Outcome {
        try Command.run(["curl", "-sS", "-m", "10"] + arguments + ["http://127.0.0.1:\(server.port)\(path)"])
    }

    @Test func healthAnswers() throws {
        let answer = try curl("/health", "-i")
        #expect(answer.status == 0)
        #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.text.lowercased().contains("content-type: text/plain; charset=utf-8\r\n"))
        #expect(answer.text.lowercased().contains("content-length: 7\r\n"))
        #expect(answer.text.hasSuffix("\r\n\r\nok GET\n"))
    }

    @Test func headHasNoBody() throws {
        let answer = try curl("/health", "-I")
        #expect(answer.status == 0)
        #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.text.lowercased().contains("content-length: 8\r\n"))
        #expect(answer.text.hasSuffix("\r\n\r\n"))
        // On the wire as well.
        let raw = try RawSocket(port: server.port)
        try raw.send("HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try raw.receiveHead().hasPrefix("HTTP/1.1 200"))
        #expect(throws: RawSocket.Failure.self) { try raw.receive(exactly: 1) }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) func otherMethodsReachTheHandler(_ method: String) throws {
        let answer = try curl("/health", "-i", "-X", method)
        #expect(answer.text.contains("ok \(method)\n"))
    }

    @Test func unknownPathIs404() throws {
        let answer = try curl("/no%20where?x=1", "-i")
        #expect(answer.text.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(answer.text.hasSuffix("nothing here: /no%20where\n"))
    }

    @Test func longAnswersComeWhole() throws {
        #expect(try curl("/big").output == TestServer.big)
        #expect(try curl("/empty", "-i").text.lowercased().contains("content-length: 0\r\n"))
    }

    @Test func queryComesAsItWasSent() throws {
        #expect(try curl("/query?rate=16000&name=a%26b%20c&plus=1%2B1").text == "rate=16000&name=a%26b%20c&plus=1%2B1")
    }

    /// What is safe of libwebsockets' ways, see `WebSocketListener.write`.
    @Test func eachAnswerEndsItsConnection() throws {
        let answer = try curl("/health", "http://127.0.0.1:\(server.port)/big", "http://127.0.0.1:\(server.port)/health", "-w", "[%{num_connects}]")
        #expect(answer.status == 0)
        #expect(answer.text.hasSuffix("ok GET\n[1]"))
        #expect(server.reaches(0))
    }

    @Test func slowDownloadIsNotCutShort() throws {
        let raw = try RawSocket(port: server.port, receiveBuffer: 4_096)
        try raw.send("GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(try raw.receiveHead().lowercased().contains("content-length: 300000"))
        #expect(try raw.receive(exactly: 300_000) == TestServer.big)
    }

    @Test(arguments: [
        "\r\n\r\n", "GARBAGE\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}hello", "GET / HTTP/1.1\r\n" + String(repeating: "X-A: b\r\n", count: 5_000),
    ])
    func nonsenseIsNotAnswered(_ text: String) throws {
        let raw = try RawSocket(port: server.port)
        try? raw.send(text)
        raw.endWriting()
        let answer = String(decoding: raw.receiveAll(), as: UTF8.self)
        #expect(!answer.contains("HTTP/1.1 200"))
        #expect(server.reaches(0))
    }

    @Test func rejectedUpgradeSaysWhy() throws {
        let raw = try RawSocket(port: server.port)
        let head = try raw.upgrade("/reject/401")
        #expect(head.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
        let body = String(decoding: raw.receiveAll(), as: UTF8.self)
        #expect(body.contains("a bearer token is required"))
        #expect(server.reaches(0))
    }
}
