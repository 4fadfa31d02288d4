import WireProtocols

/// What a request to the emulated provider is for.
enum ProviderRoute: Equatable, Sendable {
    /// A WebSocket; `model` is the model or the agent's id.
    case conversation(ProviderDialect, model: String)
    /// `GET …/get-signed-url`: the address of a conversation with a private agent.
    case signedURL(agent: String)
    /// `POST …/client_secrets`: a token that goes into a subprotocol.
    case clientSecret
    case unknown

    /// - Parameter target: path and query.
    init(_ target: String) {
        let halves = target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = halves.first ?? ""
        let query = Self.query(halves.count > 1 ? halves[1] : "")
        switch path {
        case "/v1/realtime":
            self = .conversation(query["dialect"].flatMap(ProviderDialect.init(rawValue:)) ?? .openAI, model: query["model"] ?? "")
        case "/openai/v1/realtime": self = .conversation(.openAI, model: query["model"] ?? query["deployment"] ?? "")
        case "/xai/v1/realtime": self = .conversation(.xAI, model: query["model"] ?? "")
        case "/compatible/v1/realtime": self = .conversation(.compatible, model: query["model"] ?? "")
        case "/v1/convai/realtime": self = .conversation(.elevenLabsRealtime, model: query["model"] ?? "")
        case "/v1/convai/conversation": self = .conversation(.elevenLabs, model: query["agent_id"] ?? "")
        case "/v1/convai/conversation/get-signed-url", "/v1/convai/conversation/get_signed_url": self = .signedURL(agent: query["agent_id"] ?? "")
        case "/v1/convai/realtime/client_secrets", "/v1/realtime/client_secrets", "/xai/v1/realtime/client_secrets": self = .clientSecret
        default: self = .unknown
        }
    }

    private static func query(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard halves.count == 2, let value = PercentEncoding.decode(halves[1]) else { continue }
            values[halves[0]] = value
        }
        return values
    }
}
