extension BoardRow {
    static let process = BoardRow(
        title: "Loops and process",
        panels: [
            .graph(
                "Loop lateness", .seconds, "How late a loop's ticks come, smoothed; from limits.max_loop_lateness_ms (20 ms) on calls are refused.",
                ["{{instance}} {{loop}}": #"max by (instance, loop) (voice_gateway_loop_lateness_seconds\#(Board.gateways))"#]),
            .graph(
                "Latest tick", .seconds, "How late the latest tick of the last minute or two came, by loop.",
                ["{{instance}} {{loop}}": #"max by (instance, loop) (voice_gateway_loop_worst_lateness_seconds\#(Board.gateways))"#]),
            .graph(
                "Late ticks", .perMinute, "Times a loop's ticks came more than 20 ms late, in a minute: gaps that callers may hear.",
                ["{{instance}} {{loop}}": #"sum by (instance, loop) (rate(voice_gateway_loop_late_ticks_total\#(Board.gateways)[$__rate_interval])) * 60"#]),
            .graph(
                "Loops busy", .share, "Share of a core that each loop uses.",
                ["{{instance}} {{loop}}": #"max by (instance, loop) (voice_gateway_loop_busy_ratio\#(Board.gateways))"#]),
            .graph(
                "Cores", .count, "Processor time used in a second, of all threads, by gateway.",
                ["{{instance}}": #"max by (instance) (rate(process_cpu_seconds_total\#(Board.processes)[$__rate_interval]))"#]),
            .graph(
                "Memory", .bytes, "Resident memory, by gateway.",
                ["{{instance}}": #"max by (instance) (process_resident_memory_bytes\#(Board.processes))"#]),
            .graph(
                "Memory of a call", .bytes, "Resident memory for each call in progress; without calls nothing is shown.",
                [
                    "{{instance}}":
                        #"max by (instance) (process_resident_memory_bytes\#(Board.processes)) / (sum by (instance) (voice_gateway_calls_active\#(Board.gateways)) > 0)"#
                ]),
            .graph(
                "Taking calls", .yesNo, "Whether a gateway takes new calls; no: it drains.",
                ["{{instance}}": #"max by (instance) (voice_gateway_ready\#(Board.gateways))"#]),
            .graph(
                "File descriptors", .share, "Open ones, of those that may be open, by gateway.",
                ["{{instance}}": #"max by (instance) (process_open_fds\#(Board.processes) / process_max_fds\#(Board.processes))"#]),
            .graph(
                "Running since", .seconds, "How long ago the process began, by gateway; back to 0: it was started anew.",
                ["{{instance}}": #"time() - max by (instance) (process_start_time_seconds\#(Board.processes))"#]),
            .graph(
                "Versions", .count, "Gateways of each version.", isStacked: true,
                ["{{version}}": #"count by (version) (voice_gateway_build_info\#(Board.gateways))"#]),
            .bars(
                "Configuration read again", .count, "Within the range of time shown, by outcome.",
                [
                    "{{instance}} {{outcome}}":
                        #"sum by (instance, outcome) (increase(voice_gateway_config_reloads_total\#(Board.gateways)[$__range]))"#
                ]),
            .graph(
                "Traces", .perMinute, "Calls whose trace the collector has taken, and those whose trace was dropped, in a minute, by gateway.",
                [
                    "{{instance}} taken": #"sum by (instance) (rate(voice_gateway_traces_exported_total\#(Board.gateways)[$__rate_interval])) * 60"#,
                    "{{instance}} dropped": #"sum by (instance) (rate(voice_gateway_traces_dropped_total\#(Board.gateways)[$__rate_interval])) * 60"#,
                ]),
        ])
}
