import ArgumentParser
import Bench
import CallControl
import Comparison
import Foundation
import Installation
import Settings

struct ExperimentReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Compares an experiment's arms by the records of its calls.",
        discussion: "Leaves report.html, report.json, run.json, calls.csv, turns.csv and charts in the output folder.")

    @Argument(help: "The experiment's name in the configuration.") var name: String
    @Option(help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "Folder of the calls' records; by default the configuration's records_directory.") var records: String?
    @OptionGroup var choice: CallsChoice
    @Option(help: "Folder for the results.") var out = "experiment-out"

    func run() throws {
        let settings = try ConfigurationFile.require(config)
        guard let experiment = settings.experiments.first(where: { $0.name == name }) else {
            let names = settings.experiments.map(\.name).joined(separator: ", ")
            throw Failure("the configuration has no experiment \(name); it has \(names.isEmpty ? "none" : names)")
        }
        guard let folder = records ?? settings.recordsDirectory else {
            throw Failure("the configuration keeps no records (records_directory); name a folder with --records")
        }
        let found = try calls(in: folder)
        guard let start = found.map(\.started_at).min() else { throw Failure("\(folder) has no calls of the experiment \(name)") }
        // Arms that were in the experiment once, and are not any more.
        let gone = Set(found.compactMap(\.arm)).subtracting(experiment.arms.map(\.name)).sorted()
        let division = ExperimentDivision(found, arms: experiment.arms.map(\.name) + gone, usual: Self.shares(experiment))
        let measured = found.compactMap { MeasuredCall($0, since: start, phase: division.phase(of: $0)) }
        let arms =
            experiment.arms.map { RunFacts.Arm(name: $0.name, weight: division.weight(of: $0.name), configuration: Self.facts($0)) }
            + gone.map { RunFacts.Arm(name: $0, weight: division.weight(of: $0), configuration: [.init("configuration", "not in the experiment any more")]) }
        let facts = RunFacts(
            startedAt: Date(timeIntervalSince1970: Double(start) / 1_000), seed: 1, versions: [.init("voice-gateway", VoiceGateway.version)], arms: arms,
            machine: Machine.facts, commandLine: CommandLine.arguments.joined(separator: " "),
            notes: division.notes + ArmChanges.notes(found, of: Set(experiment.arms.filter { $0.provider != nil }.map(\.name))),
            divisions: division.phases)
        let run = ComparisonRun(facts: facts, calls: measured)
        try OutputFolder.make(out)
        try run.write(to: out + "/run.json")
        let report = Report(run)
        try report.write(to: out)
        for conclusion in report.summary.conclusions { print(conclusion.printable) }
        print("\n\(measured.count) calls · written to \(out)/report.html")
    }

    private func calls(in folder: String) throws -> [CallRecord] {
        let calls = CallFolder(folder)
        let filter = try choice.filter()
        let listing: CallFolder.Listing
        do { listing = try calls.list(filter) } catch { throw Failure("\(folder): can't be read: \(error.localizedDescription)") }
        CallsPlace.warn(listing.unreadable)
        return try listing.calls.map { try calls.record($0) }.filter { $0.experiment == name }
    }

    private static func shares(_ experiment: ExperimentSettings) -> [String: Double] {
        let all = experiment.division.arms.reduce(0) { $0 + $1.weight }
        return Dictionary(experiment.division.arms.map { ($0.name, Double($0.weight) / Double(max(1, all))) }) { first, _ in first }
    }

    private static func facts(_ arm: ExperimentSettings.Arm) -> [RunFacts.Fact] {
        let facts: [(String, String?)] = [
            ("provider", arm.provider), ("model", arm.model), ("voice", arm.voice), ("audio_format", arm.audioFormat?.rawValue),
            ("turn_detection", arm.turnDetection.map { "\($0)" }), ("personality_prompt", arm.personalityPrompt.map { "\($0.count) characters of its own" }),
        ]
        return facts.compactMap { name, value in value.map { RunFacts.Fact(name, $0) } }
    }
}
