import CallControl
import Logging
import Settings
import Telemetry
import WireProtocols

/// Turns a call's news into log lines, metrics and records; one for each loop. Every line carries the call's id.
final class CallReporter {
    private let shared: SharedState
    private var seenUnrecognised: Set<String> = []
    /// For lines that anybody can cause who reaches the port.
    private var allowance = LogAllowance()
    /// Malformed events of one call that are told; more are counted.
    private static let malformedLimit = 5

    init(shared: SharedState) { self.shared = shared }

    var metrics: GatewayMetrics { shared.metrics }

    func started(_ host: CallHost) {
        metrics.started(source: host.facts.source)
        var fields: Logger.Metadata = ["caller": .string(number(host.facts.callerID)), "secretary": .string(host.facts.secretary.name)]
        fields["provider"] = .string(host.facts.provider.name)
        if let place = host.facts.experiment { fields["arm"] = .string(place.label) }
        let wanted = host.facts.secretaryAskedFor
        if wanted.lowercased() != host.facts.secretary.uuid.lowercased() { fields["instead_of"] = .string(UTF8Text.printable(wanted, bytes: 100)) }
        log(.info, "Call started", host, fields)
    }

    /// - Parameter call: `nil` where the path doesn't tell.
    func refused(_ call: CallID?, _ reason: String, at now: Instant) {
        guard let suppressed = allowance.take(at: now) else { return }
        var fields: Logger.Metadata = ["reason": .string(UTF8Text.printable(reason, bytes: 300))]
        if let call { fields["call_uuid"] = .string(UTF8Text.printable(call.rawValue, bytes: 100)) }
        if suppressed > 0 { fields["more_before"] = .stringConvertible(suppressed) }
        shared.logger.warning("Stream refused", metadata: fields)
    }

    func secretaryMissing(_ question: SecretaryQuestion, _ problem: String) {
        shared.logger.warning(
            "No secretary from FusionPBX",
            metadata: ["call_uuid": .string(question.call.rawValue), "secretary_uuid": .string(question.key.uuid), "reason": .string(problem)])
    }

    func malformed(_ error: WireError, of host: CallHost) {
        metrics.malformed(source: host.facts.source)
        guard host.measures.malformed <= Self.malformedLimit else { return }
        let isLast = host.measures.malformed == Self.malformedLimit
        log(
            .warning, isLast ? "Provider sent a malformed event; this call's further ones are only counted" : "Provider sent a malformed event", host,
            ["problem": .string(error.description)])
    }

    func report(_ report: CallSession.Report, of host: CallHost) {
        let source = host.facts.source
        shared.observe(host.id, report)
        switch report {
        case .agentReady(let after):
            host.measures.readyAfter = after
            log(.info, "Provider ready", host, ["after_ms": .stringConvertible(Int(after.inMilliseconds))])
        case .retrying(let failure):
            metrics.providerRetry(source: source)
            log(.warning, "Provider connect failed, trying again", host, Self.fields(failure))
        case .greeted(let after): metrics.greeted(after, source: source)
        case .turn(let turn):
            metrics.turn(turn, source: source)
            if let latency = turn.voiceToVoice {
                shared.latencies.add(latency, provider: source.provider, arm: source.arm, at: Int(host.context.wallClockMilliseconds / 1_000))
            }
            log(.debug, "Turn", host, ["voice_to_voice_ms": .stringConvertible(Int(turn.voiceToVoice?.inMilliseconds ?? -1))])
        case .bargeIn(_, let heard):
            metrics.bargeIns.increment()
            log(.debug, "Caller talked over the agent", host, ["heard_ms": .stringConvertible(Int(heard.inMilliseconds))])
        case .said(let speaker, let text, _):
            log(.debug, "Said", host, ["speaker": .string(speaker.rawValue), "text": .string(shared.masksTranscripts ? "(\(text.count) characters)" : text)])
        case .toolCalled(let name, let known):
            log(.info, "Tool called", host, ["tool": .string(UTF8Text.printable(name, bytes: 64)), "known": .stringConvertible(known)])
        case .failure(let failure):
            metrics.providerFailure(failure, source: source)
            log(failure.kind == .benign ? .debug : .warning, "Provider failure", host, Self.fields(failure))
        case .unrecognised(let type):
            metrics.unrecognised(source: source)
            // Types come from outside: remember a bounded number of them.
            if seenUnrecognised.count < 256, seenUnrecognised.insert(type).inserted {
                log(.notice, "Provider sent an event of an unknown type", host, ["type": .string(type)])
            }
        case .handoff(let step): log(.info, "Handoff step", host, ["step": .string(step.name), "detail": .string(UTF8Text.printable(step.detail, bytes: 200))])
        case .handoffEnded(let outcome): handoffEnded(outcome, of: host)
        case .ending(let reason): log(.info, "Call is ending", host, ["reason": .string(reason.rawValue)])
        case .usage, .pinged, .dtmf, .underflow, .callerStartedSpeaking, .callerStoppedSpeaking, .responseStarted: break
        }
    }

    func finished(_ host: CallHost) {
        let record = host.record
        let end = host.session.end ?? .streamLost
        let source = host.facts.source
        metrics.ended(end, source: source, seconds: Double(record.duration_seconds))
        for turn in host.session.turns { metrics.turnEnded(turn.outcome, source: source) }
        metrics.gatewayUp(host.measures.gatewayUp, source: source)
        metrics.interruption(host.measures.interruption, source: source)
        metrics.heldAudioDropped.increment(by: host.measures.heldBytesDropped)
        metrics.used(record, source: source)
        if let place = host.facts.experiment {
            shared.experiments.finished(
                place, from: host.startedAtUnixMilliseconds, isFailure: record.agentFailure != nil,
                isHandoff: host.session.handoff?.outcome != nil,
                latencies: host.session.turns.filter { $0.outcome == .answered }.compactMap(\.voiceToVoice), at: host.context.wallClockMilliseconds)
        }
        shared.records.write(record)
        shared.traces?.add(record)
        shared.finished(record)
        var fields: Logger.Metadata = [
            "reason": .string(end.rawValue), "duration_seconds": .stringConvertible(record.duration_seconds), "turns": .stringConvertible(record.turns),
            "provider": .string(source.provider), "underflows": .stringConvertible(record.counters["underflows"] ?? 0),
            "interruptions": .stringConvertible(record.counters["interruptions"] ?? 0),
        ]
        if let place = host.facts.experiment { fields["arm"] = .string(place.label) }
        if let cost = record.cost, let currency = record.cost_currency { fields["cost"] = .string("\((cost * 10_000).rounded() / 10_000) \(currency)") }
        if let average = record.avg_latency_ms { fields["avg_latency_ms"] = .stringConvertible(average) }
        for (name, span) in Self.means(record.latency) { fields["\(name)_mean_ms"] = .stringConvertible(span) }
        if let up = record.gateway_up { fields["gateway_up_p99_ms"] = .stringConvertible((up.p99_ms * 1_000).rounded() / 1_000) }
        if let detail = record.detail { fields["detail"] = .string(detail) }
        log(end.isRegular ? .info : .warning, "Call ended", host, fields)
    }

    /// Means of the spans over the call's turns, for the line at its end; the record has each.
    private static func means(_ turns: [CallRecord.Turn]) -> [(String, Int)] {
        let spans: [(String, KeyPath<CallRecord.Turn, Double?>)] = [
            ("endpointing", \.endpointing_ms), ("thinking", \.thinking_ms), ("leading_silence", \.leading_silence_ms), ("gateway_down", \.gateway_down_ms),
        ]
        return spans.compactMap { name, path in
            let values = turns.compactMap { $0[keyPath: path] }
            return values.isEmpty ? nil : (name, Int((values.reduce(0, +) / Double(values.count)).rounded()))
        }
    }

    private static func fields(_ failure: AgentFailure) -> Logger.Metadata {
        ["class": .string(failure.kind.rawValue), "code": .string(failure.code), "detail": .string(UTF8Text.printable(failure.message, bytes: 300))]
    }

    private func number(_ text: String?) -> String { text.map { shared.masksNumbers ? Masking.number($0) : $0 } ?? "" }

    func log(_ level: Logger.Level, _ message: Logger.Message, _ host: CallHost, _ fields: Logger.Metadata) {
        guard shared.logger.logLevel <= level else { return }
        shared.logger.log(level: level, message, metadata: fields.merging(["call_uuid": .string(host.id.rawValue)]) { own, _ in own })
    }
}
