extension BoardRow {
    static let calls = BoardRow(
        title: "Calls",
        panels: [
            .number("Gateways", .count, "Gateways that take new calls.", #"sum(voice_gateway_ready\#(Board.gateways))"#),
            .number("In progress", .count, "Calls in progress.", #"sum(voice_gateway_calls_active\#(Board.gateways))"#),
            .number(
                "Begun", .perMinute, "Calls begun in a minute.",
                #"sum(rate(voice_gateway_calls_total\#(Board.calls)[$__rate_interval])) * 60"#),
            .number(
                "Answer, p95", .seconds, "One answer of twenty comes later than this after the caller's last word.",
                #"histogram_quantile(0.95, sum by (le) (rate(voice_gateway_turn_voice_to_voice_seconds_bucket\#(Board.calls)[$__rate_interval])))"#
            ),
            .number(
                "Refused", .count, "Streams that were not taken, within the range of time shown.",
                "sum(\(PromQL.growth("voice_gateway_calls_refused_total\(Board.gateways)", in: "$__range"))) or vector(0)"),
            .number(
                "Tickets waiting", .count, "Tickets that OmniPlay does not have yet.", #"sum(voice_gateway_outbox_pending\#(Board.gateways))"#),
            .graph(
                "Calls in progress", .count, "By gateway.", isStacked: true,
                ["{{instance}}": #"sum by (instance) (voice_gateway_calls_active\#(Board.gateways))"#]),
            .graph(
                "How full", .share, "Calls in progress against limits.max_calls, by gateway; at 100 % new ones are refused.",
                [
                    "{{instance}}":
                        #"max by (instance) (voice_gateway_calls_active\#(Board.gateways) / voice_gateway_limit_calls\#(Board.gateways))"#
                ]),
            .graph(
                "Calls begun", .perMinute, "By provider, in a minute.", isStacked: true,
                [
                    "{{provider}}":
                        #"sum by (provider) (rate(voice_gateway_calls_total\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
            .graph(
                "Calls ended", .perMinute, "By reason, in a minute; provider_… and stream_… are failures.", isStacked: true,
                [
                    "{{reason}}":
                        #"sum by (reason) (rate(voice_gateway_calls_ended_total\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
            .graph(
                "Streams refused", .perMinute, "By reason, in a minute.", isStacked: true,
                ["{{reason}}": #"sum by (reason) (rate(voice_gateway_calls_refused_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .quantiles(
                "How long calls last", "Median and tail, by provider.",
                of: #"voice_gateway_call_duration_seconds\#(Board.calls)"#),
            .graph(
                "Turns", .perMinute, "By outcome, in a minute.", isStacked: true,
                [
                    "{{outcome}}":
                        #"sum by (outcome) (rate(voice_gateway_turns_total\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
        ])
}
