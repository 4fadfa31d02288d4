extension BoardRow {
    static let providers = BoardRow(
        title: "Providers",
        panels: [
            rate(
                "Failures", "By provider and class: fatal and retryable cost calls, our_fault is what we sent, benign nothing.", of: "provider_failures",
                by: "provider, class"),
            rate("Connected again", "Second attempts to connect, by provider.", of: "provider_retries", by: "provider"),
            share(
                "Calls that break off", "Share of a provider's calls that ended by its failure.",
                of: #"reason=~"provider_.+|session_expired|format_mismatch""#, in: "calls_ended"),
            share(
                "Turns without an answer", "Share of a provider's turns that got no audible answer.", of: #"outcome="unanswered""#, in: "turns"),
            .graph(
                "Events not understood", .perMinute, "Malformed events, and those of types that the gateway does not know, in a minute.",
                [
                    "{{provider}} malformed": perMinute("provider_malformed_events", by: "provider"),
                    "{{provider}} unknown": perMinute("provider_unrecognised_events", by: "provider"),
                ]),
            rate("Calls by arm", "Calls begun by arm of an experiment; without a name: in none.", of: "calls", by: "provider, arm"),
            .graph(
                "Arms taken out", .yesNo, "Arms that a guardrail has taken out of their experiment, by gateway.",
                ["{{instance}} {{arm}}": #"max by (instance, arm) (voice_gateway_experiment_arm_stopped\#(Board.gateways))"#]),
        ])

    private static func perMinute(_ counter: String, by labels: String) -> String {
        "sum by (\(labels)) (rate(voice_gateway_\(counter)_total\(Board.calls)[$__rate_interval])) * 60"
    }

    private static func share(_ title: String, _ description: String, of matcher: String, in counter: String) -> BoardPanel {
        let rates = [Board.calls.dropLast() + ",\(matcher)}", Board.calls].map {
            "sum by (provider) (rate(voice_gateway_\(counter)_total\($0)[$__rate_interval]))"
        }
        return .graph(title, .share, description, ["{{provider}}": PromQL.share(of: rates[0], in: rates[1])])
    }

    private static func rate(_ title: String, _ description: String, of counter: String, by labels: String) -> BoardPanel {
        let legend = labels.split(separator: ", ").map { "{{\($0)}}" }.joined(separator: " ")
        return .graph(title, .perMinute, "\(description) In a minute.", isStacked: true, [legend: perMinute(counter, by: labels)])
    }
}
