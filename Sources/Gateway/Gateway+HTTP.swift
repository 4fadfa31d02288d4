import Dispatch
import Foundation
import Synchronization
import Telemetry
import Transport
import WireProtocols

extension Gateway {
    /// Plain HTTP on the streams' port. Metrics read files and are thousands of lines: a thread of their own makes them.
    func react(to request: HTTPServerRequest) -> HTTPServerReaction {
        guard request.path == "/metrics" else { return .answer(respond(to: request)) }
        guard scrapes.add(1, ordering: .relaxed).newValue <= Self.mostScrapes else {
            scrapes.subtract(1, ordering: .relaxed)
            return .answer(HTTPServerResponse(status: 503, text: "too many ask for metrics at once\n"))
        }
        let promise = HTTPPromise()
        Self.scraping.async { [self] in
            let body = Array(metricsText.utf8)
            scrapes.subtract(1, ordering: .relaxed)
            promise.keep(HTTPServerResponse(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: body))
        }
        return .promise(promise)
    }

    private static let scraping = DispatchQueue(label: "metrics", qos: .utility)
    private static let mostScrapes = 8

    func respond(to request: HTTPServerRequest) -> HTTPServerResponse {
        switch request.path {
        case "/health", "/healthz": HTTPServerResponse(status: 200, contentType: "application/json", body: Array(health.utf8))
        case "/readyz":
            isReady ? HTTPServerResponse(status: 200, text: "ready\n") : HTTPServerResponse(status: 503, text: "draining\n")
        default: HTTPServerResponse(status: 404, text: "there is /health, /healthz, /readyz, /metrics and, for streams, /stream/…\n")
        }
    }

    /// Alive, whatever else: what waits or is away is told beside, for people.
    private var health: String {
        var members: [JSONValue.Member] = [
            .init("status", .string("ok")), .init("calls", .integer(callCount)), .init("ready", .bool(isReady)),
        ]
        if let sockets = eventSocketHealth { members.append(.init("event_sockets", sockets)) }
        if let handoff = handoffHealth { members.append(.init("handoff", handoff)) }
        return JSONValue.object(members).text + "\n"
    }
}
