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
        all += [settings.storeConninfo, settings.fusionPBX?.conninfo]
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
        UTF8Text.printable(secrets.reduce(text) { Self.cover($0, $1) }, bytes: 2_000)
    }

    /// A short secret is masked where it stands alone: within other words it says nothing, and they could not be read any more.
    private static func cover(_ text: String, _ secret: String) -> String {
        guard secret.count < 8 else { return text.replacing(secret, with: "***") }
        var (covered, rest) = ("", text[...])
        while let found = rest.firstRange(of: secret) {
            let before = rest[..<found.lowerBound].last ?? covered.last
            let isAlone = [before, rest[found.upperBound...].first].allSatisfy { $0.map { !$0.isLetter && !$0.isNumber } ?? true }
            covered += rest[..<found.lowerBound] + (isAlone ? "***" : secret)
            rest = rest[found.upperBound...]
        }
        return covered + rest
    }
}
