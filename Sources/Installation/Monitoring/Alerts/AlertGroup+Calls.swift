import CallControl

extension AlertGroup {
    static let calls = AlertGroup(name: "calls", rules: [nearlyFull, refusedForLoad, refused, lost, noCalls])

    private static let nearlyFull = AlertRule(
        "VoiceGatewayNearlyFull", .warning, lasting: "5m", "voice_gateway_calls_active / voice_gateway_limit_calls > 0.8",
        summary: "{{ $labels.instance }} carries {{ $value | humanizePercentage }} of the calls it may",
        meaning: "more than 80 % of limits.max_calls were in progress for five minutes; beyond it calls are refused",
        remedy: "add a gateway, or raise limits.max_calls if loop lateness and busy leave room.",
        .fires(
            [#"voice_gateway_calls_active{instance="gw1"}"#: "100x2 180x20", #"voice_gateway_limit_calls{instance="gw1"}"#: "200x30"], at: "10m",
            ["instance": "gw1"], value: "90%"),
        // Room enough, not long enough, and a limit that was raised.
        .silent(
            [
                #"voice_gateway_calls_active{instance="gw1"}"#: "150x30", #"voice_gateway_limit_calls{instance="gw1"}"#: "200x30",
                #"voice_gateway_calls_active{instance="gw2"}"#: "100x6 180x30", #"voice_gateway_limit_calls{instance="gw2"}"#: "200x30",
                #"voice_gateway_calls_active{instance="gw3"}"#: "180x30", #"voice_gateway_limit_calls{instance="gw3"}"#: "200x3 400x30",
            ], at: "10m"))

    private static let refusedForLoad = AlertRule(
        "VoiceGatewayFull", .critical,
        "sum by (instance, reason) (\(PromQL.growth(#"voice_gateway_calls_refused_total{reason=~"too_many_calls|overloaded"}"#, in: "5m"))) > 0",
        summary: #"{{ $labels.instance }} refused {{ $value | printf "%.0f" }} calls in 5 minutes: {{ $labels.reason }}"#,
        meaning: "calls were refused because a gateway has limits.max_calls of them, or its loops are late",
        remedy: "too_many_calls: add a gateway or raise limits.max_calls if the loops are idle enough; overloaded: see what else runs on its cores.",
        .fires(
            [#"voice_gateway_calls_refused_total{instance="gw1",reason="too_many_calls"}"#: "_x10 1 4x10"], at: "12m",
            ["instance": "gw1", "reason": "too_many_calls"], value: "4"),
        .silent(
            [
                #"voice_gateway_calls_refused_total{instance="gw1",reason="too_many_calls"}"#: "7x20",
                #"voice_gateway_calls_refused_total{instance="gw1",reason="draining"}"#: "0+1x20",
            ], at: "12m"))

    private static let refused = AlertRule(
        "VoiceGatewayStreamsRefused", .warning,
        """
        sum by (instance, reason) (
          \(PromQL.growth(#"voice_gateway_calls_refused_total{reason!~"too_many_calls|overloaded|draining"}"#, in: "15m"))
        ) > 5
        """, summary: #"{{ $labels.instance }} refused {{ $value | printf "%.0f" }} streams in 15 minutes: {{ $labels.reason }}"#,
        meaning: "more than five streams within 15 minutes were refused for what they ask or lack",
        remedy: "`Stream refused` in the log says why: unauthorised, FreeSWITCH's token; not_servable, secretary or provider; bad_request, the dialplan.",
        .fires(
            [#"voice_gateway_calls_refused_total{instance="gw1",reason="not_servable"}"#: "0+1x30"], at: "20m",
            ["instance": "gw1", "reason": "not_servable"], value: "15"),
        .silent(
            [
                #"voice_gateway_calls_refused_total{instance="gw1",reason="unauthorised"}"#: "_x5 2x30",
                #"voice_gateway_calls_refused_total{instance="gw1",reason="overloaded"}"#: "0+9x30",
                #"voice_gateway_calls_refused_total{instance="gw1",reason="draining"}"#: "_x5 9x30",
            ], at: "10m"))

    /// Ends that are none of a call's own.
    private static let failures = CallEnd.allCases.filter { !$0.isRegular }.map(\.rawValue).joined(separator: "|")

    private static let lost = AlertRule(
        "VoiceGatewayCallsBreakOff", .critical, lasting: "2m",
        """
        sum by (instance, provider) (increase(voice_gateway_calls_ended_total{reason=~"\(failures)"}[10m]))
          / sum by (instance, provider) (increase(voice_gateway_calls_ended_total[10m])) > 0.05
        and sum by (instance, provider) (increase(voice_gateway_calls_ended_total{reason=~"\(failures)"}[10m])) >= 5
        """, summary: "{{ $value | humanizePercentage }} of the calls with {{ $labels.provider }} break off on {{ $labels.instance }}",
        meaning: "more than 5 % of a provider's calls, and at least five within ten minutes, ended by a failure",
        remedy: "the panel of ends by reason: provider_…, the provider or the way to it; stream_…, FreeSWITCH, its network or the stream's profile.",
        .fires(
            [
                #"voice_gateway_calls_ended_total{instance="gw1",provider="openai",reason="provider_failed"}"#: "0+1x30",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="openai",reason="caller_hung_up"}"#: "0+9x30",
            ], at: "20m", ["instance": "gw1", "provider": "openai"], value: "10%"),
        // Too few, too small a share, not long enough.
        .silent(
            [
                #"voice_gateway_calls_ended_total{instance="gw1",provider="openai",reason="stream_lost"}"#: "0x15 3x30",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="openai",reason="caller_hung_up"}"#: "0+1x50",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="xai",reason="provider_failed"}"#: "0+1x50",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="xai",reason="caller_hung_up"}"#: "0+99x50",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="eleven",reason="provider_failed"}"#: "0x19 6x30",
                #"voice_gateway_calls_ended_total{instance="gw1",provider="eleven",reason="caller_hung_up"}"#: "0+9x50",
            ], at: "21m"))

    /// A count that isn't there, as after a restart without calls, is no count of 0: hence `unless`.
    private static let noCalls = AlertRule(
        "VoiceGatewayNoCalls", .warning, lasting: "10m",
        """
        sum by (job) (increase(voice_gateway_calls_total[30m] offset 1w)) > 50
        unless sum by (job) (increase(voice_gateway_calls_total[30m])) > 0
        """, summary: #"No call in half an hour; a week ago there were {{ $value | printf "%.0f" }}"#,
        meaning: "no call came within half an hour, in which more than 50 came a week ago",
        remedy: "call in; then the dialplan, the trunk, and `voice-gateway doctor`.",
        .fires(
            [#"voice_gateway_calls_total{job="voice-gateway",instance="gw1",provider="openai"}"#: "0+20x1008 20160x12"], over: .days, at: "10170m",
            ["job": "voice-gateway"], value: "60"),
        .silent(
            [
                #"voice_gateway_calls_total{job="voice-gateway",instance="gw1",provider="openai"}"#: "0+20x1008 20160+1x12",
                #"voice_gateway_calls_total{job="small",instance="gw2",provider="openai"}"#: "0+1x1008 1008x12",
                #"voice_gateway_calls_total{job="just",instance="gw3",provider="openai"}"#: "0+20x1014 20280x12",
            ], over: .days, at: "10170m"))
}
