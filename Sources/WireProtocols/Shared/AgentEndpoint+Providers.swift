import CallControl

/// What an operator sets to reach a provider.
public struct AgentEndpointSettings: Equatable, Sendable {
    /// In place of the vendor's: `wss://…` or `ws://…` with path; a query of it stays.
    public var url: String?
    public var model: String?
    /// ElevenLabs: which agent.
    public var agentID: String?
    public var key: Secret?
    /// ElevenLabs: `us`, `eu`, `in`, `sg`; `nil` for the general one.
    public var region: String?

    public init(url: String? = nil, model: String? = nil, agentID: String? = nil, key: Secret? = nil, region: String? = nil) {
        self.url = url
        self.model = model
        self.agentID = agentID
        self.key = key
        self.region = region
    }
}

extension AgentEndpoint {
    /// `wss://api.openai.com/v1/realtime?model=…` with a Bearer header, and no beta header: that interface is gone.
    public static func openAI(_ settings: AgentEndpointSettings) throws(WireError) -> AgentEndpoint {
        .direct(try bearer(settings, base: "wss://api.openai.com/v1/realtime"))
    }

    /// `wss://api.x.ai/v1/realtime?model=…` with a Bearer header.
    public static func xAI(_ settings: AgentEndpointSettings) throws(WireError) -> AgentEndpoint {
        .direct(try bearer(settings, base: "wss://api.x.ai/v1/realtime"))
    }

    /// A server of one's own; the key is optional.
    public static func compatible(_ settings: AgentEndpointSettings) throws(WireError) -> AgentEndpoint {
        guard settings.url != nil else { throw WireError(field: "url", problem: "missing") }
        return .direct(try bearer(settings, base: ""))
    }

    /// `wss://api.elevenlabs.io/v1/convai/conversation?agent_id=…`; with a key, the signed URL of a private agent is fetched
    /// first, for each call anew since it is only valid for minutes.
    public static func elevenLabsAgent(_ settings: AgentEndpointSettings) throws(WireError) -> AgentEndpoint {
        guard let agent = settings.agentID, !agent.isEmpty else { throw WireError(field: "agent", problem: "missing") }
        let query = [("agent_id", agent)]
        let base = try elevenLabs(settings, path: "conversation")
        guard let key = settings.key else { return .direct(AgentAddress(url: adding(query, to: base))) }
        let plain = String(base.prefix { $0 != "?" })
        let url = adding(query, to: http(plain) + "/get-signed-url")
        return .exchange(AgentExchange(method: .get, url: url, headers: [AgentHeader("xi-api-key", key.exposed)], yield: .url(field: "signed_url")))
    }

    /// `wss://api.elevenlabs.io/v1/convai/realtime`, whose token is fetched first and goes into a subprotocol.
    public static func elevenLabsRealtime(_ settings: AgentEndpointSettings) throws(WireError) -> AgentEndpoint {
        let base = try elevenLabs(settings, path: "realtime")
        var address = AgentAddress(url: base)
        address.subprotocols = [Secret("realtime")]
        guard let key = settings.key else { return .direct(address) }
        let session: JSONValue = .object(["type": "realtime", "model": settings.model.map(JSONValue.string)])
        let exchange = AgentExchange(
            method: .post, url: http(String(base.prefix { $0 != "?" })) + "/client_secrets",
            headers: [AgentHeader("xi-api-key", key.exposed), AgentHeader("Content-Type", "application/json")],
            body: JSONValue.object(["session": session]).bytes,
            yield: .token(field: "value", prefix: "openai-insecure-api-key.", address))
        return .exchange(exchange)
    }

    private static func bearer(_ settings: AgentEndpointSettings, base: String) throws(WireError) -> AgentAddress {
        let url = try socket(settings.url ?? base)
        let query = settings.model.map { [("model", $0)] } ?? []
        return AgentAddress(url: adding(query, to: url), headers: try settings.key.map { key throws(WireError) in [try authorization(key)] } ?? [])
    }

    private static func authorization(_ key: Secret) throws(WireError) -> AgentHeader {
        guard key.exposed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw WireError(field: "key", problem: "holds characters that no header can carry")
        }
        return AgentHeader("Authorization", "Bearer \(key.exposed)")
    }

    private static func elevenLabs(_ settings: AgentEndpointSettings, path: String) throws(WireError) -> String {
        if let url = settings.url { return try socket(url) }
        return "wss://\(try elevenLabsHost(settings.region))/v1/convai/\(path)"
    }

    private static func elevenLabsHost(_ region: String?) throws(WireError) -> String {
        switch region {
        case nil, "", "global": return "api.elevenlabs.io"
        case "us": return "api.us.elevenlabs.io"
        case "eu", "in", "sg": return "api.\(region ?? "").residency.elevenlabs.io"
        case .some(let other): throw WireError(field: "region", problem: "\(UTF8Text.printable(other, bytes: 24)) is none of us, eu, in, sg")
        }
    }

    private static func socket(_ url: String) throws(WireError) -> String {
        let isPrintable = url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPrintable, url.hasPrefix("wss://") || url.hasPrefix("ws://") else {
            throw WireError(field: "url", problem: "must begin with wss:// or ws:// and hold no spaces")
        }
        return url
    }

    private static func http(_ socket: String) -> String { "http" + socket.dropFirst(2) }

    private static func adding(_ query: [(String, String)], to url: String) -> String {
        query.reduce(url) { $0 + ($0.contains("?") ? "&" : "?") + $1.0 + "=" + PercentEncoding.encode($1.1) }
    }
}
