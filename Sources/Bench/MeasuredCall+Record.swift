import CallControl
import Comparison
import Simulation

extension MeasuredCall {
    /// What the gateway wrote of a call and what its caller found, as one.
    /// - Parameters:
    ///   - record: `nil` for a call that the gateway kept no record of.
    ///   - started: seconds since the run began.
    public init(_ planned: BenchPlan.Call, id: String, _ result: CallerResult, _ record: CallRecord?, started: Double) {
        self.init(
            id: id, arm: planned.arm, scenario: planned.scenario, started: started, duration: result.duration_seconds,
            connectTime: record?.latency_summary.ready_ms, failure: record.map { $0.failure } ?? result.close_reason,
            turns: record.map { Self.turns($0, result, started: started) } ?? [], interruptions: record?.counters["interruptions"] ?? 0,
            handoff: record?.handoff?.outcome, cost: record?.knownCost, underflows: record?.counters["underflows"] ?? 0)
    }

    /// A call of real life, without a measuring caller.
    /// - Parameters:
    ///   - start: of the first call, in Unix milliseconds.
    ///   - phase: calls of which were divided alike.
    public init?(_ record: CallRecord, since start: Int64, phase: Int? = nil) {
        guard let arm = record.arm else { return nil }
        let offset = (Double(record.started_at) - Double(start)) / 1_000
        self.init(
            // A stream that was started again has a second record.
            id: "\(record.call_uuid)-\(record.started_at)", arm: arm, scenario: record.secretary_uuid, started: offset,
            duration: Double(record.duration_seconds),
            connectTime: record.latency_summary.ready_ms, failure: record.agentFailure, turns: Self.turns(record, nil, started: offset),
            interruptions: record.count("interruptions"), handoff: record.handoff?.outcome, cost: record.knownCost,
            underflows: record.count("underflows"), caller: record.experiment_unit, phase: phase)
    }

    /// The gateway's turns in their order, each with the caller's own measure of the same end of speech; what the caller said and the
    /// gateway has no turn of was answered by nobody.
    private static func turns(_ record: CallRecord, _ result: CallerResult?, started: Double) -> [MeasuredTurn] {
        var spoken = result?.turns ?? []
        var turns = record.latency.map { turn in
            let ended = Double(turn.timestamp) - Double(record.started_at)
            // Both clocks begin with the connect; the stream's first frame comes within a moment of it.
            let match = spoken.indices.min { abs(spoken[$0].end_of_speech_ms - ended) < abs(spoken[$1].end_of_speech_ms - ended) }
            let own = match.flatMap { abs(spoken[$0].end_of_speech_ms - ended) < Self.sameSpeech ? spoken.remove(at: $0) : nil }
            return MeasuredTurn(
                number: turn.turn, offset: started + ended / 1_000, outcome: TurnOutcome(gateway: turn.outcome), spans: spans(turn, own))
        }
        for lost in spoken where lost.voice_to_voice_ms == nil && !lost.interrupted {
            turns.append(MeasuredTurn(number: turns.count + 1, offset: started + lost.end_of_speech_ms / 1_000, outcome: .timedOut))
        }
        return turns
    }

    /// In milliseconds.
    private static let sameSpeech = 1_000.0

    /// An hour in milliseconds: what a record tells beyond was not measured.
    private static let longest = 3_600_000.0

    private static func spans(_ turn: CallRecord.Turn, _ caller: CallerResult.Turn?) -> [SpanName: Double] {
        let spans: [(SpanName, Double?)] = [
            (.voiceToVoice, turn.voice_to_voice_ms), (.endpointing, turn.endpointing_ms), (.thinking, turn.thinking_ms),
            (.leadingSilence, turn.leading_silence_ms), (.gatewayDown, turn.gateway_down_ms), (.callerVoiceToVoice, caller?.voice_to_voice_ms),
        ]
        return Dictionary(uniqueKeysWithValues: spans.compactMap { name, value in value.flatMap { abs($0) < Self.longest ? (name, $0) : nil } })
    }
}

extension TurnOutcome {
    /// By the word of a record.
    fileprivate init(gateway outcome: String) {
        switch outcome {
        case "answered": self = .answered
        case "answered_after_tool": self = .answeredAfterTool
        case "interrupted": self = .interrupted
        case "failed": self = .failed
        case "unanswered": self = .timedOut
        default: self = .empty
        }
    }
}

extension CallRecord {
    /// Why a bench's call failed: there, whatever goes wrong is a result.
    fileprivate var failure: String? { ["completed", "transferred", "ticket_created"].contains(status) ? agentFailure : end_reason }

    /// More than a call can have is somebody's mistake.
    fileprivate func count(_ name: String) -> Int { min(max(0, counters[name] ?? 0), 1_000_000) }

    fileprivate var knownCost: Cost? {
        guard let cost, let currency = cost_currency, (0...1_000_000).contains(cost) else { return nil }
        return Cost(amount: cost, currency: currency)
    }
}
