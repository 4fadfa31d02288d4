import Foundation
import Gateway
import Settings
import Transport
import WireProtocols

/// Does this machine's clock agree with the servers' it talks to? TLS, signed uploads, business hours and every transcript go by it.
struct ClockCheck: DoctorCheck {
    private static let name = "clock"
    private static let tolerable = 5.0
    private static let fatal = 60.0

    func findings(at site: Site) -> [Finding] {
        let client = HTTPClient()
        defer { client.stop() }
        for address in Self.addresses(site) {
            guard let skew = Self.skew(address, client, site) else { continue }
            return [Self.finding(skew, address)]
        }
        return [
            Finding(.warning, Self.name, nil, "not compared: no server told the time", advice: ["timedatectl: it should say “System clock synchronized: yes”"])
        ]
    }

    private static func addresses(_ site: Site) -> [WebAddress] {
        let omniplay = site.settings.omniplay.access.url.flatMap { WebAddress($0) }
        return ([omniplay] + site.providers.map { ProviderTrial.address(of: $0, in: site.settings) }).compactMap { $0 }
    }

    /// Seconds that this clock is ahead; a server's tells whole ones. Any answer will do, a refusal too.
    private static func skew(_ address: WebAddress, _ client: HTTPClient, _ site: Site) -> Double? {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        let request = HTTPRequest(
            method: "HEAD", url: "\(address.isSecure ? "https" : "http")://\(host):\(address.port)/", connectTimeout: .seconds(2),
            timeout: min(.seconds(5), site.patience),
            extraCAFile: site.settings.omniplay.extraCAFile)
        let answer = PatientAnswer<Result<HTTPResponse, HTTPFailure>>()
        let before = Date()
        client.send(request) { answer.give($0) }
        guard case .success(let response)? = answer.wait(.seconds(6)), let text = response.date, let theirs = HTTPDate.parse(text) else { return nil }
        let middle = before.addingTimeInterval(Date().timeIntervalSince(before) / 2)
        // Cut to the second: half a second is added back.
        return middle.timeIntervalSince(theirs) - 0.5
    }

    static func finding(_ skew: Double, _ address: WebAddress) -> Finding {
        let size = (abs(skew) * 10).rounded() / 10
        let words = size <= 1 ? "agrees with \(address.host)'s" : "is \(size) s \(skew > 0 ? "ahead of" : "behind") \(address.host)'s"
        guard abs(skew) > tolerable else { return Finding(.ok, name, nil, words) }
        return Finding(
            abs(skew) > fatal ? .failed : .warning, name, nil, words,
            advice: [
                "set the clock by the network: systemctl enable --now systemd-timesyncd, or chrony",
                "compare with timedatectl; the other clock may be the wrong one",
            ])
    }
}
