import Foundation
import Telemetry
import Transport
import WireProtocols

extension Gateway {
    /// Plain HTTP on the streams' port.
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse {
        switch request.path {
        case "/health", "/healthz": HTTPServerResponse(status: 200, contentType: "application/json", body: Array(health.utf8))
        case "/readyz":
            isReady ? HTTPServerResponse(status: 200, text: "ready\n") : HTTPServerResponse(status: 503, text: "draining\n")
        case "/metrics": HTTPServerResponse(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(metricsText.utf8))
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
