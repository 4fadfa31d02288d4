import Testing

@testable import Transport

@Suite struct HTTPClientTests {
    let runner = LoopRunner()
    let client = HTTPClient()

    private func send(_ request: HTTPRequest, within seconds: Double = 10) throws -> Result<HTTPResponse, HTTPFailure> {
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        client.send(request) { answers.post($0) }
        return try answers.next(within: seconds)
    }

    @Test func answersComeBack() throws {
        let server = try TestServer(runner)
        let base = "http://127.0.0.1:\(server.port)"
        #expect(try send(HTTPRequest(url: base + "/health")) == .success(HTTPResponse(status: 200, body: Array("ok GET\n".utf8))))
        #expect(try send(HTTPRequest(url: base + "/big")) == .success(HTTPResponse(status: 200, body: TestServer.big)))
        #expect(try send(HTTPRequest(url: base + "/none")).get().status == 404)
        #expect(try send(HTTPRequest(method: "HEAD", url: base + "/health")) == .success(HTTPResponse(status: 200, body: [])))
        client.stop()
    }

    @Test func requestIsWhatItShouldBe() throws {
        let server = RawServer()
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        client.send(
            HTTPRequest(
                method: "POST", url: "http://127.0.0.1:\(server.port)/a?b=c",
                headers: [("Authorization", "Bearer x"), ("X-Evil", "a\r\nX-More: b"), ("X-Empty", "")],
                body: Array("{}".utf8))
        ) { answers.post($0) }
        let raw = try server.accept()
        let head = try raw.receiveHead()
        #expect(head.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(head.contains("\r\nAuthorization: Bearer x\r\n"))
        #expect(head.contains("\r\nContent-Length: 2\r\n"))
        #expect(!head.contains("X-More") && !head.contains("Expect"))
        #expect(try raw.receive(exactly: 2) == Array("{}".utf8))
        try raw.send("HTTP/1.1 204 No Content\r\n\r\n")
        #expect(try answers.next() == .success(HTTPResponse(status: 204, body: [])))
        client.stop()
    }

    @Test func postWithoutBodySaysSo() throws {
        let server = RawServer()
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        client.send(HTTPRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/")) { answers.post($0) }
        let raw = try server.accept()
        #expect(try raw.receiveHead().contains("\r\nContent-Length: 0\r\n"))
        try raw.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try answers.next().get().status == 200)
        client.stop()
    }

    @Test func failuresAreWords() throws {
        let server = RawServer()
        #expect(throws: HTTPFailure.self) { try send(HTTPRequest(url: "http://127.0.0.1:\(server.port)/secret?key=s", timeout: .milliseconds(200))).get() }
        #expect(throws: HTTPFailure.self) { try send(HTTPRequest(url: "http://no-such-host.invalid/")).get() }
        #expect(throws: HTTPFailure.self) { try send(HTTPRequest(url: "file:///etc/passwd")).get() }
        #expect(throws: HTTPFailure.self) { try send(HTTPRequest(url: "not an address")).get() }
        let listener = try TestServer(runner)
        #expect(
            try send(HTTPRequest(url: "http://127.0.0.1:\(listener.port)/big", maxResponse: 1_000))
                == .failure(HTTPFailure(description: "the response is longer than 1000 bytes", kind: .garbled)))
        client.stop()
    }

    @Test func certificateIsVerified() throws {
        let certificates = try TestCertificates()
        let server = try TestServer(runner, tls: try certificates.sign("good", names: "IP:127.0.0.1"))
        let url = "https://127.0.0.1:\(server.port)/health"
        #expect(try send(HTTPRequest(url: url, extraCAFile: certificates.authority)).get().status == 200)
        #expect(throws: HTTPFailure.self) { try send(HTTPRequest(url: url)).get() }
        client.stop()
    }

    @Test func manyAtOnceAndTooMany() throws {
        let server = try TestServer(runner)
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        for _ in 0..<300 { client.send(HTTPRequest(url: "http://127.0.0.1:\(server.port)/health", timeout: .seconds(30))) { answers.post($0) } }
        #expect(try answers.next(300).allSatisfy { (try? $0.get().status) == 200 })
        let silent = RawServer(backlog: 1)
        for _ in 0..<1_100 { client.send(HTTPRequest(url: "http://127.0.0.1:\(silent.port)/", timeout: .seconds(30))) { answers.post($0) } }
        for _ in 0..<76 { #expect(try answers.next() == .failure(HTTPFailure(description: "too many requests are under way"))) }
        // Stopping answers all the others.
        client.stop()
        #expect(try answers.next(1_024).allSatisfy { (try? $0.get()) == nil })
        let late = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        client.send(HTTPRequest(url: "http://127.0.0.1/")) { late.post($0) }
        #expect(throws: HTTPFailure.self) { try late.next().get() }
    }
}
