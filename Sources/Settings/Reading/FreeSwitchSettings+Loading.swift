import WireProtocols

extension FreeSwitchSettings {
    init(name: String, _ section: Section) {
        let host = section.text("host", default: "127.0.0.1", "Address of FreeSWITCH's event socket.")
        let port = section.integer("port", default: 8_021, in: 1...65_535, "Port of the event socket.")
        let password = section.secret("password", "File of the event socket's password; without one, FreeSWITCH's own default counts.")
        let domain = section.text("domain", "Domain of extensions that are given without one.")
        let context = section.text(
            "dialplan_context", "Dialplan context of transfer_extension; by default the secretary's domain where FusionPBX has it, else `default`.")
        let timeout = section.milliseconds("connect_timeout_ms", default: 5_000, in: 100...60_000, "From the name's resolution to the connection.")
        let ringsBack = section.flag("ringback", default: true, "The caller hears a ringing tone (425 Hz) while attendants' telephones ring.")
        section.finish()
        let isAddress = host.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !host.contains("/")
        if !isAddress { section.problem("host", value: host, expected: "an address or name alone", advice: "the port goes into the key port") }
        if password == nil || password == Self.installedPassword, !WebAddress.isLoopback(host) {
            section.problem(
                "password", value: nil, expected: "a password of its own, not FreeSWITCH's default", advice: "event_socket.conf.xml holds it",
                severity: .warning)
        }
        self.init(
            name: name, host: host, port: port, password: Secret(password ?? Self.installedPassword), domain: domain, dialplanContext: context,
            connectTimeout: timeout)
        self.ringsBack = ringsBack
    }
}
