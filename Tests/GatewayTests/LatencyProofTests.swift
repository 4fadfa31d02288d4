import CallControl
import Foundation
import Simulation
import Testing

/// The ruler is tested: with a provider whose delays are set, the gateway's report must equal the set delays and equal what the
/// caller measured, within one frame.
@Suite(.serialized) struct LatencyProofTests {
    struct Setting: CustomTestStringConvertible, Sendable {
        var name: String
        var provider: String
        var calls: Int
        var testDescription: String { "\(name), \(calls) calls" }
    }

    static let endpointing = 400.0
    static let thinking = 250.0
    static let silence = 120.0
    static let frame = 20.0

    static let settings: [Setting] = [
        Setting(name: "openai", provider: "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}", calls: 1),
        Setting(name: "openai", provider: "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}", calls: 50),
        Setting(name: "elevenlabs", provider: "{kind: elevenlabs, agent_id: secretary-ulaw_8000, url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}", calls: 1),
        Setting(
            name: "elevenlabs", provider: "{kind: elevenlabs, agent_id: secretary-ulaw_8000, url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}", calls: 50),
    ]

    /// A machine that is busy with something else delays everybody: a run in which a span is off is repeated, twice at most. What is
    /// wrong with the ruler is wrong in every run.
    @Test(arguments: settings) func theGatewaysReportEqualsTheSetDelaysAndWhatTheCallerHeard(_ setting: Setting) throws {
        var errors = Errors()
        for _ in 1...3 {
            errors = try measure(setting)
            print(errors.table(setting.testDescription))
            if errors.worst <= Self.frame { break }
        }
        #expect(errors.worst <= Self.frame, "\(errors.table(setting.testDescription))")
    }

    private func measure(_ setting: Setting) throws -> Errors {
        var emulation = EmulatorSettings()
        emulation.endpointing = .milliseconds(Int(Self.endpointing))
        emulation.thinking = .fixed(.milliseconds(Int(Self.thinking)))
        emulation.leadingSilence = .milliseconds(Int(Self.silence))
        emulation.dialogue = Self.dialogue
        // No lead: each frame is handed over when it is due, so that silence takes its time.
        let harness = try GatewayHarness(emulation: emulation, dialect: setting.provider, stream: "{playback_warmup_ms: 0, lead_ms: 0}")
        defer { harness.stop() }
        var caller = CallerSettings()
        caller.warmUp = .zero
        let results = try harness.run(calls: setting.calls, .plain(["pt-saldo", "pt-sim", "pt-bargein-nao"]), settings: caller)
        var errors = Errors()
        for result in results {
            let record = try harness.record(result.call_uuid)
            #expect(record.latency.count == 3 && result.turns.count == 3, "\(record.latency.map(\.outcome)), \(record.end_reason)")
            for (turn, heard) in zip(record.latency, result.turns) {
                #expect(turn.outcome == "answered")
                errors.add(turn, heard)
            }
        }
        return errors
    }

    /// Short answers, so that three turns take little time.
    static let dialogue: Dialogue = {
        var dialogue = Dialogue.builtIn
        dialogue.greeting = Answer("Claro, pode falar.", fixtures: ["agent-pt-go-ahead"])
        dialogue.turns = [
            Dialogue.Turn(heard: "Qual é o saldo da minha conta?", fixture: "pt-saldo", Answer("Claro, pode falar.", fixtures: ["agent-pt-go-ahead"])),
            Dialogue.Turn(heard: "Sim.", fixture: "pt-sim", Answer("Perfeito. Vou confirmar para você.", fixtures: ["agent-pt-yes"])),
            Dialogue.Turn(heard: "Não, não é isso.", fixture: "pt-bargein-nao", Answer("Claro, pode falar.", fixtures: ["agent-pt-go-ahead"])),
        ]
        return dialogue
    }()

    /// What was reported less what was set, in milliseconds.
    struct Errors {
        private(set) var columns: [(name: String, values: [Double])] = [
            ("endpointing", []), ("thinking", []), ("leading silence", []), ("voice to voice", []), ("gateway − caller", []),
        ]

        mutating func add(_ turn: CallRecord.Turn, _ heard: CallerResult.Turn) {
            let total = LatencyProofTests.endpointing + LatencyProofTests.thinking + LatencyProofTests.silence
            let found: [Double?] = [
                turn.endpointing_ms.map { $0 - LatencyProofTests.endpointing }, turn.thinking_ms.map { $0 - LatencyProofTests.thinking },
                turn.leading_silence_ms.map { $0 - LatencyProofTests.silence }, turn.voice_to_voice_ms.map { $0 - total },
                turn.voice_to_voice_ms.flatMap { ours in heard.voice_to_voice_ms.map { ours - $0 } },
            ]
            for (index, value) in found.enumerated() { columns[index].values.append(value ?? .infinity) }
        }

        var worst: Double { columns.flatMap(\.values).map(abs).max() ?? .infinity }

        func table(_ title: String) -> String {
            var lines = ["error in ms, \(title): \(columns[0].values.count) turns", "span              min     p5    p50    p95    max"]
            for (name, values) in columns {
                let sorted = values.sorted()
                func at(_ fraction: Double) -> String {
                    let value = sorted.isEmpty ? .infinity : sorted[Int((Double(sorted.count - 1) * fraction).rounded())]
                    let text = String(format: "%.1f", value)
                    return String(repeating: " ", count: max(0, 7 - text.count)) + text
                }
                lines.append(name.padding(toLength: 16, withPad: " ", startingAt: 0) + at(0) + at(0.05) + at(0.5) + at(0.95) + at(1))
            }
            return lines.joined(separator: "\n")
        }
    }
}
