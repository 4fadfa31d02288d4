import ArgumentParser

struct CallsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls", abstract: "Calls that have ended, as their records tell.",
        subcommands: [CallsListCommand.self, CallsShowCommand.self, CallsExportCommand.self],
        defaultSubcommand: CallsListCommand.self)
}
