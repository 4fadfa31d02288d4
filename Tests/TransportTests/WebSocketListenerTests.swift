import Testing

@testable import Transport

/// Our listener against our own client, over real sockets.
@Suite struct WebSocketListenerTests {
    let runner = LoopRunner()
    let server: TestServer

    init() throws { server = try TestServer(runner) }

    @Test(arguments: [0, 1, 125, 126, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 1 << 20])
    func messagesOfEverySizeGoBothWays(_ size: Int) throws {
        let (client, taken) = try server.pair()
        let bytes = FrameParserTests.sample(size)
        let text = String(repeating: "é", count: size / 2)
        client.send(bytes)
        client.send(text)
        try taken.expect(.binary(bytes))
        try taken.expect(.text(text))
        taken.send(text)
        taken.send(bytes)
        try client.expect(.text(text))
        try client.expect(.binary(bytes))
    }

    @Test func manyMessagesKeepTheirOrder() throws {
        let client = Peer.dial(server.address("/echo"), on: runner) { $0.backlogLimit = 64 << 20 }
        try client.expect(.opened)
        runner.run { for index in 0..<3_000 { _ = client.socket?.send(.text, Array("\(index)".utf8).span) } }
        #expect(try client.events.next(3_000) == (0..<3_000).map { .text("\($0)") })
    }

    @Test(arguments: [1_000, 1_001, 1_008, 1_011, 3_000, 4_999]) func clientsCloseReachesTheServer(_ code: Int) throws {
        let (client, taken) = try server.pair()
        client.close(code, "fare well")
        try taken.expect(.closed(.init(cause: .peer, code: code, reason: "fare well")))
        try client.expect(.closed(.init(cause: .local, code: code, reason: "fare well")))
        #expect(server.reaches(0))
    }

    @Test(arguments: [1_000, 1_001, 1_008, 1_011, 3_000, 4_999]) func serversCloseReachesTheClient(_ code: Int) throws {
        let (client, taken) = try server.pair()
        let reason = String(repeating: "ä", count: 100)
        taken.close(code, reason)
        let cut = String(repeating: "ä", count: 61)
        try client.expect(.closed(.init(cause: .peer, code: code, reason: cut)))
        try taken.expect(.closed(.init(cause: .local, code: code, reason: cut)))
        #expect(server.reaches(0))
    }

    @Test func aPortThatSomebodyHasIsRefusedUnlessItIsShared() {
        let (port, loop) = (server.port, runner.loop)
        let failures = runner.run { [server] () -> [String?] in
            [false, true].map { shares in
                let second = WebSocketListener(loop: loop, options: .init(port: port, sharesPort: shares), handler: server)
                do throws(ListenFailure) { try second.open() } catch { return error.description }
                second.close()
                return nil
            }
        }
        #expect(failures == ["can't listen on 127.0.0.1:\(port): Address already in use", nil])
    }

    @Test func whatWasSentBeforeTheCloseArrives() throws {
        let (client, taken) = try server.pair()
        let bytes = FrameParserTests.sample(900_000)
        runner.run {
            _ = taken.socket?.send(.binary, bytes.span)
            _ = taken.socket?.send(.text, Array("last".utf8).span)
            taken.socket?.close(code: 1_000, reason: "done")
            #expect(taken.socket?.send(.text, Array("too late".utf8).span) == .closed)
        }
        try client.expect(.binary(bytes))
        try client.expect(.text("last"))
        try client.expect(.closed(.init(cause: .peer, code: 1_000, reason: "done")))
    }

    @Test func bothMayCloseAtOnce() throws {
        let (client, taken) = try server.pair()
        runner.run {
            client.socket?.close(code: 1_000, reason: "c")
            taken.socket?.close(code: 1_001, reason: "s")
        }
        guard case .closed = try client.events.next(), case .closed = try taken.events.next() else {
            Issue.record("both ends should have closed")
            return
        }
        #expect(server.reaches(0))
    }

    @Test func abortEndsBothAtOnce() throws {
        let (client, taken) = try server.pair()
        taken.abort()
        try taken.expect(.closed(.init(cause: .local, code: 1_006, reason: "")), within: 1)
        guard case .closed(let closure) = try client.events.next(within: 1) else { return }
        #expect(closure.code == 1_006)
        let (other, otherTaken) = try server.pair()
        other.abort()
        try other.expect(.closed(.init(cause: .local, code: 1_006, reason: "")), within: 1)
        guard case .closed(let lost) = try otherTaken.events.next(within: 1) else { return }
        #expect(lost.code == 1_006)
        #expect(server.reaches(0))
    }

    @Test func refusalIsACloseBehindTheUpgrade() throws {
        let client = Peer.dial(server.address("/refuse"), on: runner)
        try client.expect(.opened)
        try client.expect(.closed(.init(cause: .peer, code: 1_008, reason: "not here")))
        #expect(server.reaches(0))
    }

    @Test(arguments: [(401, "a bearer token is required"), (503, "full")]) func rejectionIsAnHTTPStatus(_ status: Int, _ body: String) throws {
        let client = Peer.dial(server.address("/reject/\(status)"), on: runner)
        guard case .failed(.http(let got, let text)) = try client.events.next() else {
            Issue.record("should have failed")
            return
        }
        #expect(got == status)
        #expect(text == body)
        #expect(server.reaches(0))
    }

    @Test func requestSaysWhoAndWhat() throws {
        let client = Peer.dial(server.address("/take/a%20b?x=1&y=%26z"), on: runner) {
            $0.headers = [("Authorization", "Bearer secret"), ("xi-api-key", "key")]
            $0.subprotocols = ["other", "convai"]
            $0.compactHeaders = true
            $0.offersDeflate = true
        }
        try client.expect(.opened)
        let request = try server.requests.next()
        #expect(request.path == "/take/a%20b")
        #expect(request.query == "x=1&y=%26z")
        #expect(request.authorization == "Bearer secret")
        #expect(request.apiKey == "key")
        #expect(request.peer == "127.0.0.1")
        #expect(client.subprotocol == "convai")
    }

    @Test(
        arguments: [
            (["realtime"], "realtime"), (["convai"], "convai"), (["unknown", "realtime"], "realtime"),
            (["realtime", "openai-insecure-api-key.sk-1", "openai-beta.realtime-v1"], "realtime"), ([], nil),
        ] as [([String], String?)])
    func subprotocolIsEchoed(_ asked: [String], _ got: String?) throws {
        let client = Peer.dial(server.address("/take"), on: runner) { $0.subprotocols = asked }
        try client.expect(.opened)
        #expect(client.subprotocol == got)
    }

    @Test(arguments: [1_001, 5_000, 100_000]) func messageTooLongIs1009(_ size: Int) throws {
        let client = Peer.dial(server.address("/short"), on: runner)
        try client.expect(.opened)
        let taken = try server.accepted.next()
        try taken.expect(.opened)
        client.send(FrameParserTests.sample(1_000))
        try taken.expect(.binary(FrameParserTests.sample(1_000)))
        client.send(FrameParserTests.sample(size))
        let reason = "a message is longer than 1000 bytes"
        try client.expect(.closed(.init(cause: .peer, code: 1_009, reason: reason)))
        try taken.expect(.closed(.init(cause: .local, code: 1_009, reason: reason)))
        #expect(server.reaches(0))
    }

    @Test func twoListenersOfOneLoopAreApart() throws {
        let other = try TestServer(runner)
        let (client, taken) = try server.pair()
        let (otherClient, otherTaken) = try other.pair()
        client.send("one")
        otherClient.send("two")
        try taken.expect(.text("one"))
        try otherTaken.expect(.text("two"))
        #expect(server.connections == 1)
        #expect(other.connections == 1)
    }

    @Test func addressThatCannotBeUsedIsAnError() {
        #expect(throws: ListenFailure.self) { try TestServer(runner, host: "192.0.2.1") }
        #expect(throws: ListenFailure.self) { try TestServer(runner, host: "no-address") }
        #expect(throws: ListenFailure.self) { try TestServer(runner, tls: ServerTLS(certificateFile: "/nowhere.pem", keyFile: "/nowhere.key")) }
    }
}
