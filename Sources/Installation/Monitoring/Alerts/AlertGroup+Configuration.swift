extension AlertGroup {
    /// What is configured here and in FusionPBX, experiments, traces.
    static let configuration = AlertGroup(
        name: "configuration", rules: [reloadRefused, fusionPBXDown, secretariesMissing, hoursUnknown, armStopped, tracesDropped])

    private static let reloadRefused = AlertRule(
        "VoiceGatewayReloadRefused", .warning, #"increase(voice_gateway_config_reloads_total{outcome="refused"}[15m]) > 0"#,
        summary: #"{{ $labels.instance }} refused its configuration {{ $value | printf "%.0f" }} times in 15 minutes"#,
        meaning: "a configuration that was read again has mistakes; the one before counts, until a restart fails on this one",
        remedy: "`voice-gateway config check` on the file names each mistake; then SIGHUP.",
        .fires(
            [#"voice_gateway_config_reloads_total{instance="gw1",outcome="refused"}"#: "0+1x30"], at: "20m",
            ["instance": "gw1", "outcome": "refused"], value: "15"),
        .silent(
            [
                #"voice_gateway_config_reloads_total{instance="gw1",outcome="refused"}"#: "2x40",
                #"voice_gateway_config_reloads_total{instance="gw1",outcome="loaded"}"#: "0+1x40",
            ], at: "20m"))

    private static let fusionPBXDown = AlertRule(
        "VoiceGatewayFusionPBXDown", .critical, lasting: "5m", "voice_gateway_fusionpbx_up == 0",
        summary: "{{ $labels.instance }} can't ask FusionPBX's database",
        meaning: "FusionPBX's database could not be asked for five minutes; secretaries known before are served for fusionpbx.stale_seconds",
        remedy: "`voice-gateway doctor`, check fusionpbx; `pg_isready` against the host of fusionpbx.conninfo_file.",
        .fires([#"voice_gateway_fusionpbx_up{instance="gw1"}"#: "1x2 0x20"], at: "10m", ["instance": "gw1"]),
        .silent([#"voice_gateway_fusionpbx_up{instance="gw1"}"#: "1x2 0x3 1x20"], at: "6m"))

    private static let secretariesMissing = AlertRule(
        "VoiceGatewaySecretariesMissing", .warning,
        #"sum by (instance, outcome) (\#(PromQL.growth(#"voice_gateway_secretary_lookups_total{outcome=~"absent|failed|late"}"#, in: "15m"))) > 5"#,
        summary: #"{{ $value | printf "%.0f" }} calls on {{ $labels.instance }} had no secretary of their own in 15 minutes: {{ $labels.outcome }}"#,
        meaning: "more than five calls within 15 minutes did not get their secretary from FusionPBX, but the default one or none",
        remedy: "`No secretary from FusionPBX` in the log: absent, the dialplan's uuid or a secretary switched off; failed and late, the database.",
        .fires(
            [#"voice_gateway_secretary_lookups_total{instance="gw1",outcome="late"}"#: "_x5 8x30"], at: "8m",
            ["instance": "gw1", "outcome": "late"], value: "8"),
        .silent(
            [
                #"voice_gateway_secretary_lookups_total{instance="gw1",outcome="absent"}"#: "_x5 2x30",
                #"voice_gateway_secretary_lookups_total{instance="gw1",outcome="found"}"#: "0+9x30",
            ], at: "8m"))

    private static let hoursUnknown = AlertRule(
        "VoiceGatewayHoursUnknown", .warning,
        "sum by (instance, problem) (\(PromQL.growth("voice_gateway_unknown_schedules_total", in: "1h"))) > 0",
        summary: #"{{ $labels.instance }} did not know {{ $value | printf "%.0f" }} times within an hour whether people work: {{ $labels.problem }}"#,
        meaning: "a secretary's business hours could not be had, and on_unknown_hours decided",
        remedy: "`Business hours` in the log names the secretary; `voice-gateway hours SECRETARY` explains rule by rule.",
        .fires(
            [#"voice_gateway_unknown_schedules_total{instance="gw1",problem="missing"}"#: "_x5 1x30"], at: "8m",
            ["instance": "gw1", "problem": "missing"], value: "1"),
        .silent([#"voice_gateway_unknown_schedules_total{instance="gw1",problem="missing"}"#: "4x90"], at: "80m"))

    private static let armStopped = AlertRule(
        "VoiceGatewayExperimentArmStopped", .warning, "voice_gateway_experiment_arm_stopped == 1",
        summary: "{{ $labels.instance }} took {{ $labels.arm }} out of its experiment",
        meaning: "a guardrail has taken an arm out of its experiment on this gateway",
        remedy: "`An arm of an experiment takes no more calls` in the log says why; set its weight to 0, for after a restart it is tried again.",
        .fires([#"voice_gateway_experiment_arm_stopped{instance="gw1",arm="voices/b"}"#: "0x3 1x9"], at: "5m", ["instance": "gw1", "arm": "voices/b"]),
        .silent([#"voice_gateway_experiment_arm_stopped{instance="gw1",arm="voices/b"}"#: "0x9"], at: "5m"))

    private static let tracesDropped = AlertRule(
        "VoiceGatewayTracesDropped", .info, "increase(voice_gateway_traces_dropped_total[15m]) > 0",
        summary: #"{{ $labels.instance }} dropped the traces of {{ $value | printf "%.0f" }} calls in 15 minutes"#,
        meaning: "traces of calls were dropped, for the collector did not take them or not quickly enough; calls are none the worse",
        remedy: "`Traces are not taken` in the log: tracing.endpoint, its authorisation, the collector's limits; a lower tracing.sample_ratio.",
        .fires([#"voice_gateway_traces_dropped_total{instance="gw1"}"#: "0+2x30"], at: "20m", ["instance": "gw1"], value: "30"),
        .silent([#"voice_gateway_traces_dropped_total{instance="gw1"}"#: "7x30"], at: "20m"))
}
