import Comparison
import Foundation

/// A made-up run with everything that a report shows, to look at one without an hour of calls.
enum SampleRun {
    private static let scenarios = ["appointment", "opening hours", "long question, noisy line", "interrupts the greeting"]

    static func make(seed: UInt64, arms: [(name: String, shift: Double)], calls: Int) -> ComparisonRun {
        var generator = Xoshiro256(seed: seed)
        var order = (0..<(calls * arms.count)).map { $0 % arms.count }
        order.shuffle(using: &generator)
        let made = order.enumerated().map { call($0.offset, arms[$0.element], &generator) }
        let facts = RunFacts(
            startedAt: Date(timeIntervalSince1970: 1_795_000_000), seed: seed,
            versions: [.init("voice-gateway", "0.9.0"), .init("swift", "6.3.1")],
            arms: arms.map {
                RunFacts.Arm(
                    name: $0.name, configuration: [.init("provider", $0.name), .init("codec", "pcm16 24 kHz"), .init("turn detection", "server, 500 ms")])
            },
            scenarios: scenarios, fixtures: [.init(name: "question-8k-alaw.wav", sha256: String(repeating: "3f", count: 32))],
            machine: .init(cores: 2, kernel: "Linux 6.1", processor: "AMD EPYC"),
            commandLine: "voice-gateway bench latency --providers \(arms.map(\.name).joined(separator: ",")) --calls \(calls) --seed \(seed)")
        return ComparisonRun(facts: facts, calls: made)
    }

    private static func call(_ index: Int, _ arm: (name: String, shift: Double), _ generator: inout Xoshiro256) -> MeasuredCall {
        let started = Double(index) * 4.5
        let scenario = Int.random(in: 0..<scenarios.count, using: &generator)
        guard Double.random(in: 0..<1, using: &generator) > 0.02 else {
            return MeasuredCall(id: "call-\(index)", arm: arm.name, scenario: scenarios[scenario], started: started, duration: 2, failure: "connection refused")
        }
        let ofCall = 0.09 * normal(&generator)
        let turns = (1...Int.random(in: 3...6, using: &generator)).map { number in
            turn(number, started + Double(number) * 6, arm.shift, ofCall + Double(scenario) * 0.08, &generator)
        }
        return MeasuredCall(
            id: "call-\(index)", arm: arm.name, scenario: scenarios[scenario], started: started, duration: Double(turns.count) * 6 + 4,
            connectTime: 180 * exp(0.2 * normal(&generator)), turns: turns, interruptions: turns.count { $0.outcome == .interrupted },
            handoff: index % 17 == 0 ? "answered" : nil, cost: Cost(amount: 0.02 * Double(turns.count), currency: "USD"), underflows: index % 23 == 0 ? 1 : 0)
    }

    private static func turn(_ number: Int, _ offset: Double, _ shift: Double, _ effect: Double, _ generator: inout Xoshiro256) -> MeasuredTurn {
        let chance = Double.random(in: 0..<1, using: &generator)
        let outcome: TurnOutcome =
            chance < 0.01 ? .timedOut : chance < 0.02 ? .empty : chance < 0.07 ? .interrupted : chance < 0.1 ? .answeredAfterTool : .answered
        guard !outcome.isUnanswered else { return MeasuredTurn(number: number, offset: offset, outcome: outcome) }
        let spans: [SpanName: Double] = [
            .endpointing: 220 + 12 * normal(&generator), .thinking: 300 * exp(effect + 0.3 * normal(&generator)) + shift,
            .leadingSilence: 40 * exp(0.4 * normal(&generator)), .gatewayDown: 11 + 2 * normal(&generator),
        ]
        let total = spans.values.sorted().reduce(6, +)
        return MeasuredTurn(
            number: number, offset: offset, outcome: outcome,
            spans: spans.merging([.voiceToVoice: total, .callerVoiceToVoice: total + 28 + 7 * normal(&generator)]) { one, _ in one })
    }
}
