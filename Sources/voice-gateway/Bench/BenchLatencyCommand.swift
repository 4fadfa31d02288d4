import ArgumentParser
import Audio
import Bench
import CallControl
import Comparison
import Foundation
import Gateway
import Glibc
import Locking
import Settings
import Simulation
import Telemetry
import Transport
import WireProtocols

struct BenchLatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Simulated calls to each provider through a gateway of this process, in random order, and a report that compares them.",
        discussion: """
            Arms are providers of the configuration (--providers a,b), or local ones (--emulate 'fast=thinking:lognormal:300,400;endpointing:500'; also \
            leading-silence:MS, fault:RULE and seed:N). The first is the one that the others are held against. Leaves report.html, report.json, run.json, \
            calls.csv, turns.csv and charts in the output folder. Interrupted (Ctrl-C), it goes on with the same command.
            """)

    @Option(help: "Providers of the configuration, separated by commas.") var providers: String?
    @Option(help: "A local provider as an arm, NAME=KEY:VALUE;…; repeatable.", transform: EmulatedArm.init) var emulate: [EmulatedArm] = []
    @Option(help: "The configuration that has them; by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "The secretary called, by name or uuid; by default the configuration's.") var secretary: String?
    @Option(help: "Scenario file (YAML), of one scenario or several; by default the four built-in ones.") var scenario: String?
    @Option(help: "Calls of each arm; for a verdict on latency 30 must have gone well, for one on failures 36 must have been made.") var calls = 40
    @Option(help: "Calls at once.") var concurrency = 4
    @Option(help: "Seed of the calls' order.") var seed: UInt64 = 1
    @Option(help: "Folder for the results.") var out = "bench-out"
    @Option(help: "Begin no further call once so much has been spent, in the prices' currency.") var maxCost: Double?
    @Option(help: "Folder of recordings; by default audio-fixtures, here or above.") var fixtures: String?
    @Flag(help: "Don't ask before calls that cost money.") var yes = false

    func validate() throws {
        try require(calls, in: 1...100_000, "--calls")
        try require(concurrency, in: 1...1_000, "--concurrency")
        if let maxCost, !(maxCost.isFinite && maxCost > 0) { throw ValidationError("--max-cost \(maxCost): expected an amount above 0") }
        guard arms.count >= 1, Set(arms).count == arms.count else {
            throw ValidationError("name one arm or more, each once: --providers a,b or --emulate NAME=…")
        }
    }

    private var named: [String] { providers.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } } ?? [] }
    private var arms: [String] { named + emulate.map(\.name) }

    func run() throws {
        // Before any thread is there that a signal could find.
        let signals = SignalQueue([SIGINT, SIGTERM])
        // What the first of them does, once there is something to be ended in order; the next ends the command.
        let interrupt = Locked<(@Sendable () -> Void)?>(nil)
        Thread.detachNewThread {
            while true {
                let signal = signals.wait()
                guard
                    let stop = interrupt.withLock({ stop in
                        defer { stop = nil }
                        return stop
                    })
                else { Glibc.exit(128 + signal) }
                FileHandle.standardError.write(Data("\ncalls under way come to their end; once more to end at once\n".utf8))
                stop()
            }
        }
        let scenarios = try chosenScenarios()
        let emulators = try emulate.map { arm in (arm: arm, provider: try LocalProvider(withFixtures(arm.settings))) }
        defer { for emulator in emulators { emulator.provider.stop() } }
        let settings = try gatewaySettings(try emulators.map { ($0.arm.name, try $0.provider.start(port: 0)) })
        let plan = BenchPlan(arms: arms, scenarios: scenarios.map(\.name), callsPerArm: calls, seed: seed)
        let estimate = BenchEstimate(plan, of: scenarios, settings.providers.mapValues(\.prices), free: Set(emulate.map(\.name)))
        try agree(to: estimate)
        try OutputFolder.make(out)
        let journal = try BenchJournal(path: out + "/calls.jsonl", plan: description(scenarios, settings))
        if journal.done.count >= plan.calls.count { print("all \(plan.calls.count) calls were made before: none is made now (\(out)/calls.jsonl)") }
        let (records, writer) = (RecordBox(), LogWriter())
        defer { writer.stop() }
        let gateway = try Gateway(settings: settings, logger: ServeCommand.logger(LogSettings(quiet: true), writer), observer: records)
        try gateway.start()
        let library = try (fixtures ?? FixtureLibrary.locate()).map { folder throws(FixtureError) in try FixtureLibrary(folder: folder) }
        let runner = try BenchRunner(
            plan, scenarios,
            options: BenchRunner.Options(
                gateway: "ws://127.0.0.1:\(gateway.ports[0])", secretary: settings.defaultSecretary ?? "", concurrency: concurrency, maxCost: maxCost,
                estimates: estimate.costOfOne),
            library: library, journal: journal, records: records)
        interrupt.withLock { $0 = { runner.stop() } }
        var progress = BenchProgress(done: journal.done.count)
        let measured = runner.run { done, live, total in progress.show(done, live, total) }
        progress.end()
        gateway.stop()
        try report(measured, of: plan, scenarios, library, settings, journal, runner)
    }

    // MARK: Before

    private func chosenScenarios() throws -> [BenchScenario] {
        guard let scenario else { return BenchScenario.builtIn }
        let data = try InputFile.read(scenario, as: "--scenario \(scenario)")
        return try BenchScenario.read(yaml: String(decoding: data, as: UTF8.self), file: scenario)
    }

    private func withFixtures(_ settings: EmulatorSettings) -> EmulatorSettings {
        var settings = settings
        settings.fixtures = fixtures
        return settings
    }

    /// The configuration's, with a listener of its own and the local arms; nothing is kept, recorded, or handed over.
    private func gatewaySettings(_ local: [(name: String, port: Int)]) throws -> GatewaySettings {
        let isConfigured = config != nil || !named.isEmpty || ProcessInfo.processInfo.environment["VOICE_GATEWAY_CONFIG"] != nil
        var settings = isConfigured ? try ConfigurationFile.require(config) : try Self.load("")
        for name in named where settings.providers[name] == nil {
            throw Failure("--providers: there is no \(name); the configuration has \(settings.providers.keys.sorted().joined(separator: ", "))")
        }
        let yaml = "providers:\n" + local.map { "  \($0.name): {kind: openai, url: 'ws://127.0.0.1:\($0.port)/v1/realtime'}" }.joined(separator: "\n")
        let added = try Self.load((local.isEmpty ? "" : yaml) + "\nlisteners: {bench: {port: 0}}")
        settings.providers.merge(local.isEmpty ? [:] : added.providers) { _, own in own }
        settings.listeners = added.listeners
        settings.recordsDirectory = nil
        settings.recording.isEnabled = false
        settings.omniplay.access.url = nil
        settings.freeSwitches = [:]
        settings.experiments = []
        if let secretary {
            settings.defaultSecretary = try NamedSecretary.find(secretary, in: settings).settings.uuid
        } else if settings.defaultSecretary == nil {
            settings.defaultSecretary = settings.secretaries.keys.min()
        }
        return settings
    }

    private static func load(_ yaml: String) throws -> GatewaySettings {
        let loaded = GatewaySettings.load(text: yaml, file: "bench", environment: [:]) { try String(contentsOfFile: $0, encoding: .utf8) }
        guard let settings = loaded.settings else { throw Failure(loaded.problems.map(\.description).joined(separator: "\n")) }
        return settings
    }

    /// Real providers cost money: what is expected is said first.
    private func agree(to estimate: BenchEstimate) throws {
        guard !named.isEmpty else { return }
        print(estimate)
        if maxCost != nil, estimate.total == nil {
            throw Failure("--max-cost holds only where each provider has a price for all it charges; give them in the configuration (providers.NAME.price)")
        }
        if maxCost != nil, Set(estimate.arms.map(\.currency)).count > 1 {
            throw Failure("--max-cost holds only where all prices are of one currency; these are of \(Set(estimate.arms.map(\.currency)).sorted())")
        }
        if let maxCost, let total = estimate.total, total > maxCost { print("more than --max-cost \(maxCost): the run will stop there") }
        guard !yes else { return }
        print("go on? [y/N] ", terminator: "")
        fflush(nil)
        guard readLine().map({ ["y", "yes", "s", "sim"].contains($0.lowercased()) }) == true else { throw ExitCode(1) }
    }

    /// All that decides what is called and measured: calls of other settings are no part of the run.
    private func description(_ scenarios: [BenchScenario], _ settings: GatewaySettings) -> String {
        let facts = named.map { name in
            "\(name) (\(configuration(of: name, settings).map { "\($0.name) \($0.value)" }.joined(separator: ", ")))"
        }
        let local = emulate.map { "\($0.name)=\($0.wish)" }
        let file = scenario.flatMap { FileDigest.sha256(ofFile: $0) }.map { " (\($0.prefix(12)))" } ?? ""
        return
            "voice-gateway \(Gateway.version) · secretary \(settings.defaultSecretary ?? "none") · arms \((facts + local).joined(separator: ",")) · scenarios \(scenarios.map(\.name).joined(separator: ","))\(file) · \(calls) calls each · seed \(seed)"
    }

    // MARK: After

    private func report(
        _ measured: [MeasuredCall], of plan: BenchPlan, _ scenarios: [BenchScenario], _ library: FixtureLibrary?, _ settings: GatewaySettings,
        _ journal: BenchJournal, _ runner: BenchRunner
    ) throws {
        let spent = runner.spent
        let facts = RunFacts(
            startedAt: journal.startedAt, seed: seed, versions: [.init("voice-gateway", VoiceGateway.version)],
            arms: arms.map { name in RunFacts.Arm(name: name, configuration: configuration(of: name, settings)) }, scenarios: scenarios.map(\.name),
            fixtures: hashes(scenarios, library), machine: Machine.facts, commandLine: CommandLine.arguments.joined(separator: " "))
        let run = ComparisonRun(facts: facts, calls: measured.sorted { $0.started < $1.started })
        try run.write(to: out + "/run.json")
        let report = Report(run)
        let files = try report.write(to: out)
        for conclusion in report.summary.conclusions { print(conclusion.printable) }
        print(
            "\n\(measured.count) of \(plan.calls.count) calls\(spent > 0 ? " · spent \(spent)" : "") · written to \(out): \((["run.json"] + files.map { URL(fileURLWithPath: $0).lastPathComponent }).joined(separator: ", "))"
        )
        if journal.unwritten > 0 { print("\(journal.unwritten) calls could not be written to \(out)/calls.jsonl: a run that goes on makes them again") }
        guard measured.count < plan.calls.count else { return }
        print("not complete: the same command\(runner.isOutOfMoney ? ", with a higher --max-cost," : "") goes on with it")
    }

    private func configuration(of arm: String, _ settings: GatewaySettings) -> [RunFacts.Fact] {
        guard let provider = settings.providers[arm] else { return [] }
        var facts = [RunFacts.Fact("kind", provider.kind.rawValue)]
        for (name, value) in [("url", provider.url), ("model", provider.model), ("voice", provider.voice)] {
            if let value { facts.append(.init(name, String(value.prefix { $0 != "?" }))) }
        }
        facts.append(.init("turn_detection", "\(provider.turnDetection)"))
        facts.append(.init("audio", provider.audio.format.rawValue))
        if let local = emulate.first(where: { $0.name == arm }) { facts.append(.init("emulated", local.wish)) }
        return facts
    }

    private func hashes(_ scenarios: [BenchScenario], _ library: FixtureLibrary?) -> [RunFacts.Fixture] {
        guard let library else { return [] }
        let said = Set(scenarios.flatMap { scenario in scenario.call.turns.compactMap { $0.say.map { library.file($0, rate: scenario.rate) ?? $0 } } })
        return said.sorted().compactMap { path in
            FileDigest.sha256(ofFile: path).map { RunFacts.Fixture(name: URL(fileURLWithPath: path).lastPathComponent, sha256: $0) }
        }
    }
}
