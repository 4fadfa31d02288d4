extension BoardRow {
    /// Money is in the currency that the legend names: Grafana's units know no currency that a query tells.
    static let cost = BoardRow(
        title: "Cost",
        panels: [
            .graph(
                "Cost of an hour", .count, "What providers charge in an hour at the present rate, by the configured prices.", isStacked: true,
                [
                    "{{provider}} {{currency}}":
                        #"sum by (provider, currency) (rate(voice_gateway_cost_total\#(Board.calls)[$__rate_interval])) * 3600"#
                ]),
            .graph(
                "Cost of a minute of calls", .count, "What a provider charges for each minute that its calls lasted.",
                [
                    "{{provider}} {{currency}}":
                        #"sum by (provider, currency) (rate(voice_gateway_cost_total\#(Board.calls)[$__rate_interval])) / on (provider) group_left sum by (provider) (rate(voice_gateway_call_duration_seconds_sum\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
            .bars(
                "Cost by arm", .count, "Within the range of time shown, by provider and arm of an experiment.",
                [
                    "{{provider}} {{arm}} {{currency}}":
                        "sum by (provider, arm, currency) (\(PromQL.growth("voice_gateway_cost_total\(Board.calls)", in: "$__range")))"
                ]),
            .graph(
                "Tokens", .perMinute, "That providers reported, by kind, in a minute; cached ones are part of the input.",
                [
                    "{{provider}} {{kind}}":
                        #"sum by (provider, kind) (rate(voice_gateway_tokens_total\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
            .graph(
                "Calls of unknown cost", .perMinute, "Whose provider did not report what is charged for, or used what has no price, in a minute.",
                isStacked: true,
                [
                    "{{provider}}":
                        #"sum by (provider) (rate(voice_gateway_calls_of_unknown_cost_total\#(Board.calls)[$__rate_interval])) * 60"#
                ]),
        ])
}
