import Audio
import WireProtocols

extension ListenerSettings {
    init(name: String, _ section: Section) {
        self.name = name
        host = section.text("host", default: "127.0.0.1", "Address to listen on.")
        port = section.integer("port", default: 8_085, in: 0...65_535, "Port to listen on; 0: any free one.")
        let tls = section.section("tls")
        certificateFile = tls.pem("certificate_file", "PEM certificate chain: the listener then speaks wss and https only.")
        keyFile = tls.pem("key_file", "PEM key of the certificate.", isPrivate: true)
        tls.finish()
        token = section.secret("token", "File of the token that streams must bring as `Authorization: Bearer`.").map(Secret.init)
        allowUnauthenticated = section.flag("allow_unauthenticated", default: false, "Listen beyond this machine without a token.")
        freeSwitch = section.text("freeswitch", "Which FreeSWITCH its streams come from, unless their query says `freeswitch=`; by default the only one.")
        stream = StreamSettings(section.section("stream"))
        section.finish()
        if (certificateFile == nil) != (keyFile == nil) { section.problem("tls", value: nil, expected: "both certificate_file and key_file, or neither") }
        check(section)
    }

    private func check(_ section: Section) {
        let isAddress = host.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-.:_".unicodeScalars.contains($0) }
        let hasPort = host.contains(":") && !host.contains("::") && host.split(separator: ":").count == 2
        if !isAddress || hasPort {
            section.problem("host", value: host, expected: "an address or name alone", advice: "the port goes into the key port")
        } else if !isLoopback, token == nil, !allowUnauthenticated {
            section.problem(
                "host", value: host, expected: "a token for streams from beyond this machine",
                advice: "name a file in token_file, or say allow_unauthenticated: true")
        }
    }

    /// Would both want the same port of the same address?
    func collides(with other: ListenerSettings) -> Bool {
        let everywhere = ["0.0.0.0", "::", "*"]
        func plain(_ host: String) -> String { host == "localhost" ? "127.0.0.1" : host }
        return port == other.port && (plain(host) == plain(other.host) || everywhere.contains(host) || everywhere.contains(other.host))
    }
}
