import Testing

@testable import Transport

/// One end of a plain connection.
///
/// `@unchecked Sendable`: `connection` is touched on the loop only.
private final class Plain: TCPHandler, @unchecked Sendable {
    enum Event: Equatable, Sendable {
        case opened
        case received([UInt8])
        case ended(String)
    }
    let runner: LoopRunner
    let events = Mailbox<Event>()
    let echoes: Bool
    var connection: TCPConnection?

    init(_ runner: LoopRunner, echoes: Bool = false) {
        self.runner = runner
        self.echoes = echoes
    }

    static func dial(_ port: Int, of host: String = "127.0.0.1", on runner: LoopRunner, timeout: Duration = .seconds(5), backlog: Int = 1 << 20) -> Plain {
        let plain = Plain(runner)
        runner.run {
            let target = TCPConnection.Target(host: host, port: port, timeout: timeout, backlogLimit: backlog)
            plain.connection = TCPConnection(target, loop: runner.loop, resolver: runner.resolver, handler: plain)
        }
        return plain
    }

    func connectionOpened(_ connection: TCPConnection) {
        self.connection = connection
        events.post(.opened)
    }

    func connection(_ connection: TCPConnection, received bytes: Span<UInt8>) {
        if echoes {
            connection.send(bytes)
        } else {
            events.post(.received(bytes.withUnsafeBufferPointer { Array($0) }))
        }
    }

    func connection(_ connection: TCPConnection, ended reason: String) {
        self.connection = nil
        events.post(.ended(reason))
    }

    func send(_ bytes: [UInt8]) -> SendOutcome { runner.run { self.connection?.send(bytes.span) ?? .closed } }
    func close() { runner.run { self.connection?.close() } }

    /// Waits until `count` bytes came.
    func bytes(_ count: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            guard case .received(let some) = try events.next() else { break }
            all += some
        }
        return all
    }
}

@Suite struct TCPConnectionTests {
    private let runner = LoopRunner()

    /// - Returns: a port at which `make`'s handlers answer.
    private func listen(_ make: @escaping @Sendable () -> (any TCPHandler)?) -> Int {
        runner.run { [runner] in
            let listener = try? TCPListener(host: "127.0.0.1", port: 0, loop: runner.loop) { _ in make() }
            return listener?.port ?? 0
        }
    }

    @Test func bytesGoBothWays() throws {
        let port = listen { [runner] in Plain(runner, echoes: true) }
        let client = Plain.dial(port, on: runner)
        #expect(try client.events.next() == .opened)
        for size in [1, 5, 70_000, 900_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect([SendOutcome.sent, .queued].contains(client.send(bytes)))
            #expect(try client.bytes(size) == bytes)
        }
        client.close()
        #expect(client.send([1]) == .closed)
        #expect(client.events.isEmpty)
    }

    @Test func theEndIsToldOnce() throws {
        let server = Plain(runner)
        let port = listen { server }
        let client = Plain.dial(port, on: runner)
        #expect(try client.events.next() == .opened)
        #expect(try server.events.next() == .opened)
        client.close()
        #expect(try server.events.next() == .ended("the peer closed"))
        #expect(client.send([1]) == .closed && client.events.isEmpty)
    }

    @Test func aRefusedConnectionSaysSo() throws {
        let port = listen { nil }
        let client = Plain.dial(port, on: runner)
        // The kernel takes the connection before we close it.
        #expect(try client.events.next() == .opened)
        guard case .ended = try client.events.next() else {
            Issue.record("It ends.")
            return
        }
        let nobody = Plain.dial(1, on: runner)
        #expect(try nobody.events.next() == .ended("connect: Connection refused"))
    }

    @Test func anUnknownNameSaysSo() throws {
        let client = Plain.dial(9, of: "no-such-host.invalid", on: runner)
        guard case .ended(let reason) = try client.events.next() else {
            Issue.record("It ends.")
            return
        }
        #expect(reason.contains("no-such-host.invalid"))
    }

    /// A kernel whose queue of connections is full does not answer.
    @Test func connectingHasADeadline() throws {
        let raw = RawServer(backlog: 0)
        let clients = (0..<4).map { _ in Plain.dial(raw.port, on: runner, timeout: .milliseconds(300)) }
        #expect(try clients[0].events.next() == .opened)
        #expect(try clients[3].events.next() == .ended("no connection to 127.0.0.1 in 0.3 seconds"))
        for client in clients { client.close() }
    }

    @Test func aPeerThatDoesNotReadMeetsABound() throws {
        let raw = RawServer()
        let client = Plain.dial(raw.port, on: runner, backlog: 100_000)
        #expect(try client.events.next() == .opened)
        let block = [UInt8](repeating: 7, count: 50_000)
        var outcomes: [SendOutcome] = []
        while outcomes.last != .overflow, outcomes.count < 2_000 { outcomes.append(client.send(block)) }
        #expect(outcomes.last == .overflow)
        #expect(runner.run { client.connection.map { $0.backlog <= 150_000 } ?? false })
        // Nothing moves: it ends by itself.
        #expect(try client.events.next(within: 15) == .ended("nothing could be written for 5.0 seconds"))
    }

    @Test func aLoopThatEndsDropsItsConnections() throws {
        let port = listen { [runner] in Plain(runner, echoes: true) }
        let client = Plain.dial(port, on: runner)
        #expect(try client.events.next() == .opened)
        runner.end()
        #expect(try client.events.next() == .ended("the loop ends"))
    }
}
