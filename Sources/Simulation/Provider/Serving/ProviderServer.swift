import Transport
import WireProtocols

/// The emulated provider on one event loop: takes conversations, and hands out signed URLs and tokens.
final class ProviderServer: ListenerHandler {
    private let settings: EmulatorSettings
    private let speech: any SpeechSource
    private let counter: ConnectionCounter
    /// `ws` or `wss`.
    private let scheme: String

    init(_ settings: EmulatorSettings, speech: any SpeechSource, counter: ConnectionCounter, isSecure: Bool = false) {
        scheme = isSecure ? "wss" : "ws"
        self.settings = settings
        self.speech = speech
        self.counter = counter
    }

    func accept(_ request: UpgradeRequest) -> UpgradeDecision {
        guard case .conversation(let dialect, let model) = ProviderRoute(path: request.path, query: request.query) else {
            return .reject(status: 404, body: "not found")
        }
        let isAllowed = ProviderKey.isPresent(
            settings.requiredKey, authorization: request.authorization, apiKey: request.apiKey, subprotocols: request.subprotocols,
            query: request.query)
        guard isAllowed else { return .reject(status: 401, body: "invalid_api_key") }
        let setup = EmulationSetup(dialect, settings: settings, speech: speech, connection: counter.next(), model: model)
        for fault in setup.faults {
            if case .refuse(let status) = fault { return .reject(status: status, body: "emulated refusal") }
        }
        return .accept(ProviderPeer(setup), maxMessage: 16 << 20)
    }

    func respond(to request: HTTPServerRequest) -> HTTPServerResponse {
        let route = ProviderRoute(path: request.path, query: request.query)
        guard route != .unknown else { return HTTPServerResponse(status: 404, text: "not found") }
        guard ProviderKey.isPresent(settings.requiredKey, authorization: request.authorization, apiKey: request.apiKey) else {
            return HTTPServerResponse(status: 401, text: "invalid_api_key")
        }
        switch route {
        case .signedURL(let agent):
            let query = "agent_id=\(PercentEncoding.encode(agent))&conversation_signature=\(ProviderKey.signature)"
            return json(["signed_url": .string("\(scheme)://\(request.host ?? "127.0.0.1")/v1/convai/conversation?\(query)")])
        case .clientSecret: return json(["value": .string(ProviderKey.signature), "expires_at": 4_102_444_800])
        case .conversation: return HTTPServerResponse(status: 426, text: "this is a WebSocket")
        case .unknown: return HTTPServerResponse(status: 404, text: "not found")
        }
    }

    private func json(_ value: JSONValue) -> HTTPServerResponse {
        HTTPServerResponse(status: 200, contentType: "application/json", body: value.bytes)
    }
}
