import Glibc
import Testing

@testable import Transport

/// Our client against servers played by hand.
@Suite struct ClientWebSocketTests {
    let runner = LoopRunner()
    let server = RawServer()

    private func dial(_ path: String = "/", change: (inout DialTarget) -> Void = { _ in }) -> Peer {
        Peer.dial("ws://127.0.0.1:\(server.port)\(path)", on: runner, change: change)
    }

    private func open(change: (inout DialTarget) -> Void = { _ in }) throws -> (client: Peer, raw: RawSocket) {
        let client = dial(change: change)
        let raw = try server.acceptWebSocket()
        try client.expect(.opened)
        return (client, raw)
    }

    private func failure(_ peer: Peer, within seconds: Double = 10) throws -> DialFailure {
        let event = try peer.events.next(within: seconds)
        guard case .failed(let failure) = event else { throw Mailbox<Peer>.Late(description: "\(event) instead of a failure") }
        return failure
    }

    // MARK: Dialling

    @Test func unknownNameIsSaid() throws {
        let client = Peer.dial("ws://no-such-host.invalid/", on: runner)
        #expect(try failure(client) == .unknownHost("no-such-host.invalid"))
    }

    @Test func nameIsResolvedAndTimed() throws {
        let client = Peer.dial("ws://localhost:\(server.port)/", on: runner)
        let raw = try server.acceptWebSocket()
        try client.expect(.opened)
        let timing = runner.run { (client.socket as? ClientWebSocket)?.timing }
        raw.endWriting()
        #expect((timing?.connected ?? .zero) > .zero)
        #expect((timing?.upgraded ?? .zero) > .zero)
    }

    @Test func refusedConnectionIsSaid() throws {
        let port = RawServer().port
        let problem = try failure(Peer.dial("ws://127.0.0.1:\(port)/", on: runner))
        #expect(problem == .unreachable("connect: Connection refused"))
        let other = try failure(Peer.dial("ws://[::1]:\(port)/", on: runner))
        #expect(other.description.hasPrefix("connect: "))
    }

    @Test func silenceAfterConnectingTimesOut() throws {
        let client = dial { $0.timeout = .milliseconds(200) }
        let raw = try server.accept()
        #expect(try failure(client, within: 2) == .timedOut(stage: "waiting for the WebSocket handshake of 127.0.0.1"))
        _ = raw
    }

    @Test func connectionThatIsNotTakenTimesOut() throws {
        // A backlog of none that is full: the kernel drops further SYNs.
        let full = RawServer(backlog: 0)
        let filler = (0..<2).map { _ in Peer.dial("ws://127.0.0.1:\(full.port)/", on: runner) }
        let client = Peer.dial("ws://127.0.0.1:\(full.port)/", on: runner) { $0.timeout = .milliseconds(300) }
        #expect(try failure(client, within: 3).description.hasPrefix("timed out while "))
        for peer in filler { peer.abort() }
    }

    @Test func refusalIsReportedWithItsBody() throws {
        let client = dial()
        let raw = try server.accept()
        _ = try raw.receiveHead()
        try raw.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 27\r\n\r\n")
        try raw.send(#"{"error":"invalid_api_key"}"#)
        #expect(try failure(client) == .http(status: 401, body: #"{"error":"invalid_api_key"}"#))
    }

    @Test func refusalWhoseBodyNeverComesIsReportedSoon() throws {
        let client = dial()
        let raw = try server.accept()
        _ = try raw.receiveHead()
        try raw.send("HTTP/1.1 503 Full\r\nContent-Length: 26\r\n\r\nno")
        #expect(try failure(client, within: 3) == .http(status: 503, body: "no"))
        let other = dial()
        do {
            let raw = try server.accept()
            _ = try raw.receiveHead()
            try raw.send("HTTP/1.1 503 Full\r\nContent-Length: 26\r\n\r\nno")
        }
        #expect(try failure(other, within: 3) == .http(status: 503, body: "no"))
    }

    @Test func serverThatHangsUpIsReported() throws {
        let client = dial()
        do { _ = try server.accept().receiveHead() }
        guard case .handshake = try failure(client) else {
            Issue.record("should be a handshake's failure")
            return
        }
    }

    @Test func wrongAcceptKeyIsRefused() throws {
        let client = dial()
        let raw = try server.accept()
        _ = try raw.receiveHead()
        try raw.send(RawServer.answer(to: "bm90IHRoZSBrZXk="))
        #expect(try failure(client) == .handshake("Sec-WebSocket-Accept is wrong"))
        #expect(raw.receiveAll().isEmpty)
    }

    @Test func messagesBehindTheHandshakeAreNotLost() throws {
        let client = dial()
        let raw = try server.accept()
        let head = try raw.receiveHead()
        let key = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
        try raw.send(Array(RawServer.answer(to: String(key)).utf8) + FrameParserTests.frame(1, Array("early".utf8)) + [0x81])
        try client.expect(.opened)
        try client.expect(.text("early"))
        try raw.send([0x01, 0x41])
        try client.expect(.text("A"))
    }

    @Test func dialMayBeGivenUp() throws {
        let client = dial()
        let raw = try server.accept()
        client.close(1_000)
        #expect(try client.expectEnd().cause == .local)
        _ = raw.receiveAll()
    }

    /// Nobody but the loop need keep a socket.
    @Test func socketLivesWithoutAnOwner() throws {
        let peer = Peer(runner)
        runner.run { [port = server.port] in
            let target = DialTarget(address: WebAddress("ws://127.0.0.1:\(port)/")!)
            _ = ClientWebSocket(target, loop: peer.runner.loop, resolver: peer.runner.resolver, contexts: TLSContexts(), handler: peer)
        }
        let raw = try server.acceptWebSocket()
        try peer.expect(.opened)
        try raw.send(FrameParserTests.frame(1, [0x41]))
        try peer.expect(.text("A"))
    }

    // MARK: Talking

    @Test func framesOfClientsAreMasked() throws {
        let (client, raw) = try open()
        client.send("Hello")
        let head = try raw.receive(exactly: 2)
        #expect(head == [0x81, 0x85])
        let rest = try raw.receive(exactly: 9)
        #expect((0..<5).map { rest[4 + $0] ^ rest[$0 & 3] } == Array("Hello".utf8))
    }

    @Test func fragmentsAndPings() throws {
        let (client, raw) = try open()
        try raw.send(FrameParserTests.frame(1, [0xE2], isFinal: false) + FrameParserTests.frame(9, [5, 6]) + FrameParserTests.frame(0, [0x82, 0xAC]))
        try client.expect(.text("€"))
        let pong = try raw.receiveFrame()
        #expect(pong.opcode == 10 && pong.payload == [5, 6])
    }

    @Test(
        arguments: [
            ([0x81, 0x81, 0, 0, 0, 0, 0x41], 1_002), ([0xC1, 0], 1_002), ([0x83, 0], 1_002), ([0x80, 0], 1_002), ([0x89, 126, 0, 126], 1_002),
            ([0x81, 1, 0xFF], 1_007),
            ([0x82, 127, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF], 1_009), ([0x88, 1, 3], 1_002), ([0x88, 2, 3, 0xED], 1_002), ([0x88, 3, 3, 0xE8, 0xFF], 1_002),
        ] as [([UInt8], Int)])
    func brokenFramesAreAnsweredWithTheirCode(_ bytes: [UInt8], _ code: Int) throws {
        let (client, raw) = try open()
        try raw.send(bytes)
        let close = try raw.receiveFrame()
        #expect(close.opcode == 8)
        #expect(close.payload == [UInt8(code >> 8), UInt8(code & 0xFF)])
        let closure = try client.expectEnd()
        #expect(closure.code == code)
        guard case .failure = closure.cause else {
            Issue.record("should be a failure")
            return
        }
    }

    @Test func closeOfThePeerIsEchoed() throws {
        let (client, raw) = try open()
        try raw.send(FrameParserTests.frame(8, [3, 0xE9] + Array("bye".utf8)))
        try client.expect(.closed(.init(cause: .peer, code: 1_001, reason: "bye")))
        let close = try raw.receiveFrame()
        #expect(close.opcode == 8 && close.payload == [3, 0xE9])
        #expect(raw.receiveAll().isEmpty)
    }

    @Test func closeWithoutCodeIs1005() throws {
        let (client, raw) = try open()
        try raw.send(FrameParserTests.frame(8))
        try client.expect(.closed(.init(cause: .peer, code: 1_005, reason: "")))
        _ = raw
    }

    @Test func unansweredCloseEndsAfterTwoSeconds() throws {
        let (client, raw) = try open()
        client.close(1_000, "done")
        try client.expect(.closed(.init(cause: .local, code: 1_000, reason: "done")), within: 4)
        #expect(try raw.receiveFrame().opcode == 8)
        #expect(client.send("late") == .closed)
    }

    @Test func lostConnectionIsAFailure() throws {
        let (client, raw) = try open()
        raw.endWriting()
        #expect(try client.expectEnd() == .init(cause: .failure("connection lost"), code: 1_006, reason: ""))
        let (other, _) = try { () throws -> (Peer, Int) in
            let (other, raw) = try open()
            raw.resetOnClose()
            return (other, 0)
        }()
        #expect(try other.expectEnd().code == 1_006)
    }

    @Test func backlogIsBoundedAndKeepsItsOrder() throws {
        let (client, raw) = try open { $0.backlogLimit = 300_000 }
        let (count, overflowed) = runner.run { () -> (Int, Bool) in
            var count = 0
            while count < 5_000 {
                let payload = Array("\(count)".utf8) + [UInt8](repeating: 0x20, count: 10_000)
                guard client.socket?.send(.binary, payload.span) != .overflow else { return (count, true) }
                count += 1
            }
            return (count, false)
        }
        #expect(overflowed)
        let backlog = runner.run { client.socket?.backlog ?? 0 }
        #expect(backlog > 200_000 && backlog <= 310_020)
        client.close(1_000)
        for index in 0..<count {
            let payload = try raw.receiveFrame(first: 8).payload
            #expect(payload.prefix { $0 != 0x20 }.elementsEqual("\(index)".utf8))
        }
        let close = try raw.receiveFrame()
        #expect(close.opcode == 8)
        try raw.send(FrameParserTests.frame(8, close.payload))
        _ = try client.expectEnd()
    }

    @Test func pingsMeasureTheWayAndSilenceEndsIt() throws {
        let (client, raw) = try open { $0.pingInterval = .milliseconds(100) }
        for _ in 0..<2 {
            let ping = try raw.receiveFrame()
            #expect(ping.opcode == 9)
            try raw.send(FrameParserTests.frame(10, ping.payload))
        }
        let isMeasured = runner.wait { ((client.socket as? ClientWebSocket)?.roundTrip ?? .zero) > .zero }
        #expect(isMeasured)
        try client.expect(.closed(.init(cause: .failure("no sign of life for 0.1 seconds"), code: 1_006, reason: "")), within: 3)
    }

    @Test func anyMessageIsASignOfLife() throws {
        let (client, raw) = try open { $0.pingInterval = .milliseconds(100) }
        for _ in 0..<4 {
            #expect(try raw.receiveFrame().opcode == 9)
            try raw.send(FrameParserTests.frame(1, [0x41]))
            try client.expect(.text("A"))
        }
    }

    @Test func handlerMayAbortWhileItIsCalled() throws {
        let peer = Peer(runner)
        peer.whenReceived = { socket, _, _ in
            peer.events.post(.text("seen"))
            socket.abort()
        }
        let target = DialTarget(address: try #require(WebAddress("ws://127.0.0.1:\(server.port)/")))
        runner.run { _ = ClientWebSocket(target, loop: peer.runner.loop, resolver: peer.runner.resolver, contexts: TLSContexts(), handler: peer) }
        let raw = try server.acceptWebSocket()
        try peer.expect(.opened)
        try raw.send(FrameParserTests.frame(1, [0x41]) + FrameParserTests.frame(1, [0x42]) + FrameParserTests.frame(8, [3, 0xE8]))
        try peer.expect(.text("seen"))
        try peer.expect(.closed(.init(cause: .local, code: 1_006, reason: "")))
        #expect(peer.events.isEmpty)
    }

    @Test func stoppingTheLoopEndsDialsAndSockets() throws {
        let (client, raw) = try open()
        let dialling = dial()
        let silent = try server.accept()
        runner.end()
        #expect(try client.expectEnd().code == 1_006)
        #expect(try dialling.expectEnd().code == 1_006)
        _ = raw.receiveAll()
        _ = silent.receiveAll()
    }
}
