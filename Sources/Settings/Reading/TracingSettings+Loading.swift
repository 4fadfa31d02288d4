import WireProtocols

extension TracingSettings {
    init(_ section: Section) {
        endpoint = section.text("endpoint", "Where an OpenTelemetry collector takes traces: http(s)://host:4318/v1/traces; none are sent without it.")
        sampleRatio = section.number("sample_ratio", default: 1, in: 0...1, "Share of calls whose trace is sent.") ?? 1
        service = section.text("service_name", default: "voice-gateway", "What the traces call this gateway.")
        authorization = section.secret("authorization", content: .text, "File of the header `Authorization` that the collector wants.").map(Secret.init)
        extraCAFile = section.pem("extra_ca_file", "PEM file of the CAs trusted for the collector, in place of the system's.")
        section.finish()
        guard let endpoint else { return }
        guard let address = WebAddress(endpoint), ["http", "https"].contains(address.scheme), address.credentials == nil else {
            let shown = WebAddress(endpoint).map { "\($0.scheme)://***@\($0.host)" } ?? endpoint
            section.problem("endpoint", value: shown, expected: "an address http(s)://host:port/v1/traces without a user or password")
            return
        }
        if authorization != nil, address.scheme == "http", !address.isLoopback {
            section.problem("endpoint", value: endpoint, expected: "https:// where a secret goes along")
        }
    }
}
