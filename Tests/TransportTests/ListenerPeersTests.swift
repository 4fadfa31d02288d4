import Glibc
import Testing

@testable import Transport

/// Our listener against peers that are slow, rude or gone.
@Suite struct ListenerPeersTests {
    let runner = LoopRunner()
    let server: TestServer

    init() throws { server = try TestServer(runner) }

    /// A client's frame with a key of zeros.
    static func frame(_ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true) -> [UInt8] {
        var bytes = FrameParserTests.frame(opcode, payload, isFinal: isFinal)
        bytes[1] |= 0x80
        bytes.insert(contentsOf: [0, 0, 0, 0], at: bytes.count - payload.count)
        return bytes
    }

    private func open(extra: [String] = []) throws -> (raw: RawSocket, taken: Peer, head: String) {
        let raw = try RawSocket(port: server.port)
        let head = try raw.upgrade("/take", extra: extra)
        let taken = try server.accepted.next()
        try taken.expect(.opened)
        return (raw, taken, head)
    }

    @Test func headersMayLackTheSpaceAndDeflateIsNotNegotiated() throws {
        let (_, _, head) = try open(extra: [
            "Sec-WebSocket-Extensions:permessage-deflate; client_max_window_bits=9", "Authorization:Bearer x", "xi-api-key:abc",
        ])
        #expect(head.hasPrefix("HTTP/1.1 101 "))
        #expect(head.lowercased().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="))
        #expect(!head.lowercased().contains("extensions"))
        #expect(!head.lowercased().contains("sec-websocket-protocol"))
        let request = try server.requests.next()
        #expect(request.authorization == "Bearer x")
        #expect(request.apiKey == "abc")
    }

    @Test func fragmentsArePutTogether() throws {
        let (raw, taken, _) = try open()
        try raw.send(Self.frame(1, [0xE2, 0x82], isFinal: false) + Self.frame(9, [7]) + Self.frame(0, [], isFinal: false) + Self.frame(0, [0xAC]))
        let pong = try raw.receiveFrame()
        #expect(pong.opcode == 10)
        #expect(pong.payload == [7])
        try taken.expect(.text("€"))
        let bytes = FrameParserTests.sample(20_000)
        try raw.send(Self.frame(2, Array(bytes[..<9_000]), isFinal: false) + Self.frame(0, Array(bytes[9_000...])))
        try taken.expect(.binary(bytes))
    }

    @Test func bytesMayComeOneByOne() throws {
        let (raw, taken, _) = try open()
        for byte in Self.frame(1, Array("slow".utf8)) + Self.frame(2, FrameParserTests.sample(200)) { try raw.send([byte]) }
        try taken.expect(.text("slow"))
        try taken.expect(.binary(FrameParserTests.sample(200)))
    }

    @Test(arguments: [1_000, 1_001, 4_000]) func closeIsAnsweredAtOnce(_ code: Int) throws {
        let (raw, taken, _) = try open()
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + Array("bye".utf8)
        let began = monotonicNow()
        try raw.send(Self.frame(8, payload))
        let answer = try raw.receiveFrame()
        #expect(monotonicNow() - began < 100_000_000)
        #expect(answer.opcode == 8)
        #expect(answer.payload.prefix(2).elementsEqual(payload.prefix(2)))
        #expect(raw.receiveAll().isEmpty)
        try taken.expect(.closed(.init(cause: .peer, code: code, reason: "bye")))
        #expect(server.reaches(0))
    }

    @Test func closeWithoutCodeIs1005() throws {
        let (raw, taken, _) = try open()
        try raw.send(Self.frame(8))
        #expect(try raw.receiveFrame().opcode == 8)
        try taken.expect(.closed(.init(cause: .peer, code: 1_005, reason: "")))
        #expect(server.reaches(0))
    }

    @Test func ourCloseIsSentOnceAndThePeersAnswerEndsIt() throws {
        let (raw, taken, _) = try open()
        taken.close(1_011, "setup")
        let close = try raw.receiveFrame()
        #expect(close.opcode == 8)
        #expect(close.payload == [3, 0xF3] + Array("setup".utf8))
        // What is still under way is not listened to.
        try raw.send(Self.frame(2, [1]))
        try raw.send(Self.frame(8, close.payload))
        #expect(raw.receiveAll().isEmpty)
        try taken.expect(.closed(.init(cause: .local, code: 1_011, reason: "setup")))
        #expect(server.reaches(0))
    }

    @Test func unansweredCloseEndsAfterTwoSeconds() throws {
        let (raw, taken, _) = try open()
        taken.close(1_000)
        let began = monotonicNow()
        try taken.expect(.closed(.init(cause: .local, code: 1_000, reason: "")), within: 4)
        let took = monotonicNow() - began
        #expect(took > 1_500_000_000 && took < 3_500_000_000)
        #expect(server.reaches(0))
        #expect(try raw.receiveFrame().opcode == 8)
    }

    @Test(
        arguments: [
            [0xC1, 0x80, 0, 0, 0, 0], [0x83, 0x80, 0, 0, 0, 0], [0x89, 0xFE, 0, 126, 0, 0, 0, 0], [0x09, 0x80, 0, 0, 0, 0],
            [0x80, 0x81, 0, 0, 0, 0, 0x41], [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        ] as [[UInt8]])
    // (An unmasked frame is not among them: libwebsockets takes it.)
    func brokenFramesEndTheConnection(_ bytes: [UInt8]) throws {
        let (raw, taken, _) = try open()
        try raw.send(bytes)
        raw.endWriting()
        _ = raw.receiveAll()
        _ = try taken.expectEnd()
        #expect(taken.events.isEmpty)
        #expect(server.reaches(0))
    }

    @Test func resetIsAFailure() throws {
        do {
            let (raw, _, _) = try open()
            raw.resetOnClose()
        }
        #expect(server.reaches(0))
    }

    @Test func halfClosedSocketsEnd() throws {
        let (raw, taken, _) = try open()
        raw.endWriting()
        #expect(try taken.expectEnd().code == 1_006)
        #expect(raw.receiveAll().isEmpty)
        #expect(server.reaches(0))
    }

    @Test func slowReaderOverflowsAndIsClosed() throws {
        let raw = try RawSocket(port: server.port, receiveBuffer: 4_096)
        _ = try raw.upgrade("/take")
        let taken = try server.accepted.next()
        try taken.expect(.opened)
        let message = FrameParserTests.sample(16_000)
        let outcomes = runner.run { () -> [SendOutcome] in
            taken.socket?.backlogLimit = 200_000
            return (0..<2_000).map { _ in taken.socket?.send(.binary, message.span) ?? .closed }
        }
        #expect(outcomes.first == .sent)
        #expect(outcomes.last == .overflow)
        #expect(outcomes.contains(.queued))
        #expect(runner.run { taken.socket?.backlog ?? 0 } <= 200_000)
        let count = outcomes.count { $0 != .overflow }
        taken.close(1_008, "too slow")
        // All that was taken is there, in order, and the close behind it.
        for _ in 0..<count {
            let frame = try raw.receiveFrame(first: 8)
            #expect(frame.opcode == 2 && frame.payload.elementsEqual(message.prefix(8)))
        }
        #expect(try raw.receiveFrame().payload == [3, 0xF0] + Array("too slow".utf8))
        try raw.send(Self.frame(8, [3, 0xF0]))
        try taken.expect(.closed(.init(cause: .local, code: 1_008, reason: "too slow")))
        #expect(server.reaches(0))
    }

    @Test func readerThatNeverReadsIsDropped() throws {
        let raw = try RawSocket(port: server.port, receiveBuffer: 4_096)
        _ = try raw.upgrade("/take")
        let taken = try server.accepted.next()
        try taken.expect(.opened)
        runner.run { for _ in 0..<200 { _ = taken.socket?.send(.binary, FrameParserTests.sample(60_000).span) } }
        taken.close(1_008)
        try taken.expect(.closed(.init(cause: .local, code: 1_008, reason: "")), within: 5)
        #expect(server.reaches(0))
    }

    @Test func floodOfClientsOfWhomHalfVanish() throws {
        var sockets: [RawSocket] = []
        for index in 0..<200 {
            let raw = try RawSocket(port: server.port)
            if index % 4 != 3 { try raw.send("GET /echo HTTP/1.1\r\nHost:a\r\nUpgrade:websocket\r\nConnection:Upgrade\r\n") }
            if index % 2 == 0 { try raw.send("Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version:13\r\n\r\n") }
            sockets.append(raw)
        }
        #expect(server.reaches(200))
        for (index, raw) in sockets.enumerated() where index % 2 == 1 { if index % 3 == 0 { raw.resetOnClose() } }
        sockets = sockets.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        #expect(server.reaches(100))
        for raw in sockets { #expect(try raw.receiveHead().hasPrefix("HTTP/1.1 101")) }
        for raw in sockets { try raw.send(Self.frame(2, [1, 2, 3])) }
        for raw in sockets { #expect(try raw.receiveFrame().payload == [1, 2, 3]) }
        sockets = []
        #expect(server.reaches(0))
    }

    /// Nothing at all, half a head, and a head followed by silence: each has ten seconds.
    @Test func handshakeThatNeverComesIsGivenUp() throws {
        let silent = try RawSocket(port: server.port)
        let half = try RawSocket(port: server.port)
        try half.send("GET /take HTTP/1.1\r\nHost:")
        #expect(server.reaches(2))
        let began = monotonicNow()
        #expect(silent.receiveAll().isEmpty)
        let took = monotonicNow() - began
        #expect(took > 8_000_000_000 && took < 13_000_000_000)
        _ = half.receiveAll()
        #expect(server.reaches(0, within: 5))
    }

    @Test func whoIsTooManyIsClosedUnread() throws {
        let small = try TestServer(runner, maxConnections: 2)
        let first = try RawSocket(port: small.port)
        let second = try RawSocket(port: small.port)
        #expect(small.reaches(2))
        let third = try RawSocket(port: small.port)
        #expect(third.receiveAll().isEmpty)
        #expect(runner.run { small.listener.refused } == 1)
        #expect(try first.upgrade("/echo").hasPrefix("HTTP/1.1 101"))
        _ = second
    }

    @Test func closedListenerKeepsItsSockets() throws {
        let (raw, taken, _) = try open()
        runner.run { server.listener.close() }
        #expect(throws: RawSocket.Failure.self) { try RawSocket(port: server.port) }
        try raw.send(Self.frame(1, [0x41]))
        try taken.expect(.text("A"))
    }

    @Test func stoppingTheLoopEndsEverything() throws {
        let client = LoopRunner()
        let (raw, taken, _) = try open()
        let (peer, other) = try server.pair(client: client)
        let silent = try RawSocket(port: server.port)
        #expect(server.reaches(3))
        runner.end()
        _ = try taken.expectEnd()
        _ = try other.expectEnd()
        _ = raw.receiveAll()
        #expect(silent.receiveAll().isEmpty)
        _ = try peer.expectEnd()
    }
}
