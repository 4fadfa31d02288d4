import ArgumentParser

struct ExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment", abstract: "What the arms of an experiment on live calls are like.", subcommands: [ExperimentReportCommand.self])
}
