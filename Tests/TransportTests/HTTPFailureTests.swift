import Testing

@testable import Transport

/// How far a request got is told apart, since what is done about it differs.
@Suite struct HTTPFailureTests {
    private let client = HTTPClient()

    private func failure(_ url: String, timeout: Duration = .seconds(5), _ serve: ((RawSocket) throws -> Void)? = nil, _ server: RawServer? = nil) throws
        -> HTTPFailure.Kind
    {
        let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
        client.send(HTTPRequest(method: "POST", url: url, body: Array("{}".utf8), timeout: timeout, maxResponse: 100)) { answers.post($0) }
        if let server, let serve { try serve(try server.accept()) }
        guard case .failure(let failure) = try answers.next() else { throw RawSocket.Failure(text: "an answer") }
        return failure.kind
    }

    @Test func eachKindIsKnown() throws {
        let server = RawServer()
        let url = "http://127.0.0.1:\(server.port)/"
        var kept: RawSocket?
        #expect(try failure("http://no-such-host.invalid/") == .unreachable)
        #expect(try failure("http://127.0.0.1:1/") == .unreachable)
        #expect(try failure(url, timeout: .milliseconds(100), { kept = $0 }, server) == .timedOut)
        #expect(
            try failure(
                url, timeout: .seconds(5),
                { socket in
                    _ = try socket.receive(exactly: 10); socket.resetOnClose()
                }, server) == .interrupted)
        #expect(
            try failure(
                url, timeout: .seconds(5),
                { socket in
                    _ = try socket.receiveHead(); socket.endWriting()
                }, server) == .interrupted)
        #expect(
            try failure(
                url, timeout: .seconds(5),
                { socket in
                    try socket.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"); socket.endWriting()
                }, server)
                == .interrupted)
        #expect(
            try failure(
                url, timeout: .seconds(5),
                { socket in
                    try socket.send("SSH-2.0-OpenSSH\r\n"); socket.endWriting()
                }, server) == .garbled)
        #expect(
            try failure(
                url, timeout: .seconds(5), { try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + String(repeating: "x", count: 101)) }, server)
                == .garbled)
        #expect(try failure("file:///etc/passwd") != .unreachable)
        #expect(kept != nil)
        client.stop()
    }

    @Test func strangersCertificateIsUntrusted() throws {
        let certificates = try TestCertificates()
        let runner = LoopRunner()
        let server = try TestServer(runner, tls: try certificates.sign("good", names: "IP:127.0.0.1"))
        #expect(try failure("https://127.0.0.1:\(server.port)/health") == .untrusted)
        client.stop()
    }

    /// On a connection that died unnoticed curl sends again by itself; where that must not be, a fresh one is taken.
    @Test func freshConnectionSendsOnce() throws {
        let server = RawServer()
        for kind in [HTTPRequest.Connection.pooled, .fresh] {
            let answers = Mailbox<Result<HTTPResponse, HTTPFailure>>()
            let ask = { client.send(HTTPRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/", body: [0x78], connection: $0)) { answers.post($0) } }
            ask(.fresh)
            var first: RawSocket? = try server.accept()
            _ = try first?.receiveHead()
            try first?.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try answers.next().get().status == 200)
            ask(kind)
            if kind == .pooled {
                // The second request comes on the open connection, which is then cut: it comes again.
                _ = try first?.receive(exactly: 1)
                _ = try first?.receiveHead()
                first = nil
            }
            let second = try server.accept()
            _ = try second.receiveHead()
            try second.send("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try answers.next().get().status == 204)
            first = nil
        }
        client.stop()
    }
}
