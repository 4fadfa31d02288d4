import CallControl

/// Where OmniPlay is and what opens it.
public struct OmniPlayAccess: Equatable, Sendable {
    /// `http://backend:8080`; a path stays in front of the API's own.
    public var url: String?
    /// `VOICE_AI_SERVICE_TOKEN`.
    public var token: Secret?

    public init(url: String?, token: Secret?) {
        self.url = url
        self.token = token
    }

    /// The base address without slash at its end, and the three headers that every request needs.
    func open(companyID: Int?) throws(DeskFailure) -> (base: String, headers: [AgentHeader]) {
        guard let url, !url.isEmpty else { throw .notConfigured(.address) }
        guard let token, !token.exposed.isEmpty, token.exposed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .notConfigured(.token) }
        guard let companyID else { throw .notConfigured(.company) }
        let headers = [
            AgentHeader("Authorization", "Bearer \(token.exposed)"), AgentHeader("X-Service-Name", OmniPlayRequest.serviceName),
            AgentHeader("X-Company-Id", "\(companyID)"),
        ]
        var base = url[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        return (String(base), headers)
    }
}
