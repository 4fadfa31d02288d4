extension AlertGroup {
    static let providers = AlertGroup(name: "providers", rules: [failing, ourFault, malformed, slow, unanswered, greetingSlow])

    private static let failing = AlertRule(
        "VoiceGatewayProviderFailing", .critical, lasting: "2m",
        """
        sum by (instance, provider) (increase(voice_gateway_provider_failures_total{class=~"retryable|fatal"}[10m]))
          / sum by (instance, provider) (increase(voice_gateway_calls_total[10m])) > 0.1
        and sum by (instance, provider) (increase(voice_gateway_provider_failures_total{class=~"retryable|fatal"}[10m])) >= 5
        """, summary: #"{{ $labels.provider }} fails {{ $value | printf "%.2f" }} times a call on {{ $labels.instance }}"#,
        meaning: "a provider failed in more than one call of ten, and at least five times within ten minutes",
        remedy: "`Provider failure` in the log has its code; then the provider's status page, key and quota; give its secretaries another provider.",
        .fires(
            [
                #"voice_gateway_provider_failures_total{instance="gw1",provider="openai",class="fatal"}"#: "0+1x30",
                #"voice_gateway_calls_total{instance="gw1",provider="openai",arm="voices/b"}"#: "0+2x30",
                #"voice_gateway_calls_total{instance="gw1",provider="openai"}"#: "0+2x30",
            ], at: "20m", ["instance": "gw1", "provider": "openai"], value: "0.25"),
        // Too few, too small a share, not long enough.
        .silent(
            [
                #"voice_gateway_provider_failures_total{instance="gw1",provider="openai",class="fatal"}"#: "0x15 3x30",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="openai",class="benign"}"#: "0+9x50",
                #"voice_gateway_calls_total{instance="gw1",provider="openai"}"#: "0+1x50",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="xai",class="retryable"}"#: "0+1x50",
                #"voice_gateway_calls_total{instance="gw1",provider="xai"}"#: "0+20x50",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="eleven",class="fatal"}"#: "0x19 8x30",
                #"voice_gateway_calls_total{instance="gw1",provider="eleven"}"#: "0+2x50",
            ], at: "21m"))

    private static let ourFault = AlertRule(
        "VoiceGatewayProviderRefusesWhatWeSend", .warning,
        #"sum by (instance, provider) (\#(PromQL.growth(#"voice_gateway_provider_failures_total{class="our_fault"}"#, in: "15m"))) > 5"#,
        summary: #"{{ $labels.provider }} refused {{ $value | printf "%.0f" }} messages of {{ $labels.instance }} in 15 minutes"#,
        meaning: "a provider called more than five messages within 15 minutes wrong",
        remedy: "`Provider failure` in the log names the field; has the model or its protocol changed, or a setting that it does not take?",
        .fires(
            [#"voice_gateway_provider_failures_total{instance="gw1",provider="openai",class="our_fault"}"#: "_x5 8x30"], at: "10m",
            ["instance": "gw1", "provider": "openai"], value: "8"),
        .silent(
            [
                #"voice_gateway_provider_failures_total{instance="gw1",provider="openai",class="our_fault"}"#: "8x40",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="xai",class="our_fault"}"#: "_x20 3x40",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="eleven",class="benign"}"#: "0+9x40",
                #"voice_gateway_provider_failures_total{instance="gw1",provider="own",class="benign"}"#: "_x20 9x40",
            ], at: "30m"))

    private static let malformed = AlertRule(
        "VoiceGatewayProviderEventsMalformed", .warning,
        "sum by (instance, provider) (\(PromQL.growth("voice_gateway_provider_malformed_events_total", in: "15m"))) > 20",
        summary: #"{{ $labels.provider }} sent {{ $value | printf "%.0f" }} malformed events to {{ $labels.instance }} in 15 minutes"#,
        meaning: "more than 20 of a provider's events within 15 minutes were not what its protocol says",
        remedy: "`Provider sent a malformed event` in the log names the field; calls go on without them.",
        .fires(
            [#"voice_gateway_provider_malformed_events_total{instance="gw1",provider="xai"}"#: "0+2x30"], at: "20m",
            ["instance": "gw1", "provider": "xai"], value: "30"),
        .silent([#"voice_gateway_provider_malformed_events_total{instance="gw1",provider="xai"}"#: "0+1x30"], at: "20m"))

    /// The provider, and at least so many of what its histogram counts within ten minutes: of fewer the quantile says nothing.
    private static func slow(_ histogram: String, limit: String, count: Int) -> String {
        """
        \(PromQL.quantile("0.95", of: histogram, by: "instance, provider", in: "10m")) > \(limit)
        and sum by (instance, provider) (increase(\(histogram)_count[10m])) >= \(count)
        """
    }

    private static let slow = AlertRule(
        "VoiceGatewayAnswersSlow", .warning, lasting: "5m", slow("voice_gateway_turn_voice_to_voice_seconds", limit: "2.5", count: 20),
        summary: #"Callers of {{ $labels.provider }} on {{ $labels.instance }} wait up to {{ $value | printf "%.1f" }} s (p95)"#,
        meaning: "one answer of twenty came more than 2.5 s after the caller's last word, of at least 20 within ten minutes",
        remedy: "the panels of spans: endpointing is the turn detection, thinking the provider, gateway down this machine.",
        .fires(
            [
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="2.5"}"#: "0+8x30",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="3.0"}"#: "0+10x30",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+10x30",
                #"voice_gateway_turn_voice_to_voice_seconds_count{instance="gw1",provider="openai"}"#: "0+10x30",
            ], at: "20m", ["instance": "gw1", "provider": "openai"], value: "2.9"),
        // Too few, quick enough, not long enough.
        .silent(
            [
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="2.5"}"#: "0x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="5.0"}"#: "0+1x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+1x60",
                #"voice_gateway_turn_voice_to_voice_seconds_count{instance="gw1",provider="openai"}"#: "0+1x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="xai",le="2.5"}"#: "0+10x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="xai",le="5.0"}"#: "0+10x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="xai",le="+Inf"}"#: "0+10x60",
                #"voice_gateway_turn_voice_to_voice_seconds_count{instance="gw1",provider="xai"}"#: "0+10x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="eleven",le="2.5"}"#: "0x60",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="eleven",le="5.0"}"#: "0x19 50x40",
                #"voice_gateway_turn_voice_to_voice_seconds_bucket{instance="gw1",provider="eleven",le="+Inf"}"#: "0x19 50x40",
                #"voice_gateway_turn_voice_to_voice_seconds_count{instance="gw1",provider="eleven"}"#: "0x19 50x40",
            ], at: "22m"))

    private static let unanswered = AlertRule(
        "VoiceGatewayTurnsUnanswered", .warning, lasting: "5m",
        """
        sum by (instance, provider) (increase(voice_gateway_turns_total{outcome="unanswered"}[10m]))
          / sum by (instance, provider) (increase(voice_gateway_turns_total[10m])) > 0.3
        and sum by (instance, provider) (increase(voice_gateway_turns_total[10m])) >= 20
        """, summary: "{{ $labels.provider }} leaves {{ $value | humanizePercentage }} of the turns on {{ $labels.instance }} without an answer",
        meaning: "more than 30 % of a provider's turns got no audible answer, of at least 20 within ten minutes",
        remedy: "listen to a recording: a provider that is silent, or noise that counts as speech (turn_detection).",
        .fires(
            [
                #"voice_gateway_turns_total{instance="gw1",provider="openai",outcome="unanswered"}"#: "0+4x30",
                #"voice_gateway_turns_total{instance="gw1",provider="openai",outcome="answered"}"#: "0+6x30",
            ], at: "20m", ["instance": "gw1", "provider": "openai"], value: "40%"),
        // Too few, too small a share, not long enough.
        .silent(
            [
                #"voice_gateway_turns_total{instance="gw1",provider="openai",outcome="unanswered"}"#: "0+1x50",
                #"voice_gateway_turns_total{instance="gw1",provider="xai",outcome="unanswered"}"#: "0+2x50",
                #"voice_gateway_turns_total{instance="gw1",provider="xai",outcome="answered"}"#: "0+8x50",
                #"voice_gateway_turns_total{instance="gw1",provider="eleven",outcome="unanswered"}"#: "0x19 90x30",
                #"voice_gateway_turns_total{instance="gw1",provider="eleven",outcome="answered"}"#: "0+8x50",
            ], at: "22m"))

    private static let greetingSlow = AlertRule(
        "VoiceGatewayGreetingSlow", .warning, lasting: "5m", slow("voice_gateway_greeting_seconds", limit: "4", count: 10),
        summary: #"Callers of {{ $labels.provider }} on {{ $labels.instance }} hear nothing for up to {{ $value | printf "%.1f" }} s (p95)"#,
        meaning: "one greeting of twenty came more than 4 s after the call's start, of at least ten within ten minutes",
        remedy: "`Provider ready` in the log tells how long connecting takes; then DNS, TLS and the provider's region.",
        .fires(
            [
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="4.0"}"#: "0+1x30",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="5.0"}"#: "0+2x30",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+2x30",
                #"voice_gateway_greeting_seconds_count{instance="gw1",provider="openai"}"#: "0+2x30",
            ], at: "20m", ["instance": "gw1", "provider": "openai"], value: "4.9"),
        // Too few, quick enough, not long enough.
        .silent(
            [
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="4.0"}"#: "0x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="5.0"}"#: "0+0.5x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+0.5x60",
                #"voice_gateway_greeting_seconds_count{instance="gw1",provider="openai"}"#: "0+0.5x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="xai",le="4.0"}"#: "0+2x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="xai",le="5.0"}"#: "0+2x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="xai",le="+Inf"}"#: "0+2x60",
                #"voice_gateway_greeting_seconds_count{instance="gw1",provider="xai"}"#: "0+2x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="eleven",le="4.0"}"#: "0x60",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="eleven",le="5.0"}"#: "0x19 50x40",
                #"voice_gateway_greeting_seconds_bucket{instance="gw1",provider="eleven",le="+Inf"}"#: "0x19 50x40",
                #"voice_gateway_greeting_seconds_count{instance="gw1",provider="eleven"}"#: "0x19 50x40",
            ], at: "22m"))
}
