extension AlertGroup {
    static let audio = AlertGroup(name: "audio", rules: [underflows, delay, rejected, unplayed])

    private static let underflows = AlertRule(
        "VoiceGatewayAudioRunsDry", .warning, lasting: "5m",
        """
        sum by (instance) (increase(voice_gateway_playout_underflows_total[10m]))
          / sum by (instance) (increase(voice_gateway_turns_total[10m])) > 0.1
        and sum by (instance) (increase(voice_gateway_turns_total[10m])) >= 20
        """, summary: #"Answers on {{ $labels.instance }} have {{ $value | printf "%.2f" }} gaps a turn"#,
        meaning: "more than one turn of ten had a gap in the agent's audio, of at least 20 turns within ten minutes",
        remedy: "the network to the provider (loss, `ss -ti`); then loop lateness; a higher stream.lead_ms bridges short gaps.",
        .fires(
            [
                #"voice_gateway_playout_underflows_total{instance="gw1"}"#: "0+1x30",
                #"voice_gateway_turns_total{instance="gw1",provider="openai",outcome="answered"}"#: "0+3x30",
                #"voice_gateway_turns_total{instance="gw1",provider="xai",outcome="interrupted"}"#: "0+1x30",
            ], at: "20m", ["instance": "gw1"], value: "0.25"),
        // Too few, too small a share, not long enough.
        .silent(
            [
                #"voice_gateway_playout_underflows_total{instance="gw1"}"#: "0+1x50",
                #"voice_gateway_turns_total{instance="gw1",provider="openai",outcome="answered"}"#: "0+1x50",
                #"voice_gateway_playout_underflows_total{instance="gw2"}"#: "0+1x50",
                #"voice_gateway_turns_total{instance="gw2",provider="openai",outcome="answered"}"#: "0+20x50",
                #"voice_gateway_playout_underflows_total{instance="gw3"}"#: "0x19 20x30",
                #"voice_gateway_turns_total{instance="gw3",provider="openai",outcome="answered"}"#: "0+5x50",
            ], at: "22m"))

    /// What is measured at full load is a few milliseconds.
    private static let delay = AlertRule(
        "VoiceGatewayAddsDelay", .warning, lasting: "5m",
        """
        \(PromQL.quantile("0.95", of: "voice_gateway_turn_gateway_down_seconds", by: "instance", in: "10m")) > 0.03
        and sum by (instance) (increase(voice_gateway_turn_gateway_down_seconds_count[10m])) >= 20
        """, summary: "{{ $labels.instance }} itself adds {{ $value | humanizeDuration }} to answers (p95)",
        meaning: "a gateway held one answer of twenty back for more than 30 ms, of at least 20 within ten minutes",
        remedy: "loop lateness and busy; then steal time and other processes on its cores.",
        .fires(
            [
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="0.05"}"#: "0+0x30",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="0.1"}"#: "0+10x30",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+10x30",
                #"voice_gateway_turn_gateway_down_seconds_count{instance="gw1",provider="openai"}"#: "0+10x30",
            ], at: "20m", ["instance": "gw1"], value: "97.5ms"),
        // Too few, quick enough, not long enough.
        .silent(
            [
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="0.02"}"#: "0x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="0.1"}"#: "0+1x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw1",provider="openai",le="+Inf"}"#: "0+1x60",
                #"voice_gateway_turn_gateway_down_seconds_count{instance="gw1",provider="openai"}"#: "0+1x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw2",provider="openai",le="0.02"}"#: "0+10x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw2",provider="openai",le="0.1"}"#: "0+10x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw2",provider="openai",le="+Inf"}"#: "0+10x60",
                #"voice_gateway_turn_gateway_down_seconds_count{instance="gw2",provider="openai"}"#: "0+10x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw3",provider="openai",le="0.02"}"#: "0x60",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw3",provider="openai",le="0.1"}"#: "0x19 50x40",
                #"voice_gateway_turn_gateway_down_seconds_bucket{instance="gw3",provider="openai",le="+Inf"}"#: "0x19 50x40",
                #"voice_gateway_turn_gateway_down_seconds_count{instance="gw3",provider="openai"}"#: "0x19 50x40",
            ], at: "22m"))

    private static let rejected = AlertRule(
        "VoiceGatewayFramesRejected", .warning, "sum by (instance) (increase(voice_gateway_stream_frames_rejected_total[5m])) > 100",
        summary: #"{{ $labels.instance }} threw away {{ $value | printf "%.0f" }} frames of callers' audio in 5 minutes"#,
        meaning: "more than 100 frames from FreeSWITCH within five minutes had a wrong size",
        remedy: "stream.profile, rate and format of the listener against the command in the dialplan; `voice-gateway doctor`.",
        .fires([#"voice_gateway_stream_frames_rejected_total{instance="gw1"}"#: "0+50x30"], at: "20m", ["instance": "gw1"], value: "250"),
        .silent([#"voice_gateway_stream_frames_rejected_total{instance="gw1"}"#: "0+1x30"], at: "20m"))

    private static let unplayed = AlertRule(
        "VoiceGatewayPhrasesUnplayed", .critical, "sum by (instance) (increase(voice_gateway_files_unplayed_total[10m])) > 0",
        summary: #"{{ $labels.instance }} could not have FreeSWITCH play {{ $value | printf "%.0f" }} phrases in 10 minutes"#,
        meaning: "callers of the profile upstream did not hear phrases, for the event socket could not be asked to play them",
        remedy: "the event socket: `voice-gateway doctor`, check event_socket.",
        .fires([#"voice_gateway_files_unplayed_total{instance="gw1"}"#: "0+1x30"], at: "20m", ["instance": "gw1"], value: "10"),
        .silent([#"voice_gateway_files_unplayed_total{instance="gw1"}"#: "7x30"], at: "20m"))
}
