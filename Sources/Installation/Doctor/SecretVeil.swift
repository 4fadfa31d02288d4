import Settings
import WireProtocols

/// Masks every configured secret in what is shown: servers repeat in their errors what they were given.
struct SecretVeil {
    private let secrets: [String]

    init(_ settings: GatewaySettings?) {
        guard let settings else {
            secrets = []
            return
        }
        var all = settings.listeners.map(\.token) + settings.freeSwitches.values.map(\.password) + settings.providers.values.map(\.apiKey)
        all += [settings.omniplay.access.token, settings.recording.upload?.accessKey, settings.recording.upload?.secretKey]
        // The longest first, so that no part of one remains.
        secrets = Set(all.compactMap { $0?.exposed }.filter { !$0.isEmpty }).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    func cover(_ finding: Finding) -> Finding {
        var finding = finding
        finding.message = cover(finding.message)
        finding.advice = finding.advice.map(cover)
        return finding
    }

    private func cover(_ text: String) -> String {
        UTF8Text.printable(secrets.reduce(text) { $0.replacing($1, with: "***") }, bytes: 2_000)
    }
}
