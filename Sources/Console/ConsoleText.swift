import CallControl
import Gateway
import Installation
import Settings
import Store
import Telemetry
import WireProtocols

/// What the page gets, as JSON.
struct ConsoleText {
    let settings: ConsoleSettings

    func number(_ number: String?) -> JSONValue {
        guard let number else { return .null }
        return .string(masked(number))
    }

    /// A number as it may be shown, and so as it may be searched for.
    func masked(_ number: String) -> String { settings.masksNumbers ? Masking.number(number) : number }

    /// What was said, or written of it: numbers are said too.
    private func said(_ text: String) -> String { settings.masksTranscripts ? "(\(text.count) …)" : masked(text) }

    private static func milliseconds(_ duration: Duration?) -> JSONValue { duration.map { .integer(Int($0.inMilliseconds.rounded())) } ?? .null }

    // MARK: Calls under way

    func row(_ call: LiveCall) -> [JSONValue.Member] {
        let last = call.lastWords.map { JSONValue.object(["role": .string($0.speaker == .caller ? "user" : "assistant"), "text": .string(said($0.text))]) }
        return [
            .init("id", .string(call.callID.rawValue)), .init("call_uuid", .string(call.callID.rawValue)), .init("caller", number(call.callerID)),
            .init("secretary", .string(call.secretary)), .init("provider", .string(call.provider)),
            .init("arm", call.experiment.map { .string($0.arm) } ?? .null), .init("experiment", call.experiment.map { .string($0.experiment) } ?? .null),
            .init("language", .string(call.language)), .init("state", .string(call.standing.rawValue)), .init("started_at", .integer(Int(call.startedAt))),
            .init("caller_level", .integer(Waveform.level(call.callerPeak))), .init("agent_level", .integer(Waveform.level(call.agentPeak))),
            .init("last_words", last ?? .null), .init("last_latency_ms", Self.milliseconds(call.lastLatency)), .init("turns", .integer(call.turns)),
            .init("interruptions", .integer(call.interruptions)),
        ]
    }

    /// What of a call only grows: long, and so sent when it has changed.
    func story(_ record: CallRecord) -> [JSONValue.Member] {
        let transcript = record.transcript.map { entry in
            JSONValue.object([
                "role": .string(entry.role), "text": .string(said(entry.text)), "timestamp": .integer(Int(entry.timestamp)),
                "interrupted": .bool(entry.interrupted),
            ])
        }
        return [
            .init("transcript", .array(transcript)), .init("latency", .array(record.latency.map(Self.turn))),
            .init("trail", .array((record.handoff?.trail ?? []).map(step))),
        ]
    }

    private static func turn(_ turn: CallRecord.Turn) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
        return .object([
            "turn": .integer(turn.turn), "timestamp": .integer(Int(turn.timestamp)), "voice_to_voice_ms": number(turn.voice_to_voice_ms),
            "endpointing_ms": number(turn.endpointing_ms), "thinking_ms": number(turn.thinking_ms), "leading_silence_ms": number(turn.leading_silence_ms),
            "gateway_down_ms": number(turn.gateway_down_ms), "outcome": .string(turn.outcome),
        ])
    }

    private func step(_ step: CallRecord.Handoff.Step) -> JSONValue {
        .object(["step": .string(step.step), "detail": .string(said(step.detail)), "timestamp": .integer(Int(step.timestamp))])
    }

    // MARK: The process

    func state(_ state: GatewayState) -> [JSONValue.Member] {
        let totals = JSONValue.object([
            "active": .integer(state.active), "started": .integer(state.totals.started), "ended": .integer(state.totals.ended),
            "refused": .integer(state.totals.refused), "handoffs": .integer(state.totals.handoffs),
        ])
        let loops = state.loops.map { loop in
            JSONValue.object([
                "loop": .integer(loop.index), "busy": .double((loop.busy * 1_000).rounded() / 1_000),
                "lateness_ms": .double((loop.lateness.inMilliseconds * 10).rounded() / 10), "calls": .integer(loop.calls),
            ])
        }
        let outbox = state.outbox.map { JSONValue.object(["pending": .integer($0.pending), "failed": .integer($0.failed)]) }
        return [
            .init("totals", totals), .init("loops", .array(loops)), .init("memory_bytes", .integer(state.residentBytes)), .init("ready", .bool(state.isReady)),
            .init("outbox", outbox ?? .null),
            .init("event_sockets", .array(state.eventSockets.map { .object(["name": .string($0.name), "up": .bool($0.isUp)]) })),
        ]
    }

    // MARK: Calls that ended

    func ended(_ row: CallRow, secretary: String, hasRecording: Bool) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return .object([
            "file": .string(row.file), "call_uuid": .string(row.callID), "caller": number(row.caller), "secretary": .string(secretary),
            "provider": .string(row.provider), "arm": text(row.arm), "experiment": text(row.experiment), "started_at": .integer(Int(row.startedAt)),
            "duration_seconds": .integer(row.durationSeconds), "status": .string(row.status), "end_reason": .string(row.endReason),
            "turns": .integer(row.turns),
            "avg_latency_ms": row.averageLatency.map { .integer($0) } ?? .null, "handoff_reason": text(row.handoffReason),
            "handoff_outcome": text(row.handoffOutcome), "protocol_number": text(row.protocolNumber), "has_recording": .bool(hasRecording),
        ])
    }

    /// A record as the console may show it.
    func masked(_ record: CallRecord) -> CallRecord {
        var record = record
        guard settings.masksNumbers || settings.masksTranscripts else { return record }
        // Anything may stand in these: who hides a part of them hides them whole.
        record.metadata = [:]
        record.detail = nil
        record.recording_url = settings.masksTranscripts ? nil : record.recording_url
        record.caller_id = record.caller_id.map(masked)
        for index in record.transcript.indices { record.transcript[index].text = said(record.transcript[index].text) }
        record.summary = record.summary.map(said)
        if var handoff = record.handoff {
            handoff.keyword = handoff.keyword.map(said)
            for index in handoff.trail.indices { handoff.trail[index].detail = said(handoff.trail[index].detail) }
            record.handoff = handoff
        }
        return record
    }

    // MARK: Further pages

    func latency(_ series: [LatencyHistory.Series], binSeconds: Int) -> JSONValue {
        let series = series.map { series in
            JSONValue.object([
                "provider": .string(series.provider), "arm": series.arm.isEmpty ? .null : .string(series.arm),
                "points": .array(
                    series.points.map {
                        .object([
                            "at": .integer($0.at * 1_000), "count": .integer($0.count), "p50_ms": .integer(Int($0.median.rounded())),
                            "p95_ms": .integer(Int($0.p95.rounded())),
                        ])
                    }),
            ])
        }
        return .object(["bin_seconds": .integer(binSeconds), "series": .array(series)])
    }

    /// - Parameters:
    ///   - now: Unix seconds.
    ///   - isOpen: whether calls take part in an experiment, by its name, at that time of the week.
    func experiments(_ experiments: [ExperimentStanding], at now: Int64, isOpen: (String, Int64) -> Bool) -> JSONValue {
        .object(["experiments": .array(experiments.map { experiment($0, at: now, isOpen: isOpen($0.name, now)) })])
    }

    /// Times in Unix seconds.
    static func state(from start: Int64?, to end: Int64?, isOpen: Bool, at now: Int64) -> String {
        if let end, end <= now { return "ended" }
        if let start, now < start { return "waiting" }
        return isOpen ? "running" : "outside"
    }

    private func experiment(_ experiment: ExperimentStanding, at now: Int64, isOpen: Bool) -> JSONValue {
        let state = Self.state(from: experiment.startsAt, to: experiment.endsAt, isOpen: isOpen, at: now)
        func moment(_ seconds: Int64?) -> JSONValue { seconds.map { .integer(Int($0) * 1_000) } ?? .null }
        let arms = experiment.arms.enumerated().map { index, arm in
            JSONValue.object([
                "name": .string(arm.name), "provider": arm.provider.map { .string($0) } ?? .null, "weight": .integer(arm.weight),
                "is_control": .bool(index == 0),
                "calls": .integer(arm.tally.calls), "failures": .integer(arm.tally.failures), "handoffs": .integer(arm.tally.handoffs),
                "p95_ms": Self.milliseconds(arm.tally.latency(0.95)),
                "taken_out": arm.stopped.map { .object(["at": .integer(Int($0.at)), "reason": .string($0.problem)]) } ?? .null,
            ])
        }
        return .object([
            "name": .string(experiment.name), "state": .string(state), "starts_at": moment(experiment.startsAt), "ends_at": moment(experiment.endsAt),
            "sticky": .string(experiment.stickiness.rawValue), "arms": .array(arms),
        ])
    }

    func outbox(_ entries: [OutboxEntry]?, _ summary: (pending: Int, failed: Int)?) -> JSONValue {
        let entries = (entries ?? []).map { entry in
            JSONValue.object([
                "id": .string("\(entry.id)"), "call_uuid": .string(entry.ticket.call.rawValue), "state": .string(entry.state.rawValue),
                "created_at": .integer(Int(entry.createdAt)), "attempts": .integer(entry.attempts),
                "next_attempt_at": entry.state == .pending ? .integer(Int(entry.nextAt)) : .null, "last_error": entry.problem.map { .string($0) } ?? .null,
                "protocol_number": entry.receipt?.ticketID.map { .string("\($0)") } ?? .null,
            ])
        }
        return .object([
            "enabled": .bool(summary != nil), "pending": .integer(summary?.pending ?? 0), "failed": .integer(summary?.failed ?? 0), "entries": .array(entries),
        ])
    }
}
