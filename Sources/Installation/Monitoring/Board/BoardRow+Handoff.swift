extension BoardRow {
    static let handoff = BoardRow(
        title: "Handoff and outbox",
        panels: [
            .graph(
                "Handoffs by outcome", .perMinute, "In a minute; failed: neither a person nor a ticket.", isStacked: true,
                ["{{outcome}}": #"sum by (outcome) (rate(voice_handoff_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "Handoffs by reason", .perMinute, "In a minute.", isStacked: true,
                ["{{reason}}": #"sum by (reason) (rate(voice_handoff_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "How long handoffs take", .seconds, "From the wish for a person to the handoff's end.",
                ["p50": quantile("0.5", "voice_handoff_duration_seconds"), "p95": quantile("0.95", "voice_handoff_duration_seconds")]),
            .graph(
                "Requests to OmniPlay", .perMinute, "By what was asked for and outcome, in a minute; whatever is not ok is a failure.", isStacked: true,
                [
                    "{{request}} {{outcome}}":
                        #"sum by (request, outcome) (rate(voice_gateway_omniplay_requests_total\#(Board.gateways)[$__rate_interval])) * 60"#
                ]),
            .graph(
                "OmniPlay's answers, p95", .seconds, "One answer of twenty takes longer, failures too, by what was asked for.",
                [
                    "{{request}}": PromQL.quantile(
                        "0.95", of: "voice_gateway_omniplay_request_seconds\(Board.gateways)", by: "request", in: Board.span)
                ]),
            .graph(
                "Event sockets", .yesNo, "Logged in at FreeSWITCH, by gateway and server.",
                ["{{instance}} {{server}}": #"min by (instance, server) (voice_gateway_event_socket_up\#(Board.gateways))"#]),
            .graph(
                "Tickets", .count, "Tickets that OmniPlay does not have yet, and those given up.",
                [
                    "{{instance}} waiting": #"sum by (instance) (voice_gateway_outbox_pending\#(Board.gateways))"#,
                    "{{instance}} given up": #"sum by (instance) (voice_gateway_outbox_failed\#(Board.gateways))"#,
                ]),
            .graph(
                "Oldest ticket", .seconds, "How long the oldest ticket has waited, by gateway.",
                ["{{instance}}": #"max by (instance) (voice_gateway_outbox_oldest_seconds\#(Board.gateways))"#]),
            .graph(
                "What was lost", .count, "Failures of the store, utterances not kept for a crash, records not written: since each gateway's start.",
                [
                    "{{instance}} store": #"sum by (instance) (voice_gateway_store_failures_total\#(Board.gateways))"#,
                    "{{instance}} journal": #"sum by (instance) (voice_gateway_journal_dropped_total\#(Board.gateways))"#,
                    "{{instance}} records": #"sum by (instance) (voice_gateway_records_dropped_total\#(Board.gateways))"#,
                ]),
            .graph(
                "Calls whose gateway died", .count, "By what became of them, since each gateway's start.",
                ["{{instance}} {{outcome}}": #"sum by (instance, outcome) (voice_gateway_orphaned_calls_total\#(Board.gateways))"#]),
            .graph(
                "Secretaries asked of FusionPBX", .perMinute, "By outcome, in a minute; stale: known from before.", isStacked: true,
                ["{{outcome}}": #"sum by (outcome) (rate(voice_gateway_secretary_lookups_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "How long calls wait for their secretary", .seconds, "From the question to FusionPBX's answer.",
                ["p50": quantile("0.5", "voice_gateway_secretary_lookup_seconds"), "p95": quantile("0.95", "voice_gateway_secretary_lookup_seconds")]),
            .graph(
                "FusionPBX", .yesNo, "Its database could be asked when it last was, by gateway.",
                ["{{instance}}": #"min by (instance) (voice_gateway_fusionpbx_up\#(Board.gateways))"#]),
            .graph(
                "Business hours unknown", .perMinute, "By problem, in a minute.",
                ["{{problem}}": #"sum by (problem) (rate(voice_gateway_unknown_schedules_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
        ])

    private static func quantile(_ share: String, _ histogram: String) -> String {
        "histogram_quantile(\(share), sum by (le) (rate(\(histogram)_bucket\(Board.gateways)[$__rate_interval])))"
    }
}
