import CallControl
import Telemetry

/// What OmniPlay is asked for.
enum OmniPlayQuestion: String, CaseIterable, Sendable {
    /// Who is online.
    case agents
    /// To take a ticket.
    case ticket
}

extension GatewayMetrics {
    /// All there is to count, as 0.
    func declareOmniPlay() {
        for question in OmniPlayQuestion.allCases {
            for failure in [nil] + DeskFailure.Kind.allCases.map(Optional.some) { _ = requests(question, failure) }
            _ = waits(question)
        }
    }

    /// - Parameter span: from the question to the answer or the failure; `nil` where it could not even be put.
    func asked(_ question: OmniPlayQuestion, _ failure: DeskFailure?, after span: Duration?) {
        requests(question, failure?.kind).increment()
        if let span { waits(question).record(seconds: span.inMilliseconds / 1_000) }
    }

    private func requests(_ question: OmniPlayQuestion, _ failure: DeskFailure.Kind?) -> Counter {
        registry.counter(
            "voice_gateway_omniplay_requests_total", "Requests to OmniPlay, by what was asked for and outcome.",
            ["request": question.rawValue, "outcome": failure?.rawValue ?? "ok"])
    }

    private func waits(_ question: OmniPlayQuestion) -> Histogram {
        registry.histogram(
            "voice_gateway_omniplay_request_seconds", "How long OmniPlay's answers take, failures too.", ["request": question.rawValue],
            bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30])
    }
}
