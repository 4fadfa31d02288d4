import Audio
import Simulation
import Yams

/// What a simulated caller of a benchmark says, and over what leg.
public struct BenchScenario: Equatable, Sendable {
    public var name: String
    public var encoding: AudioEncoding
    public var rate: SampleRate
    public var call: CallScenario

    public init(name: String, encoding: AudioEncoding = .linear16, rate: SampleRate = .hz8000, call: CallScenario) {
        self.name = name
        self.encoding = encoding
        self.rate = rate
        self.call = call
    }

    /// What a bench runs that names no file: a narrow and a wide leg, pauses within what is said, a caller who interrupts, noise behind one.
    public static let builtIn = [
        BenchScenario(name: "questions", encoding: .pcmu, call: .plain(["pt-saldo", "pt-numeros", "pt-tchau"])),
        BenchScenario(name: "wideband", rate: .hz16000, call: .plain(["pt-pausa-curta", "pt-saldo", "pt-tchau"])),
        BenchScenario(name: "interruption", call: .builtIn),
        BenchScenario(name: "noise", encoding: .pcma, call: .plain(["pt-saldo-pink10", "pt-trap-negacao-pink15", "pt-tchau"])),
    ]

    /// Reads scenarios: `scenarios: {NAME: {format: l16|pcmu|pcma, rate: 8000, turns: […]}}`, or one scenario as `call --scenario` takes it.
    public static func read(yaml: String, file: String) throws(ScenarioError) -> [BenchScenario] {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw ScenarioError(description: "\(file): not YAML: \(error)") }
        guard let parts = root?["scenarios"] else { return [BenchScenario(name: "scenario", call: try CallScenario(yaml: yaml, file: file))] }
        guard let mapping = parts.mapping, !mapping.isEmpty else { throw ScenarioError(description: "\(file): expected `scenarios:` with names") }
        var scenarios: [BenchScenario] = []
        for (name, node) in mapping { scenarios.append(try scenario(name.scalar?.string ?? "", node, file)) }
        return scenarios
    }

    private static func scenario(_ name: String, _ node: Node, _ file: String) throws(ScenarioError) -> BenchScenario {
        for (key, _) in node.mapping ?? [:] where !["format", "rate", "turns", "patience_ms"].contains(key.scalar?.string ?? "") {
            throw ScenarioError(description: "\(file): \(name): unknown key \(key.scalar?.string ?? "?"); known: format, patience_ms, rate, turns")
        }
        let text: String
        do { text = try Yams.serialize(node: node) } catch { throw ScenarioError(description: "\(file): \(name): \(error)") }
        let format = node["format"]?.scalar?.string ?? "l16"
        guard let encoding = AudioEncoding(rawValue: format), encoding != .opus else {
            throw ScenarioError(description: "\(file): \(name): format: got \(format), expected l16, pcmu or pcma")
        }
        let hertz = node["rate"]?.scalar?.string ?? "8000"
        guard let rate = Int(hertz).flatMap({ SampleRate(hertz: $0) }), [8_000, 16_000, 24_000, 48_000].contains(rate.hertz) else {
            throw ScenarioError(description: "\(file): \(name): rate: got \(hertz), expected 8000, 16000, 24000 or 48000")
        }
        return BenchScenario(name: name, encoding: encoding, rate: rate, call: try CallScenario(yaml: text, file: "\(file): \(name)"))
    }
}
