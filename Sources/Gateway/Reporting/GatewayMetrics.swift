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
    let heldAudioDropped: Counter
    private let begun = Atomic<Int>(0)
    private let finished = Atomic<Int>(0)
    private let turnedAway = Atomic<Int>(0)
    let handedOver = Atomic<Int>(0)

    /// Since the process began, whatever the labels.
    var totals: (started: Int, ended: Int, refused: Int, handoffs: Int) {
        let value = { (number: borrowing Atomic<Int>) in number.load(ordering: .relaxed) }
        return (value(begun), value(finished), value(turnedAway), value(handedOver))
    }

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
        heldAudioDropped = registry.counter(
            "voice_gateway_held_audio_dropped_bytes_total", "Callers' audio for which there was no room until the provider was ready, as calls end.")
        for reason in RefusalReason.allCases { _ = refusals(reason) }
        declareHours()
        for outcome in ConfigReload.allCases { _ = reloads(outcome) }
    }

    func refused(_ reason: RefusalReason) {
        turnedAway.add(1, ordering: .relaxed)
        refusals(reason).increment()
    }

    private func refusals(_ reason: RefusalReason) -> Counter {
        registry.counter("voice_gateway_calls_refused_total", "Streams that were not taken, by reason.", ["reason": reason.rawValue])
    }

    func reloaded(_ outcome: ConfigReload) { reloads(outcome).increment() }

    private func reloads(_ outcome: ConfigReload) -> Counter {
        registry.counter("voice_gateway_config_reloads_total", "Times the configuration was read again, by outcome.", ["outcome": outcome.rawValue])
    }

    func started(source: MetricSource) {
        begun.add(1, ordering: .relaxed)
        registry.counter("voice_gateway_calls_total", "Calls begun, by provider.", source.labels()).increment()
    }

    func ended(_ end: CallEnd, source: MetricSource, seconds: Double) {
        finished.add(1, ordering: .relaxed)
        registry.counter("voice_gateway_calls_ended_total", "Calls ended, by provider and reason.", source.labels(["reason": end.rawValue])).increment()
        registry.histogram(
            "voice_gateway_call_duration_seconds", "How long calls last.", source.labels(), bounds: [5, 15, 30, 60, 120, 300, 600, 1_800]
        ).record(seconds: seconds)
    }

    /// What became of it, once that is certain.
    func turnEnded(_ outcome: TurnLatency.Outcome, source: MetricSource) {
        registry.counter("voice_gateway_turns_total", "Turns, by provider and outcome, as calls end.", source.labels(["outcome": outcome.rawValue])).increment()
    }

    /// An answer that became audible.
    func turn(_ turn: TurnLatency, source: MetricSource) {
        record(
            "voice_gateway_turn_voice_to_voice_seconds", "End of the caller's speech to the agent's first audible sample handed to FreeSWITCH.",
            turn.voiceToVoice, source)
        record("voice_gateway_turn_endpointing_seconds", "End of the caller's speech to the provider's decision.", turn.endpointing, source)
        record("voice_gateway_turn_thinking_seconds", "The provider's decision to the first audio byte.", turn.thinking, source)
        record("voice_gateway_turn_leading_silence_seconds", "Silence at the head of an answer.", turn.leadingSilence, source)
        record("voice_gateway_turn_gateway_down_seconds", "What the gateway added on the way down.", turn.gatewayDown, source, Self.gatewayBounds)
    }

    func greeted(_ span: Duration, source: MetricSource) {
        record("voice_gateway_greeting_seconds", "Start of the call to the greeting's first audible sample.", span, source)
    }

    func gatewayUp(_ statistics: SpanStatistics, source: MetricSource) {
        guard statistics.count > 0 else { return }
        record(
            "voice_gateway_gateway_up_p99_seconds", "Each call's p99 from a caller's frame received to its message written.", statistics.percentile(0.99),
            source, Self.gatewayBounds)
    }

    func interruption(_ statistics: SpanStatistics, source: MetricSource) {
        guard statistics.count > 0 else { return }
        record(
            "voice_gateway_interruption_seconds", "Provider's interruption to the clear message written, each call's worst.", statistics.maximum, source,
            Self.gatewayBounds)
    }

    func providerFailure(_ failure: AgentFailure, source: MetricSource) {
        registry.counter("voice_gateway_provider_failures_total", "Failures of providers, by class.", source.labels(["class": failure.kind.rawValue]))
            .increment()
    }

    func providerRetry(source: MetricSource) {
        registry.counter("voice_gateway_provider_retries_total", "Second attempts to connect.", source.labels()).increment()
    }

    func unrecognised(source: MetricSource) {
        registry.counter("voice_gateway_provider_unrecognised_events_total", "Events of types the gateway does not know.", source.labels()).increment()
    }

    func malformed(source: MetricSource) {
        registry.counter("voice_gateway_provider_malformed_events_total", "Events that are not what their protocol says.", source.labels()).increment()
    }

    private func record(_ name: String, _ help: String, _ span: Duration?, _ source: MetricSource, _ bounds: [Double] = GatewayMetrics.latencyBounds) {
        guard let span else { return }
        registry.histogram(name, help, source.labels(), bounds: bounds).record(seconds: span.inMilliseconds / 1_000)
    }
}

/// What became of a configuration that was read again.
enum ConfigReload: String, CaseIterable, Sendable { case loaded, refused }

/// Whose call a metric is of.
struct MetricSource: Equatable, Sendable {
    var provider: String
    /// `experiment/arm`; empty: none.
    var arm = ""

    func labels(_ more: [String: String] = [:]) -> [String: String] { more.merging(["provider": provider, "arm": arm]) { own, _ in own } }
}

extension GatewayMetrics {
    /// What the provider reported, and what that costs.
    func used(_ record: CallRecord, source: MetricSource) {
        for (kind, count) in record.usage {
            guard let count, count > 0 else { continue }
            let name = kind.hasSuffix("_tokens") ? String(kind.dropLast(7)) : kind
            registry.counter("voice_gateway_tokens_total", "Tokens that providers reported; cached ones are part of the input.", source.labels(["kind": name]))
                .increment(by: count)
        }
        guard let currency = record.cost_currency else { return }
        guard let cost = record.cost else {
            return registry.counter(
                "voice_gateway_calls_of_unknown_cost_total", "Calls whose provider did not report what is charged for, or used what has no price.",
                source.labels()
            ).increment()
        }
        registry.counter(
            "voice_gateway_cost_total", "What providers charge, by the configured prices.", source.labels(["currency": currency]), parts: 1_000_000
        ).increment(by: Int(min(max(0, cost * 1_000_000), 1e15).rounded()))
    }
}
