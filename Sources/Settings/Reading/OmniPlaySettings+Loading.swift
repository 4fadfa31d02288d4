import WireProtocols

extension OmniPlaySettings {
    /// The variables that OmniPlay's own documentation names count as well: `OMNIPLAY_API_URL` and `VOICE_AI_SERVICE_TOKEN`.
    init(_ section: Section) {
        let url = section.text("url", alsoIn: "OMNIPLAY_API_URL", "Base address of OmniPlay's back end, http://backend:8080; OMNIPLAY_API_URL counts as well.")
        let token = section.secret(
            "service_token", alsoIn: "VOICE_AI_SERVICE_TOKEN", "File of OmniPlay's service token; VOICE_AI_SERVICE_TOKEN counts as well."
        ).map(Secret.init)
        access = OmniPlayAccess(url: url, token: token)
        extraCAFile = section.pem("extra_ca_file", "PEM file of CAs trusted for it beside the system's.")
        connectTimeout = section.milliseconds("connect_timeout_ms", default: 2_000, in: 100...30_000, "From the name's resolution to the open connection.")
        attendantsTimeout = section.milliseconds(
            "attendants_timeout_ms", default: 3_000, in: 200...30_000,
            "For the question who is online, its one repetition included; without an answer the call becomes a ticket.")
        ticketTimeout = section.milliseconds("ticket_timeout_ms", default: 10_000, in: 500...120_000, "For one delivery of a ticket; the next comes later.")
        section.finish()
        check(section)
    }

    private func check(_ section: Section) {
        guard let url = access.url else { return }
        guard let address = WebAddress(url), ["http", "https"].contains(address.scheme), address.query == nil, !url.contains("#") else {
            section.problem("url", value: WebAddress(url)?.credentials == nil ? url : "***", expected: "an address like http://backend:8080")
            return
        }
        if address.credentials != nil {
            section.problem(
                "url", value: "\(address.scheme)://***@\(address.host)", expected: "an address without a secret in it",
                advice: "the token goes into service_token_file or VOICE_AI_SERVICE_TOKEN")
        }
        if url.split(separator: "/").last == "api" {
            section.problem("url", value: url, expected: "the base address", advice: "leave /api out: it is part of each request", severity: .warning)
        }
        if address.scheme == "http", !address.isNear {
            section.problem(
                "url", value: "http://\(address.host)", expected: "https:// beyond one's own network",
                advice: "the token and what callers say would cross it in clear", severity: .warning)
        }
        if access.token == nil {
            section.problem(
                "service_token_file", value: nil, expected: "the service token, which every request to OmniPlay carries",
                advice: "set VOICE_AI_SERVICE_TOKEN to the value in the OmniPlay back end's .env, or name its file here")
        }
    }
}

extension WebAddress {
    /// This machine, a container beside it, or a private network (RFC 1918, RFC 6762).
    var isNear: Bool {
        guard !isLoopback, host.contains(".") || host.contains(":") else { return true }
        if host.hasSuffix(".local") || host.hasSuffix(".internal") || host.hasPrefix("fd") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, !parts.contains(nil), let first = parts[0], let second = parts[1] else { return false }
        return first == 10 || (first == 192 && second == 168) || (first == 172 && (16...31).contains(second))
    }
}

extension SecretarySettings {
    /// Found when the secretary is loaded, and not at the end of a call. The one that nobody wrote down is not worth an error.
    func checkCompany(_ section: Section, _ omniplay: OmniPlaySettings) {
        guard omniplay.access.url != nil, handoff.isEnabled, handoff.omniplayCompanyID == nil else { return }
        section.problem(
            "handoff.omniplay_company_id", value: nil, expected: "the company's id in OmniPlay, which every request to it carries",
            advice: "in FusionPBX: Voice Secretary → Edit → OmniPlay Company ID; or handoff.enabled: false",
            severity: section.node == nil ? .warning : .error)
    }
}
