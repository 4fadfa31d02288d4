@testable import Transport

/// A listener whose path says what a client gets: `/echo`, `/take` (the server's end comes out of `accepted`), `/short` (messages up to
/// 1,000 bytes), `/refuse`, `/reject/{status}`; over HTTP `/health`, `/big`, `/empty`.
///
/// `@unchecked Sendable`: touched on its loop only, but for the mailboxes.
final class TestServer: ListenerHandler, @unchecked Sendable {
    let runner: LoopRunner
    let accepted = Mailbox<Peer>()
    let requests = Mailbox<UpgradeRequest>()
    /// Kept by the loop while it is open and by its connections.
    private(set) weak var listener: WebSocketListener!
    private(set) var port = 0
    private let isSecure: Bool

    static let big = FrameParserTests.sample(300_000)

    init(_ runner: LoopRunner, host: String = "127.0.0.1", tls: ServerTLS? = nil, maxConnections: Int = 20_000) throws {
        self.runner = runner
        isSecure = tls != nil
        let failure = runner.run { [self] () -> ListenFailure? in
            var options = WebSocketListener.Options(host: host, port: 0, tls: tls)
            options.maxConnections = maxConnections
            let opened = WebSocketListener(loop: runner.loop, options: options, handler: self)
            do throws(ListenFailure) { try opened.open() } catch { return error }
            listener = opened
            return nil
        }
        if let failure { throw failure }
        port = runner.run { [self] in listener.port }
    }

    func address(_ path: String, host: String = "127.0.0.1") -> String { "\(isSecure ? "wss" : "ws")://\(host):\(port)\(path)" }

    var connections: Int { runner.run { [self] in listener.connections } }

    /// Waits for the listener's count.
    func reaches(_ count: Int, within seconds: Double = 10) -> Bool {
        runner.wait(within: seconds) { [self] in listener.connections == count }
    }

    /// A client and the server's end of it, both open.
    func pair(client: LoopRunner? = nil, change: (inout DialTarget) -> Void = { _ in }) throws -> (client: Peer, server: Peer) {
        let client = Peer.dial(address("/take"), on: client ?? runner, change: change)
        let server = try accepted.next()
        guard try client.events.next() == .opened, try server.events.next() == .opened else { throw Mailbox<Peer>.Late(description: "did not open") }
        return (client, server)
    }

    func accept(_ request: UpgradeRequest) -> UpgradeDecision {
        requests.post(request)
        switch request.path {
        case "/echo": return .accept(Peer.echo(runner), maxMessage: 16 << 20)
        case "/short": return .accept(take(), maxMessage: 1_000)
        case "/refuse": return .refuse(code: 1_008, reason: "not here")
        case "/reject/401": return .reject(status: 401, body: "a bearer token is required\n")
        case "/reject/503": return .reject(status: 503, body: "full\n")
        default: return .accept(take(), maxMessage: 16 << 20)
        }
    }

    private func take() -> Peer {
        let peer = Peer(runner)
        accepted.post(peer)
        return peer
    }

    func respond(to request: HTTPServerRequest) -> HTTPServerResponse {
        switch request.path {
        case "/health": HTTPServerResponse(status: 200, text: "ok \(request.method)\n")
        case "/big": HTTPServerResponse(status: 200, contentType: "application/octet-stream", body: Self.big)
        case "/empty": HTTPServerResponse(status: 200, body: [])
        case "/query": HTTPServerResponse(status: 200, text: request.query ?? "none")
        default: HTTPServerResponse(status: 404, text: "nothing here: \(request.path)\n")
        }
    }
}
