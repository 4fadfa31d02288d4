extension AlertGroup {
    static let recordings = AlertGroup(name: "recordings", rules: [failing, audioLost, uploadsFail, uploadsWait, expired])

    private static let failing = AlertRule(
        "VoiceGatewayRecordingsFail", .critical,
        #"sum by (instance) (\#(PromQL.growth(#"voice_gateway_recordings_total{outcome=~"failed|refused"}"#, in: "15m"))) > 0"#,
        summary: #"{{ $value | printf "%.0f" }} recordings failed or were refused on {{ $labels.instance }} in 15 minutes"#,
        meaning: "recordings end before their call did, or are not there at all, as when there are more calls than the recorder can encode",
        remedy: "room and rights of recording.directory, recording.threads; `Recording failed` in the log says why.",
        .fires([#"voice_gateway_recordings_total{instance="gw1",outcome="failed"}"#: "_x5 1x30"], at: "8m", ["instance": "gw1"], value: "1"),
        .fires([#"voice_gateway_recordings_total{instance="gw1",outcome="refused"}"#: "0x5 2x30"], at: "8m", ["instance": "gw1"], value: "2"),
        .silent(
            [
                #"voice_gateway_recordings_total{instance="gw1",outcome="failed"}"#: "1x40",
                #"voice_gateway_recordings_total{instance="gw1",outcome="complete"}"#: "0+1x40",
            ], at: "25m"))

    private static let audioLost = AlertRule(
        "VoiceGatewayRecordingAudioLost", .warning,
        "sum by (instance, reason) (\(PromQL.growth("voice_gateway_recording_lost_seconds_total", in: "15m"))) > 5",
        summary: #"Recordings of {{ $labels.instance }} lack {{ $value | printf "%.1f" }} s of 15 minutes ({{ $labels.reason }})"#,
        meaning: "more than 5 s of audio within 15 minutes are missing in recordings",
        remedy: "dropped: more recording.threads, less recording.complexity, a faster disk; misplaced: FreeSWITCH's timing, loop lateness.",
        .fires(
            [
                #"voice_gateway_recording_lost_seconds_total{instance="gw1",channel="caller",reason="dropped"}"#: "0+0.3x30",
                #"voice_gateway_recording_lost_seconds_total{instance="gw1",channel="agent",reason="dropped"}"#: "0+0.1x30",
            ], at: "20m", ["instance": "gw1", "reason": "dropped"], value: "6.0"),
        .silent([#"voice_gateway_recording_lost_seconds_total{instance="gw1",channel="caller",reason="misplaced"}"#: "0+0.02x30"], at: "20m"))

    private static let uploadsFail = AlertRule(
        "VoiceGatewayRecordingUploadsFail", .warning, lasting: "10m",
        """
        sum by (instance) (\(PromQL.growth(#"voice_gateway_recording_uploads_total{outcome="failed"}"#, in: "30m"))) > 3
        unless sum by (instance) (\(PromQL.growth(#"voice_gateway_recording_uploads_total{outcome="uploaded"}"#, in: "30m"))) > 0
        """, summary: #"None of {{ $value | printf "%.0f" }} tries of {{ $labels.instance }} to upload a recording worked in 30 minutes"#,
        meaning: "recordings could not be uploaded, and none was, for half an hour",
        remedy: "`Recording could not be uploaded` in the log: the bucket, its keys, the way to it. They are tried again.",
        .fires(
            [
                #"voice_gateway_recording_uploads_total{instance="gw1",outcome="failed"}"#: "0+1x60",
                #"voice_gateway_recording_uploads_total{instance="gw1",outcome="uploaded"}"#: "5x60",
            ], at: "50m", ["instance": "gw1"], value: "30"),
        // Others are uploaded, too few, not long enough.
        .silent(
            [
                #"voice_gateway_recording_uploads_total{instance="gw1",outcome="failed"}"#: "0+1x60",
                #"voice_gateway_recording_uploads_total{instance="gw1",outcome="uploaded"}"#: "0+5x60",
                #"voice_gateway_recording_uploads_total{instance="gw2",outcome="failed"}"#: "_x30 2x40",
                #"voice_gateway_recording_uploads_total{instance="gw3",outcome="failed"}"#: "_x45 9x20",
            ], at: "50m"))

    private static let uploadsWait = AlertRule(
        "VoiceGatewayRecordingUploadsWait", .warning, lasting: "30m", "voice_gateway_recording_uploads_pending > 50",
        summary: "{{ $value }} recordings of {{ $labels.instance }} wait for their upload",
        meaning: "more than 50 recordings waited for their upload for half an hour",
        remedy: "the storage's speed and errors; with retention_days they are deleted when their time comes, uploaded or not.",
        .fires([#"voice_gateway_recording_uploads_pending{instance="gw1"}"#: "80x60"], at: "45m", ["instance": "gw1"], value: "80"),
        .silent(
            [
                #"voice_gateway_recording_uploads_pending{instance="gw1"}"#: "3x20 80x60",
                #"voice_gateway_recording_uploads_pending{instance="gw2"}"#: "20x80",
            ], at: "45m"))

    private static let expired = AlertRule(
        "VoiceGatewayRecordingsExpired", .critical,
        #"sum by (instance) (\#(PromQL.growth(#"voice_gateway_recordings_expired_total{waiting="yes"}"#, in: "1h"))) > 0"#,
        summary: #"{{ $labels.instance }} deleted {{ $value | printf "%.0f" }} recordings that had not been uploaded"#,
        meaning: "recordings became older than recording.retention_days before they were uploaded, and are gone",
        remedy: "raise recording.retention_days at once; then mend the upload.",
        .fires([#"voice_gateway_recordings_expired_total{instance="gw1",waiting="yes"}"#: "_x5 3x30"], at: "8m", ["instance": "gw1"], value: "3"),
        .silent(
            [
                #"voice_gateway_recordings_expired_total{instance="gw1",waiting="yes"}"#: "0x90",
                #"voice_gateway_recordings_expired_total{instance="gw1",waiting="no"}"#: "0+9x90",
            ], at: "80m"))
}
