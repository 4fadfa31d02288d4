import CallControl
import Telemetry

extension GatewayMetrics {
    func unknownHours(_ problem: HoursProblem) {
        let help = "Times a secretary's business hours could not be had, and on_unknown_hours decided."
        registry.counter("voice_gateway_unknown_hours_total", help, ["problem": problem.label]).increment()
    }

    func orphaned(hasTicket: Bool) {
        let help = "Calls whose gateway died, by what became of them."
        registry.counter("voice_gateway_orphaned_calls_total", help, ["outcome": hasTicket ? "ticket" : "record"]).increment()
    }

    /// The names are OmniPlay's documentation's.
    func handoff(_ reason: HandoffReason, _ outcome: HandoffOutcome, after span: Duration?) {
        registry.counter("voice_handoff_total", "Handoffs, by reason and outcome.", ["reason": reason.rawValue, "outcome": outcome.rawValue]).increment()
        guard let span else { return }
        registry.histogram(
            "voice_handoff_duration_seconds", "From the wish for a person to the handoff's end.", [:], bounds: [0.5, 1, 2, 5, 10, 15, 30, 60, 120]
        ).record(seconds: span.inMilliseconds / 1_000)
    }
}
