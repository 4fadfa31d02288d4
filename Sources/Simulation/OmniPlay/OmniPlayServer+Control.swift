import CallControl
import Transport
import WireProtocols

/// What a test or an operator asks the stand-in itself: no credentials, since it listens on this machine.
extension OmniPlayServer {
    func control(_ request: HTTPServerRequest) -> HTTPServerResponse {
        switch (request.method, request.path) {
        case ("GET", "/control/tickets"): return Self.json(200, ["tickets": .array(state.read { $0.tickets.map(\.json) })])
        case ("DELETE", "/control/tickets"):
            state.forget()
            return Self.json(200, ["tickets": []])
        case ("GET", "/control/requests"): return Self.json(200, ["requests": .array(state.requests.map(\.json))])
        case ("GET", "/control/behaviour"): return Self.json(200, state.read { $0.behaviour.json })
        case ("PUT", "/control/behaviour"), ("POST", "/control/behaviour"): return change(request.body)
        default: return Self.error(404, "known: tickets (GET, DELETE), requests (GET), behaviour (GET, PUT)")
        }
    }

    private func change(_ body: [UInt8]) -> HTTPServerResponse {
        do throws(WireError) {
            let json = try JSONValue(body.span)
            return Self.json(200, try state.take(json))
        } catch {
            return Self.error(400, error.description)
        }
    }
}
