import CallControl
import Foundation
import Synchronization
import Transport
import WireProtocols

/// The stand-in on an event loop: routes, checks credentials as OmniPlay does, and misbehaves as it was told.
final class OmniPlayServer: ListenerHandler {
    let state: OmniPlayState
    /// Faults of requests whose bodies are still coming.
    private var pending: [Int: OmniPlayFault] = [:]

    init(_ state: OmniPlayState) { self.state = state }

    var wantedHeaders: [String] { ["content-type", "x-service-name", "x-company-id", "idempotency-key"] }
    var bodyLimit: Int { state.read { $0.behaviour.bodyLimit } }

    func accept(_ request: UpgradeRequest) -> UpgradeDecision { .reject(status: 404, body: "not found") }
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse { Self.error(404, "ERR_NOT_FOUND") }

    func begin(_ request: HTTPServerRequest) -> HTTPServerReaction? {
        guard let endpoint = OmniPlayFaultRule.Endpoint(request), let fault = state.change({ $0.begin(endpoint) }) else { return nil }
        guard fault != .cutBefore else {
            state.log(request, "cut before it was read")
            return .cut
        }
        // A client that never sends its body leaves its entry behind.
        if pending.count > 1_000 { pending.removeAll() }
        pending[request.number] = fault
        return nil
    }

    func react(to request: HTTPServerRequest) -> HTTPServerReaction {
        if request.path.hasPrefix("/control/") { return .answer(control(request)) }
        guard let endpoint = OmniPlayFaultRule.Endpoint(request) else { return .answer(respond(to: request)) }
        let fault = pending.removeValue(forKey: request.number)
        let response = fault.map(\.acts) ?? true ? answer(request, endpoint) : Self.error(503, "ERR_NEVER_SENT")
        let reaction = fault.map { Self.spoil(response, by: $0) } ?? .answer(response)
        state.log(request, fault.map { "\($0)" } ?? "\(response.status)")
        return reaction
    }

    private static func spoil(_ response: HTTPServerResponse, by fault: OmniPlayFault) -> HTTPServerReaction {
        switch fault {
        case .timeout, .timeoutAfter: .silence
        case .slow(let delay): .answer(response, after: delay)
        case .status(let status), .statusAfter(let status): .answer(error(status, "ERR_EMULATED"))
        case .expired: .answer(error(401, "ERR_SESSION_EXPIRED"))
        case .garbage: .answer(HTTPServerResponse(status: 200, contentType: "text/html", body: Array("<html>Bad gateway?</html>".utf8)))
        case .noise: .raw(Array("\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{16}\r\n\r\n".utf8))
        case .cutBefore, .cutAfter: .cut
        case .cutAnswer:
            .raw(
                Array("HTTP/1.1 \(response.status) Created\r\nContent-Type: application/json\r\nContent-Length: \(response.body.count)\r\n\r\n".utf8)
                    + response.body.prefix(response.body.count / 2))
        }
    }

    // MARK: The two endpoints

    private func answer(_ request: HTTPServerRequest, _ endpoint: OmniPlayFaultRule.Endpoint) -> HTTPServerResponse {
        guard let visit = visit(request) else { return Self.error(401, "ERR_SESSION_EXPIRED") }
        switch endpoint {
        case .agents: return Self.json(200, state.read { $0.attendants() })
        case .tickets: return ticket(request, visit)
        }
    }

    /// All three headers, or nobody comes in.
    private func visit(_ request: HTTPServerRequest) -> OmniPlayBackEnd.Visit? {
        guard let token = state.read({ $0.behaviour.token }), !token.isEmpty, request.authorization == "Bearer \(token)",
            request.headers["x-service-name"] == OmniPlayRequest.serviceName,
            let company = request.headers["x-company-id"].flatMap({ Int($0) }), company > 0
        else { return nil }
        let time = Int64(Date().timeIntervalSince1970 * 1_000)
        return OmniPlayBackEnd.Visit(companyID: company, idempotencyKey: request.headers["idempotency-key"], time: time)
    }

    private func ticket(_ request: HTTPServerRequest, _ visit: OmniPlayBackEnd.Visit) -> HTTPServerResponse {
        // Express leaves any other body unread.
        guard request.headers["content-type"]?.lowercased().hasPrefix("application/json") ?? false else { return Self.error(400, "ERR_VALIDATION: body") }
        switch state.take(request.body, visit) {
        case .new(let ticket): return Self.json(201, ticket.answer)
        case .known(let ticket): return repetition(of: ticket)
        case .wrong(let field): return Self.error(400, "ERR_VALIDATION: \(field)")
        case .keyReused: return Self.error(422, "ERR_IDEMPOTENCY_KEY_REUSED")
        case .full: return Self.error(507, "ERR_FULL")
        }
    }

    private func repetition(of ticket: StoredTicket) -> HTTPServerResponse {
        switch state.read({ $0.behaviour.repetition }) {
        case .same: return Self.json(200, ticket.answer)
        case .bareConflict: return Self.error(409, "ERR_CALL_ALREADY_HAS_TICKET")
        case .conflict:
            guard case .object(let members) = ticket.answer else { return Self.error(409, "ERR_CALL_ALREADY_HAS_TICKET") }
            return Self.json(409, .object([.init("error", "ERR_CALL_ALREADY_HAS_TICKET")] + members))
        }
    }

    static func json(_ status: Int, _ value: JSONValue) -> HTTPServerResponse {
        HTTPServerResponse(status: status, contentType: "application/json; charset=utf-8", body: value.bytes)
    }

    static func error(_ status: Int, _ word: String) -> HTTPServerResponse { json(status, ["error": .string(word)]) }
}

extension OmniPlayFaultRule.Endpoint {
    init?(_ request: HTTPServerRequest) {
        switch (request.method, request.path) {
        case ("GET", "/api/voice/agents/online"): self = .agents
        case ("POST", "/api/tickets/realtime-handoff"): self = .tickets
        default: return nil
        }
    }
}
