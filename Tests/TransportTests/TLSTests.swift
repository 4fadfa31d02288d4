import Dispatch
import Testing

@testable import Transport

/// TLS both ways, with a certificate authority of our own.
@Suite struct TLSTests {
    let runner = LoopRunner()
    let certificates: TestCertificates

    init() throws { certificates = try TestCertificates() }

    private func failure(_ server: TestServer, host: String, trusted: Bool = true) throws -> String {
        let client = Peer.dial(server.address("/take", host: host), on: runner) { $0.extraCAFile = trusted ? certificates.authority : nil }
        let event = try client.events.next()
        guard case .failed(.tls(let problem)) = event else { return "\(event)" }
        return problem
    }

    private func good() throws -> TestServer {
        try TestServer(runner, tls: try certificates.sign("good", names: "DNS:localhost,IP:127.0.0.1"))
    }

    @Test(arguments: ["localhost", "127.0.0.1"]) func rightHostIsAccepted(_ host: String) throws {
        let server = try good()
        let client = Peer.dial(server.address("/take", host: host), on: runner) { $0.extraCAFile = certificates.authority }
        let taken = try server.accepted.next()
        try client.expect(.opened)
        try taken.expect(.opened)
        for size in [0, 1, 16_384, 16_385, 100_000, 1 << 20] {
            let bytes = FrameParserTests.sample(size)
            client.send(bytes)
            try taken.expect(.binary(bytes))
            taken.send(bytes)
            try client.expect(.binary(bytes))
        }
        client.close(1_000, "bye")
        try taken.expect(.closed(.init(cause: .peer, code: 1_000, reason: "bye")))
        try client.expect(.closed(.init(cause: .local, code: 1_000, reason: "bye")))
        #expect(server.reaches(0))
    }

    @Test func serversCloseArrives() throws {
        let server = try good()
        let (client, taken) = try server.pair { $0.extraCAFile = certificates.authority }
        taken.close(1_011, "no more")
        try client.expect(.closed(.init(cause: .peer, code: 1_011, reason: "no more")))
        try taken.expect(.closed(.init(cause: .local, code: 1_011, reason: "no more")))
        #expect(server.reaches(0))
    }

    @Test func floodOfMessagesComesWholeAndInOrder() throws {
        let server = try good()
        let client = Peer.dial(server.address("/echo"), on: runner) {
            $0.extraCAFile = certificates.authority
            $0.backlogLimit = 64 << 20
        }
        try client.expect(.opened)
        runner.run {
            for index in 0..<500 { _ = client.socket?.send(.binary, [UInt8](repeating: UInt8(index & 0xFF), count: index * 31).span) }
        }
        for index in 0..<500 { try client.expect(.binary([UInt8](repeating: UInt8(index & 0xFF), count: index * 31))) }
    }

    /// Bytes that OpenSSL has decrypted and the kernel no longer knows of must not wait for the next packet.
    @Test func whatIsDecryptedIsDelivered() throws {
        let server = try good()
        let (client, taken) = try server.pair { $0.extraCAFile = certificates.authority }
        runner.run { for _ in 0..<300 { _ = taken.socket?.send(.binary, FrameParserTests.sample(1_000).span) } }
        for _ in 0..<300 { try client.expect(.binary(FrameParserTests.sample(1_000)), within: 2) }
    }

    @Test func wrongHostIsRefused() throws {
        let server = try TestServer(runner, tls: try certificates.sign("other", names: "DNS:example.org"))
        #expect(try failure(server, host: "localhost").contains("ostname mismatch"))
        #expect(try failure(server, host: "127.0.0.1").contains("IP address mismatch"))
        #expect(server.accepted.isEmpty)
        #expect(server.reaches(0))
    }

    @Test func unknownAuthorityIsRefused() throws {
        #expect(try failure(try good(), host: "localhost", trusted: false).contains("unable to get local issuer certificate"))
    }

    @Test func expiredCertificateIsRefused() throws {
        let server = try TestServer(runner, tls: try certificates.sign("old", names: "DNS:localhost", isExpired: true))
        #expect(try failure(server, host: "localhost").contains("certificate has expired"))
    }

    @Test func missingAuthorityFileIsSaid() throws {
        let client = Peer.dial(try good().address("/take"), on: runner) { $0.extraCAFile = "/nowhere.pem" }
        try client.expect(.failed(.tls("the CA file /nowhere.pem can't be used")))
    }

    @Test func clearTextToATLSPortGetsNothing() throws {
        let server = try good()
        let raw = try RawSocket(port: server.port)
        try raw.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = String(decoding: raw.receiveAll(), as: UTF8.self)
        #expect(!answer.contains("ok"))
        #expect(server.reaches(0, within: 15))
    }

    @Test func tlsToAClearPortFails() throws {
        let server = try TestServer(runner)
        let client = Peer.dial("wss://127.0.0.1:\(server.port)/take", on: runner)
        guard case .failed(.tls) = try client.events.next(within: 15) else {
            Issue.record("should have failed")
            return
        }
    }

    /// The stream's listener and a clear one on the same loop: what is asked on one is never answered by the other.
    @Test func listenersWithAndWithoutTLSAreApart() throws {
        let clear = try TestServer(runner)
        let secure = try good()
        let (first, firstTaken) = try clear.pair()
        let (second, secondTaken) = try secure.pair { $0.extraCAFile = certificates.authority }
        first.send("clear")
        second.send("secure")
        try firstTaken.expect(.text("clear"))
        try secondTaken.expect(.text("secure"))
    }

    @Test func slowReaderOverflowsAndLosesNothing() throws {
        let server = try good()
        let reader = LoopRunner()
        let client = Peer.dial(server.address("/take"), on: reader) { $0.extraCAFile = certificates.authority }
        let taken = try server.accepted.next()
        try client.expect(.opened)
        try taken.expect(.opened)
        // Reads nothing until all is sent.
        let mayRead = DispatchSemaphore(value: 0)
        reader.loop.submit { mayRead.wait() }
        let outcomes = runner.run { () -> [SendOutcome] in
            taken.socket?.backlogLimit = 500_000
            return (0..<2_000).map { index in taken.socket?.send(.binary, [UInt8](repeating: UInt8(index & 0xFF), count: 30_000).span) ?? .closed }
        }
        mayRead.signal()
        #expect(outcomes.contains(.overflow))
        for index in outcomes.indices where outcomes[index] != .overflow {
            try client.expect(.binary([UInt8](repeating: UInt8(index & 0xFF), count: 30_000)))
        }
    }

    @Test func silentServerTimesOutWhileConnecting() throws {
        let raw = RawServer()
        let client = Peer.dial("wss://127.0.0.1:\(raw.port)/", on: runner) { $0.timeout = .milliseconds(200) }
        let taken = try raw.accept()
        try client.expect(.failed(.timedOut(stage: "connecting to 127.0.0.1")), within: 3)
        _ = taken
    }
}
