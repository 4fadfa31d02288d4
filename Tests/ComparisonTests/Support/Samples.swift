import Comparison
import FoundationEssentials

/// Small runs to test with, all of whose figures are given.
enum Samples {
    static func facts(_ arms: [String], weights: [Double]? = nil, seed: UInt64 = 1) -> RunFacts {
        RunFacts(
            startedAt: Date(timeIntervalSince1970: 1_795_000_000), seed: seed, versions: [.init("voice-gateway", "1.2.3")],
            arms: arms.enumerated().map { .init(name: $0.element, weight: weights?[$0.offset] ?? 1, configuration: [.init("model", "m-\($0.offset)")]) },
            scenarios: ["office"], fixtures: [.init(name: "hello.wav", sha256: "ab12")], machine: .init(cores: 2, kernel: "Linux 6.1", processor: "CPU"),
            commandLine: "voice-gateway bench latency")
    }

    static func call(
        _ id: String, _ arm: String, scenario: String = "office", started: Double = 0, failure: String? = nil, outcomes: [TurnOutcome]? = nil,
        _ values: [Double], handoff: String? = nil
    ) -> MeasuredCall {
        let turns = values.enumerated().map { index, value in
            MeasuredTurn(
                number: index + 1, offset: started + Double(index), outcome: outcomes?[index] ?? .answered,
                spans: [.voiceToVoice: value, .thinking: value / 2, .callerVoiceToVoice: value + 20])
        }
        return MeasuredCall(id: id, arm: arm, scenario: scenario, started: started, duration: 30, failure: failure, turns: turns, handoff: handoff)
    }

    /// So many calls of two turns per arm, with values that differ by call and turn: 500, 501, … and the arm's shift.
    static func run(_ arms: [(name: String, shift: Double)], calls: Int) -> ComparisonRun {
        let made = arms.flatMap { arm in
            (0..<calls).map { (index: Int) -> MeasuredCall in
                let values: [Double] = [500 + Double(index % 40) + arm.shift, 520 + Double(index % 37) + arm.shift]
                return call("\(arm.name)-\(index)", arm.name, started: Double(index), values)
            }
        }
        return ComparisonRun(facts: facts(arms.map(\.name)), calls: made)
    }
}
