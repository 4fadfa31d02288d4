import CallControl
import Synchronization
import Telemetry

extension GatewayMetrics {
    func unknownHours(_ problem: HoursProblem) { unknowns(problem).increment() }

    func orphaned(hasTicket: Bool) { orphans(hasTicket).increment() }

    /// What alerts wait for is there from the beginning, as 0.
    func declareHandoff() {
        for hasTicket in [true, false] { _ = orphans(hasTicket) }
        for reason in HandoffReason.beginnings { _ = handoffs(reason, .failed) }
        for outcome in TransferOutcome.Kind.allCases { _ = transfers(outcome) }
    }

    /// Hours are asked for without people to hand over to as well.
    func declareHours() { for problem in [HoursProblem.missing(""), .disabled(""), .unreadable("")] { _ = unknowns(problem) } }

    /// The names are OmniPlay's documentation's.
    func handoff(_ reason: HandoffReason, _ outcome: HandoffOutcome, after span: Duration?) {
        handedOver.add(1, ordering: .relaxed)
        handoffs(reason, outcome).increment()
        guard let span else { return }
        registry.histogram(
            "voice_handoff_duration_seconds", "From the wish for a person to the handoff's end.", [:], bounds: [0.5, 1, 2, 5, 10, 15, 30, 60, 120]
        ).record(seconds: span.inMilliseconds / 1_000)
    }

    func transferEnded(_ outcome: TransferOutcome) { transfers(outcome.kind).increment() }

    private func transfers(_ outcome: TransferOutcome.Kind) -> Counter {
        registry.counter("voice_gateway_transfers_total", "Transfers to attendants, by outcome.", ["outcome": outcome.rawValue])
    }

    private func unknowns(_ problem: HoursProblem) -> Counter {
        let help = "Times a secretary's business hours could not be had, and on_unknown_hours decided."
        return registry.counter("voice_gateway_unknown_schedules_total", help, ["problem": problem.label])
    }

    private func orphans(_ hasTicket: Bool) -> Counter {
        let help = "Calls whose gateway died, by what became of them."
        return registry.counter("voice_gateway_orphaned_calls_total", help, ["outcome": hasTicket ? "ticket" : "record"])
    }

    private func handoffs(_ reason: HandoffReason, _ outcome: HandoffOutcome) -> Counter {
        registry.counter("voice_handoff_total", "Handoffs, by reason and outcome.", ["reason": reason.rawValue, "outcome": outcome.rawValue])
    }
}
