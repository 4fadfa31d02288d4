extension AlertGroup {
    static let process = AlertGroup(
        name: "process", rules: [down, absent, notReady, restarted, restartsOften, memoryGrows, filesRunOut, loopLate, ticksLate, loopBusy])

    private static let down = AlertRule(
        "VoiceGatewayDown", .critical, lasting: "1m", #"up{job="voice-gateway"} == 0"#, summary: "{{ $labels.instance }} does not answer",
        meaning: "a gateway could not be scraped for a minute",
        remedy: "`systemctl status voice-gateway` and its journal there; FreeSWITCH sends calls to the fallback or hangs them up.",
        .fires([#"up{job="voice-gateway",instance="gw1"}"#: "1x5 0x5"], at: "8m", ["instance": "gw1", "job": "voice-gateway"]),
        .silent([#"up{job="voice-gateway",instance="gw1"}"#: "1x5 0 1x5", #"up{job="node",instance="gw1"}"#: "0x9"], at: "6m"))

    private static let absent = AlertRule(
        "VoiceGatewayAbsent", .critical, lasting: "5m", #"absent(up{job="voice-gateway"})"#, summary: "No gateway is scraped",
        meaning: "Prometheus knows no target of the job voice-gateway", remedy: "compare scrape_configs with the gateways that should be there.",
        .fires([#"up{job="node",instance="gw1"}"#: "1x20"], at: "10m", ["job": "voice-gateway"]),
        .silent([#"up{job="voice-gateway",instance="gw1"}"#: "0x20"], at: "10m"),
        .silent([#"up{job="voice-gateway",instance="gw1"}"#: "1x3 stale"], at: "8m"))

    /// A drain ends after `drain_deadline_seconds`, by default 120.
    private static let notReady = AlertRule(
        "VoiceGatewayNotReady", .critical, lasting: "5m", "voice_gateway_ready == 0", summary: "{{ $labels.instance }} takes no new calls",
        meaning: "a gateway has been draining for five minutes", remedy: "see whether it hangs while it ends; if it was meant to end, kill it.",
        .fires([#"voice_gateway_ready{instance="gw1"}"#: "1x2 0x10"], at: "10m", ["instance": "gw1"]),
        .silent([#"voice_gateway_ready{instance="gw1"}"#: "1x2 0x3 1x10"], at: "6m"))

    private static func restarts(in span: String) -> String { #"changes(process_start_time_seconds{job="voice-gateway"}[\#(span)])"# }

    private static let restarted = AlertRule(
        "VoiceGatewayRestarted", .info, "\(restarts(in: "15m")) > 0", summary: "{{ $labels.instance }} was started anew",
        meaning: "a gateway's process is another than 15 minutes ago", remedy: "if nobody did it, look for the last lines before it in its journal.",
        .fires(
            [#"process_start_time_seconds{job="voice-gateway",instance="gw1"}"#: "1764140000x5 _x2 1764140400x20"], at: "10m",
            ["instance": "gw1", "job": "voice-gateway"]),
        // Another that was never there before, one that came back as it was, and another job's.
        .silent(
            [
                #"process_start_time_seconds{job="voice-gateway",instance="gw1"}"#: "_x5 1764140400x20",
                #"process_start_time_seconds{job="voice-gateway",instance="gw2"}"#: "1764140400x5 _x2 1764140400x20",
                #"process_start_time_seconds{job="node",instance="gw1"}"#: "1764140000x5 1764140400x20",
            ], at: "10m"))

    private static let restartsOften = AlertRule(
        "VoiceGatewayRestartsOften", .critical, "\(restarts(in: "1h")) >= 3",
        summary: "{{ $labels.instance }} was started anew {{ $value }} times within an hour",
        meaning: "a gateway began anew three times within an hour",
        remedy: "`journalctl -u voice-gateway` for what ends it; take it out of the dialplan meanwhile.",
        .fires(
            [#"process_start_time_seconds{job="voice-gateway",instance="gw1"}"#: "1764140000x5 1764140400x5 1764140700x5 1764141000x9"], at: "25m",
            ["instance": "gw1", "job": "voice-gateway"], value: "3"),
        .silent([#"process_start_time_seconds{job="voice-gateway",instance="gw1"}"#: "1764140000x5 1764140400x5 1764140700x9"], at: "20m"))

    /// The least of an hour, so that a busy moment is no growth. What 2,000 more calls take is less than 256 MiB.
    private static let memoryGrows = AlertRule(
        "VoiceGatewayMemoryGrows", .warning, lasting: "1h",
        """
        min_over_time(process_resident_memory_bytes{job="voice-gateway"}[1h])
          > 1.5 * min_over_time(process_resident_memory_bytes{job="voice-gateway"}[1h] offset 1d) + 268435456
        """, summary: "{{ $labels.instance }} holds {{ $value | humanize1024 }}B",
        meaning: "a gateway holds half as much memory again as a day ago, and 256 MiB more",
        remedy: "compare with calls in progress; without calls it is a leak: restart it in a quiet hour.",
        .fires(
            [#"process_resident_memory_bytes{job="voice-gateway",instance="gw1"}"#: "209715200x150 1073741824x30"], over: .days, at: "28h",
            ["instance": "gw1", "job": "voice-gateway"], value: "1Gi"),
        .silent(
            [
                #"process_resident_memory_bytes{job="voice-gateway",instance="gw1"}"#: "209715200x160 1073741824 419430400x30",
                #"process_resident_memory_bytes{job="voice-gateway",instance="gw2"}"#: "209715200x165 1073741824x30",
                #"process_resident_memory_bytes{job="node",instance="gw1"}"#: "209715200x150 1073741824x30",
            ], over: .days, at: "29h"))

    private static let filesRunOut = AlertRule(
        "VoiceGatewayFilesRunOut", .warning, lasting: "2m",
        #"process_open_fds{job="voice-gateway"} / process_max_fds{job="voice-gateway"} > 0.8"#,
        summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of its file descriptors open",
        meaning: "a gateway has more than 80 % of the file descriptors open that it may have; without one no call is taken",
        remedy: "LimitNOFILE against limits.max_calls: `voice-gateway doctor`, check file_limit; without calls it is a leak: restart it.",
        .fires(
            [
                #"process_open_fds{job="voice-gateway",instance="gw1"}"#: "100x5 900x9",
                #"process_max_fds{job="voice-gateway",instance="gw1"}"#: "1000x20",
            ], at: "10m", ["instance": "gw1", "job": "voice-gateway"], value: "90%"),
        .silent(
            [
                #"process_open_fds{job="voice-gateway",instance="gw1"}"#: "700x20",
                #"process_max_fds{job="voice-gateway",instance="gw1"}"#: "1000x20",
                #"process_open_fds{job="voice-gateway",instance="gw2"}"#: "100x9 900x0 100x9",
                #"process_max_fds{job="voice-gateway",instance="gw2"}"#: "1000x20",
                #"process_open_fds{job="node",instance="gw1"}"#: "900x20",
                #"process_max_fds{job="node",instance="gw1"}"#: "1000x20",
            ], at: "11m"))

    /// At `limits.max_loop_lateness_ms`, by default 20, new calls are refused.
    private static let loopLate = AlertRule(
        "VoiceGatewayLoopLate", .warning, lasting: "2m", "max by (instance) (voice_gateway_loop_lateness_seconds) > 0.01",
        summary: "A loop of {{ $labels.instance }} is {{ $value | humanizeDuration }} late",
        meaning: "a loop's ticks came more than 10 ms late for two minutes; from 20 ms on calls are refused",
        remedy: "look for another process on its cores and for steal time; lower limits.max_calls or add a gateway.",
        .fires(
            [
                #"voice_gateway_loop_lateness_seconds{instance="gw1",loop="0"}"#: "0.001x9",
                #"voice_gateway_loop_lateness_seconds{instance="gw1",loop="1"}"#: "0.015x9",
            ], at: "5m", ["instance": "gw1"], value: "15ms"),
        .silent([#"voice_gateway_loop_lateness_seconds{instance="gw1",loop="1"}"#: "0.001x2 0.015x1 0.001x9"], at: "4m"))

    /// The mean that `loopLate` watches forgives single ticks.
    private static let ticksLate = AlertRule(
        "VoiceGatewayTicksLate", .warning, "sum by (instance) (increase(voice_gateway_loop_late_ticks_total[5m])) > 20",
        summary: #"Ticks of {{ $labels.instance }} came {{ $value | printf "%.0f" }} times too late in 5 minutes"#,
        meaning: "ticks came more than 20 ms late more than 20 times within five minutes: gaps that callers may hear",
        remedy: "the worst lateness on the dashboard; then steal time, other processes on its cores, a machine that was halted.",
        .fires(
            [
                #"voice_gateway_loop_late_ticks_total{instance="gw1",loop="0"}"#: "0+3x30",
                #"voice_gateway_loop_late_ticks_total{instance="gw1",loop="1"}"#: "0+3x30",
            ], at: "20m", ["instance": "gw1"], value: "30"),
        .silent(
            [
                #"voice_gateway_loop_late_ticks_total{instance="gw1",loop="0"}"#: "0+1x30",
                #"voice_gateway_loop_late_ticks_total{instance="gw1",loop="1"}"#: "900x30",
            ], at: "20m"))

    private static let loopBusy = AlertRule(
        "VoiceGatewayLoopBusy", .warning, lasting: "10m", "max by (instance) (avg_over_time(voice_gateway_loop_busy_ratio[5m])) > 0.75",
        summary: "A loop of {{ $labels.instance }} uses {{ $value | humanizePercentage }} of its core",
        meaning: "a loop used more than 75 % of a core for ten minutes", remedy: "add loops (`loops`), cores or a gateway before more calls come.",
        .fires([#"voice_gateway_loop_busy_ratio{instance="gw1",loop="1"}"#: "0.8x30"], at: "20m", ["instance": "gw1"], value: "80%"),
        .silent([#"voice_gateway_loop_busy_ratio{instance="gw1",loop="1"}"#: "0.5x5 0.9x9 0.5x20"], at: "14m"))
}
