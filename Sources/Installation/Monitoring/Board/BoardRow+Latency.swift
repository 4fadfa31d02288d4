extension BoardRow {
    static let latency = BoardRow(
        title: "Latency",
        panels: [
            .quantiles(
                "Voice to voice", "From the caller's last word to the first audible sample of the answer, by provider.",
                of: histogram("turn_voice_to_voice")),
            .graph(
                "Where the time goes", .seconds, "Means of the spans that make an answer's latency, over all calls shown.", isStacked: true,
                [
                    "endpointing": mean("turn_endpointing"), "thinking": mean("turn_thinking"), "leading silence": mean("turn_leading_silence"),
                    "gateway down": mean("turn_gateway_down"),
                ]),
            .quantiles("Greeting", "From the start of the call to the greeting, by provider.", of: histogram("greeting")),
            arms("Voice to voice, p95, by arm", "By provider and arm of an experiment.", of: "turn_voice_to_voice"),
            arms(
                "Endpointing, p95", "From the caller's last word to the provider's decision that he has finished, by provider and arm.",
                of: "turn_endpointing"),
            arms("Thinking, p95", "From that decision to the first audio byte, by provider and arm.", of: "turn_thinking"),
            arms("Leading silence, p95", "Silence at the head of answers, by provider and arm.", of: "turn_leading_silence"),
            .quantiles("Gateway down", "What the gateway itself adds to answers, by provider.", of: histogram("turn_gateway_down")),
            .quantiles(
                "Gateway up", "Each call's p99 from a caller's frame received to its message written; of these, median and tail.",
                of: histogram("gateway_up_p99")),
        ])

    private static func histogram(_ name: String) -> String { "voice_gateway_\(name)_seconds\(Board.calls)" }

    private static func mean(_ name: String) -> String {
        let parts = ["_sum", "_count"].map { #"sum(rate(voice_gateway_\#(name)_seconds\#($0)\#(Board.calls)[$__rate_interval]))"# }
        return parts.joined(separator: " / ")
    }

    private static func arms(_ title: String, _ description: String, of name: String) -> BoardPanel {
        .graph(title, .seconds, description, ["{{provider}} {{arm}}": PromQL.quantile("0.95", of: histogram(name), by: "provider, arm", in: Board.span)])
    }
}
