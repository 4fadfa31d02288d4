import WireProtocols

extension ConsoleSettings {
    private static let shortToken = 16

    init(_ section: Section) {
        isEnabled = section.flag("enabled", default: false, "Serve the console, a web page that shows calls as they go on.")
        host = section.text("host", default: "127.0.0.1", "Address to serve it on.")
        port = section.integer("port", default: 8_086, in: 0...65_535, "Port to serve it on; 0: any free one.")
        let tls = section.section("tls")
        certificateFile = tls.pem("certificate_file", "PEM certificate chain: the console then speaks https only.")
        keyFile = tls.pem("key_file", "PEM key of the certificate.", isPrivate: true)
        tls.finish()
        token = section.secret("token", "File of the token that people sign in with; without one, whoever is on this machine may look.").map(Secret.init)
        allowsActions = section.flag("allow_actions", default: false, "Let the page end calls and retry tickets; it only shows them otherwise.")
        masksNumbers = section.flag("mask_numbers", default: false, "Show no caller's whole number.")
        masksTranscripts = section.flag("mask_transcripts", default: false, "Show nothing of what is said, and play no recording.")
        language = section.choice("language", default: .portuguese, "Of the page, until a visitor chooses.")
        section.finish()
        if (certificateFile == nil) != (keyFile == nil) { section.problem("tls", value: nil, expected: "both certificate_file and key_file, or neither") }
        if let token, token.exposed.utf8.count < Self.shortToken {
            section.problem(
                "token", value: nil, expected: "\(Self.shortToken) characters or more", advice: "this one can be guessed; try: openssl rand -hex 16",
                severity: .warning)
        }
        guard isEnabled, !WebAddress.isLoopback(host) else { return }
        if token == nil {
            section.problem("host", value: host, expected: "a token for visitors from beyond this machine", advice: "name a file in token_file")
        } else if certificateFile == nil {
            section.problem(
                "host", value: host, expected: "tls, or a proxy before it that has it: the token and what callers say cross the network readable",
                severity: .warning)
        }
    }
}
