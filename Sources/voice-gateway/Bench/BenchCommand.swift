import ArgumentParser

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Compares providers by simulated calls.", subcommands: [BenchLatencyCommand.self, BenchCompareCommand.self])
}
