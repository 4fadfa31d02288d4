import CallControl
import Gateway
import Settings

/// Would each provider take a call now: its credentials, its model and voice, the formats? A real connection, without audio.
struct ProviderCheck: DoctorCheck {
    private static let name = "provider"

    func findings(at site: Site) -> [Finding] {
        site.providers.map { provider in
            if provider.apiKey == nil, provider.isVendorHost {
                return Finding(
                    .failed, Self.name, provider.name, "no API key",
                    advice: ["put it into \(provider.kind.keyVariable), or into the file that providers.\(provider.name).api_key_file names"])
            }
            let limit = min(provider.readyTimeout, site.patience)
            return Self.finding(provider, ProviderTrial.run(provider, in: site.settings, within: limit), limit)
        }
    }

    private static func finding(_ provider: ProviderSettings, _ outcome: ProviderTrial.Outcome, _ limit: Duration) -> Finding {
        switch outcome {
        case .ready(let ready) where ready.isAsAsked:
            let formats = "\(ready.session.formatToAgent) to it and \(ready.session.formatFromAgent) from it"
            return Finding(.ok, name, provider.name, "ready after \(Int(ready.after.inMilliseconds)) ms, \(formats)")
        case .ready(let ready):
            return Finding(
                .failed, name, provider.name, "asked for \(ready.asked), it confirms \(ready.session.formatToAgent) and \(ready.session.formatFromAgent)",
                advice: ["set providers.\(provider.name).audio to what it confirms"])
        case .unplanned(let words): return Finding(.failed, name, provider.name, words, advice: ["complete providers.\(provider.name)"])
        case .failed(let failure): return Finding(.failed, name, provider.name, "\(failure.code): \(failure.message)", advice: advice(provider, failure))
        case .timedOut(let isConnected):
            let seconds = Int(limit.inMilliseconds / 1_000)
            return Finding(
                .failed, name, provider.name, "\(isConnected ? "connected, but not ready" : "no connection") within \(seconds) s",
                advice: [isConnected ? "check its model, voice and agent" : "check the way to it: DNS, firewall, proxy; or its url"])
        }
    }

    private static func advice(_ provider: ProviderSettings, _ failure: AgentFailure) -> [String] {
        let key = "providers.\(provider.name)"
        switch failure.code {
        case "http_401", "http_403": return ["check the key: \(provider.kind.keyVariable) or \(key).api_key_file, and that the account may use this service"]
        case "http_404": return ["check \(key).url, model and agent_id"]
        case "http_429": return ["the account's limits are reached: wait, or raise them at the vendor"]
        case "tls": return ["name the server's CA in \(key).extra_ca_file", "check this machine's clock and its ca-certificates"]
        case "dns", "connect", "timeout": return ["check the way to it: DNS, firewall, proxy", "check \(key).url"]
        default: return ["check \(key): key, model, voice, agent_id"]
        }
    }
}
