extension AlertGroup {
    static let store = AlertGroup(name: "store", rules: [failing, journalDropped, recordsDropped, orphaned])

    private static let failing = AlertRule(
        "VoiceGatewayStoreFails", .critical, "increase(voice_gateway_store_failures_total[10m]) > 0",
        summary: #"The store of {{ $labels.instance }} failed {{ $value | printf "%.0f" }} times in 10 minutes"#,
        meaning: "tickets or calls under way could not be written or read: what OmniPlay does not take at once is lost",
        remedy: "room and rights of store_path, or the PostgreSQL of store_conninfo; `voice-gateway doctor`, checks disk and tickets.",
        .fires([#"voice_gateway_store_failures_total{instance="gw1"}"#: "0+1x20"], at: "15m", ["instance": "gw1"], value: "10"),
        .silent([#"voice_gateway_store_failures_total{instance="gw1"}"#: "12x20"], at: "15m"))

    private static let journalDropped = AlertRule(
        "VoiceGatewayJournalDropped", .warning, "increase(voice_gateway_journal_dropped_total[10m]) > 0",
        summary: #"{{ $labels.instance }} could not keep {{ $value | printf "%.0f" }} utterances for a crash in 10 minutes"#,
        meaning: "what calls said was not kept for the case that the gateway dies: the store is too slow or fails",
        remedy: "the disk of store_path (`iostat -x`), or the PostgreSQL's load.",
        .fires([#"voice_gateway_journal_dropped_total{instance="gw1"}"#: "0+5x20"], at: "15m", ["instance": "gw1"], value: "50"),
        .silent([#"voice_gateway_journal_dropped_total{instance="gw1"}"#: "5x20"], at: "15m"))

    private static let recordsDropped = AlertRule(
        "VoiceGatewayRecordsDropped", .critical, "increase(voice_gateway_records_dropped_total[10m]) > 0",
        summary: #"{{ $labels.instance }} lost the records of {{ $value | printf "%.0f" }} calls in 10 minutes"#,
        meaning: "records of calls could not be written",
        remedy: "room and rights of records_directory; `A call's record can't be written` in the log says why.",
        .fires([#"voice_gateway_records_dropped_total{instance="gw1"}"#: "0+1x20"], at: "15m", ["instance": "gw1"], value: "10"),
        .silent([#"voice_gateway_records_dropped_total{instance="gw1"}"#: "3x20"], at: "15m"))

    private static let orphaned = AlertRule(
        "VoiceGatewayCallsOrphaned", .warning,
        "sum by (instance, outcome) (\(PromQL.growth("voice_gateway_orphaned_calls_total", in: "15m"))) > 0",
        summary: #"{{ $labels.instance }} found {{ $value | printf "%.0f" }} calls whose gateway had died (now a {{ $labels.outcome }})"#,
        meaning: "a gateway died in the middle of calls, which became tickets or records",
        remedy: "what killed it: `journalctl -u voice-gateway`, `dmesg` for the kernel's out-of-memory killer. Call these callers back.",
        .fires(
            [#"voice_gateway_orphaned_calls_total{instance="gw1",outcome="ticket"}"#: "_x5 12x30"], at: "8m",
            ["instance": "gw1", "outcome": "ticket"], value: "12"),
        .silent([#"voice_gateway_orphaned_calls_total{instance="gw1",outcome="ticket"}"#: "_x5 12x40"], at: "30m"))
}
