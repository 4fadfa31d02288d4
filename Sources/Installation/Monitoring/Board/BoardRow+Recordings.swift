extension BoardRow {
    static let recordings = BoardRow(
        title: "Recordings",
        panels: [
            .graph(
                "Recordings", .count, "Recordings under way, and those that wait for their upload, by gateway.",
                [
                    "{{instance}} under way": #"sum by (instance) (voice_gateway_recordings_active\#(Board.gateways))"#,
                    "{{instance}} to upload": #"sum by (instance) (voice_gateway_recording_uploads_pending\#(Board.gateways))"#,
                ]),
            .graph(
                "Recordings finished", .perMinute, "By outcome, in a minute.", isStacked: true,
                ["{{outcome}}": #"sum by (outcome) (rate(voice_gateway_recordings_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "Audio missing in recordings", .seconds, "Within a minute, by channel and reason.",
                [
                    "{{channel}} {{reason}}":
                        #"sum by (channel, reason) (rate(voice_gateway_recording_lost_seconds_total\#(Board.gateways)[$__rate_interval])) * 60"#
                ]),
            .graph(
                "Uploads", .perMinute, "Tries to upload a recording, by outcome, in a minute.", isStacked: true,
                ["{{outcome}}": #"sum by (outcome) (rate(voice_gateway_recording_uploads_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .bars(
                "Deleted by age", .count, "Within the range of time shown, by whether they still waited for their upload.",
                ["not uploaded: {{waiting}}": "sum by (waiting) (\(PromQL.growth("voice_gateway_recordings_expired_total\(Board.gateways)", in: "$__range")))"]),
        ])
}
