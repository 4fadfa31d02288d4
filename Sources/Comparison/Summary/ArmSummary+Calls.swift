extension ArmSummary {
    init(_ name: String, _ calls: [MeasuredCall], scenarios names: [String], resamples: Int, using generator: inout some RandomNumberGenerator) {
        self.name = name
        self.calls = calls.count
        failedCalls = calls.count { $0.failure != nil }
        failures = Self.tally(calls.compactMap(\.failure))
        turns = calls.reduce(0) { $0 + $1.turns.count }
        outcomes = calls.flatMap(\.turns).reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
        interruptions = calls.reduce(0) { $0 + $1.interruptions }
        handoffs = Self.tally(calls.compactMap(\.handoff))
        underflows = calls.reduce(0) { $0 + $1.underflows }
        duration = calls.reduce(0) { $0 + $1.duration }
        connectTime = Distribution(calls.compactMap(\.connectTime), calls: calls.count { $0.connectTime != nil })
        costs = Self.sums(calls)
        callsWithCost = calls.count { $0.cost != nil }
        costPerMinute = costs.compactMap { cost in
            let seconds = calls.reduce(0) { $0 + ($1.cost?.currency == cost.currency ? $1.duration : 0) }
            return seconds > 0 ? Cost(amount: cost.amount * 60 / seconds, currency: cost.currency) : nil
        }
        spans = SpanName.allCases.compactMap { span in
            let sample = SpanSample(calls, span)
            guard !sample.values.isEmpty else { return nil }
            return Span(span: span, distribution: Distribution(sample.values.map(\.value), calls: sample.contributingCalls))
        }
        let disagreements = calls.map { $0.turns.compactMap(\.disagreement) }
        disagreement = Distribution(disagreements.flatMap(\.self), calls: disagreements.count { !$0.isEmpty })
        self.scenarios = names.map { name in Scenario(name, calls.filter { $0.scenario == name }, resamples: resamples, using: &generator) }
    }

    /// The most frequent first.
    private static func tally(_ texts: [String]) -> [Tally] {
        texts.reduce(into: [:]) { $0[$1, default: 0] += 1 }.map(Tally.init(text:count:)).sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }

    private static func sums(_ calls: [MeasuredCall]) -> [Cost] {
        calls.compactMap(\.cost).reduce(into: [:]) { $0[$1.currency, default: 0] += $1.amount }.map { Cost(amount: $0.value, currency: $0.key) }
            .sorted { $0.currency < $1.currency }
    }
}

extension ArmSummary.Scenario {
    init(_ name: String, _ calls: [MeasuredCall], resamples: Int, using generator: inout some RandomNumberGenerator) {
        let sample = SpanSample(calls, .voiceToVoice)
        self.name = name
        self.calls = calls.count
        turns = sample.values.count
        let median = sample.median(resamples: resamples, using: &generator)
        self.median = median?.estimate ?? Percentile.of(sample.values.map(\.value), 0.5)
        interval = median?.interval
    }
}

extension MeasuredTurn {
    /// The caller's measure of voice to voice less the gateway's.
    var disagreement: Double? {
        guard outcome == .answered, let heard = spans[.callerVoiceToVoice], let measured = spans[.voiceToVoice] else { return nil }
        return heard - measured
    }
}
