import CallControl
import Synchronization
import Telemetry

/// The gateway's metrics: each with its name, unit and buckets in one place.
final class GatewayMetrics: Sendable {
    let registry = MetricRegistry()
    let callsActive: Gauge
    let underflows: Counter
    let unplayed: Counter
    let framesRejected: Counter
    let bargeIns: Counter
    private let refusals = Mutex<[String: Counter]>([:])

    /// Fit for answers between 100 ms and 10 s.
    static let latencyBounds = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]
    /// Fit for what the gateway itself adds.
    static let gatewayBounds = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]

    init() {
        callsActive = registry.gauge("voice_gateway_calls_active", "Calls in progress.")
        unplayed = registry.counter("voice_gateway_files_unplayed_total", "Phrases that FreeSWITCH's event socket could not be asked to play.")
        underflows = registry.counter("voice_gateway_playout_underflows_total", "Times the agent's audio ran dry before its end.")
        framesRejected = registry.counter("voice_gateway_stream_frames_rejected_total", "Frames from FreeSWITCH of a wrong size.")
        bargeIns = registry.counter("voice_gateway_barge_ins_total", "Times a caller talked over the agent.")
    }

    func refused(_ reason: String) {
        registry.counter("voice_gateway_calls_refused_total", "Streams that were not taken, by reason.", ["reason": reason]).increment()
    }

    func started(provider: String) {
        registry.counter("voice_gateway_calls_total", "Calls begun, by provider.", ["provider": provider]).increment()
    }

    func ended(_ end: CallEnd, provider: String, seconds: Double) {
        registry.counter("voice_gateway_calls_ended_total", "Calls ended, by provider and reason.", ["provider": provider, "reason": end.rawValue]).increment()
        registry.histogram(
            "voice_gateway_call_duration_seconds", "How long calls last.", ["provider": provider], bounds: [5, 15, 30, 60, 120, 300, 600, 1_800]
        ).record(seconds: seconds)
    }

    func turn(_ turn: TurnLatency, provider: String) {
        let outcome = ["provider": provider, "outcome": turn.outcome.rawValue]
        registry.counter("voice_gateway_turns_total", "Turns, by provider and outcome.", outcome).increment()
        record(
            "voice_gateway_turn_voice_to_voice_seconds", "End of the caller's speech to the agent's first audible sample handed to FreeSWITCH.",
            turn.voiceToVoice, provider)
        record("voice_gateway_turn_endpointing_seconds", "End of the caller's speech to the provider's decision.", turn.endpointing, provider)
        record("voice_gateway_turn_thinking_seconds", "The provider's decision to the first audio byte.", turn.thinking, provider)
        record("voice_gateway_turn_leading_silence_seconds", "Silence at the head of an answer.", turn.leadingSilence, provider)
        record("voice_gateway_turn_gateway_down_seconds", "What the gateway added on the way down.", turn.gatewayDown, provider, Self.gatewayBounds)
    }

    func greeted(_ span: Duration, provider: String) {
        record("voice_gateway_greeting_seconds", "Start of the call to the greeting's first audible sample.", span, provider)
    }

    func gatewayUp(_ statistics: SpanStatistics, provider: String) {
        guard statistics.count > 0 else { return }
        record(
            "voice_gateway_gateway_up_p99_seconds", "Each call's p99 from a caller's frame received to its message written.", statistics.percentile(0.99),
            provider, Self.gatewayBounds)
    }

    func interruption(_ statistics: SpanStatistics, provider: String) {
        guard statistics.count > 0 else { return }
        record(
            "voice_gateway_interruption_seconds", "Provider's interruption to the clear message written, each call's worst.", statistics.maximum, provider,
            Self.gatewayBounds)
    }

    func providerFailure(_ failure: AgentFailure, provider: String) {
        registry.counter("voice_gateway_provider_failures_total", "Failures of providers, by class.", ["provider": provider, "class": failure.kind.rawValue])
            .increment()
    }

    func providerRetry(provider: String) {
        registry.counter("voice_gateway_provider_retries_total", "Second attempts to connect.", ["provider": provider]).increment()
    }

    func unrecognised(provider: String) {
        registry.counter("voice_gateway_provider_unrecognised_events_total", "Events of types the gateway does not know.", ["provider": provider]).increment()
    }

    func malformed(provider: String) {
        registry.counter("voice_gateway_provider_malformed_events_total", "Events that are not what their protocol says.", ["provider": provider]).increment()
    }

    private func record(_ name: String, _ help: String, _ span: Duration?, _ provider: String, _ bounds: [Double] = GatewayMetrics.latencyBounds) {
        guard let span else { return }
        registry.histogram(name, help, ["provider": provider], bounds: bounds).record(seconds: span.inMilliseconds / 1_000)
    }
}
