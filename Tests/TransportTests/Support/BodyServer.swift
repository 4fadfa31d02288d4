import Foundation

@testable import Transport

/// A listener that takes bodies up to 100,000 bytes. The path says what a client gets: `/echo`, `/length`, `/late` (after 200 ms), `/promised` (by another thread), `/raw`,
/// `/silent`, `/cut` (with the request read), `/refused` (before its body is read).
///
/// `@unchecked Sendable`: touched on its loop only, but for the mailbox.
final class BodyServer: ListenerHandler, @unchecked Sendable {
    let requests = Mailbox<HTTPServerRequest>()
    private let runner: LoopRunner
    private weak var listener: WebSocketListener!
    private(set) var port = 0

    init(_ runner: LoopRunner, tls: ServerTLS? = nil) throws {
        self.runner = runner
        let failure = runner.run { [self] () -> ListenFailure? in
            let opened = WebSocketListener(loop: runner.loop, options: WebSocketListener.Options(port: 0, tls: tls), handler: self)
            do throws(ListenFailure) { try opened.open() } catch { return error }
            listener = opened
            return nil
        }
        if let failure { throw failure }
        port = runner.run { [self] in listener.port }
    }

    func reaches(_ count: Int) -> Bool { runner.wait { [self] in listener.connections == count } }

    func accept(_ request: UpgradeRequest) -> UpgradeDecision { .reject(status: 404, body: "") }
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse { HTTPServerResponse(status: 404, text: "") }

    var wantedHeaders: [String] { ["content-type", "x-company-id", "idempotency-key"] }
    var bodyLimit: Int { 100_000 }

    func begin(_ request: HTTPServerRequest) -> HTTPServerReaction? { request.path == "/refused" ? .cut : nil }

    func react(to request: HTTPServerRequest) -> HTTPServerReaction {
        requests.post(request)
        switch request.path {
        case "/echo": return .answer(HTTPServerResponse(status: 201, contentType: "application/json", body: request.body))
        case "/length": return .answer(HTTPServerResponse(status: 200, text: "\(request.body.count)"))
        case "/late": return .answer(HTTPServerResponse(status: 200, text: "late \(request.body.count)"), after: .milliseconds(200))
        case "/promised":
            let promise = HTTPPromise()
            Thread.detachNewThread {
                usleep(100_000)
                promise.keep(HTTPServerResponse(status: 200, text: "promised \(request.body.count)"))
                promise.keep(HTTPServerResponse(status: 500, text: "the first counts"))
            }
            return .promise(promise.map { HTTPServerResponse(status: $0.status, body: $0.body, headers: ["x-more": "yes"]) })
        case "/raw": return .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8))
        case "/silent": return .silence
        case "/cut": return .cut
        default: return .answer(respond(to: request))
        }
    }
}
