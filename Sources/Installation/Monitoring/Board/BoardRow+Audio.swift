extension BoardRow {
    static let audio = BoardRow(
        title: "Audio path",
        panels: [
            .graph(
                "Gaps in the agent's audio", .count, "Times the agent's audio ran dry before its end, for each turn, by gateway.",
                [
                    "{{instance}}":
                        #"sum by (instance) (rate(voice_gateway_playout_underflows_total\#(Board.gateways)[$__rate_interval])) / sum by (instance) (rate(voice_gateway_turns_total\#(Board.gateways)[$__rate_interval]))"#
                ]),
            .graph(
                "Talking over the agent", .count, "Times a caller talked over the agent, for each turn, by gateway.",
                [
                    "{{instance}}":
                        #"sum by (instance) (rate(voice_gateway_barge_ins_total\#(Board.gateways)[$__rate_interval])) / sum by (instance) (rate(voice_gateway_turns_total\#(Board.gateways)[$__rate_interval]))"#
                ]),
            .quantiles(
                "Interruption",
                "From the provider's interruption to FreeSWITCH being told to drop what it holds: each call's worst; of these, median and tail.",
                of: #"voice_gateway_interruption_seconds\#(Board.calls)"#),
            .graph(
                "Frames thrown away", .perSecond, "Frames from FreeSWITCH of a wrong size, in a second, by gateway.",
                ["{{instance}}": #"sum by (instance) (rate(voice_gateway_stream_frames_rejected_total\#(Board.gateways)[$__rate_interval]))"#]),
            .graph(
                "Callers' audio not held", .bytes,
                "Audio for which there was no room until the provider was ready, within a minute, by gateway; counted as calls end.",
                ["{{instance}}": #"sum by (instance) (rate(voice_gateway_held_audio_dropped_bytes_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "Phrases not played", .perMinute, "Phrases that the event socket could not be asked to play (profile upstream), in a minute, by gateway.",
                ["{{instance}}": #"sum by (instance) (rate(voice_gateway_files_unplayed_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
        ])
}
