import ArgumentParser

struct HandoffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff", abstract: "Tries out how calls are handed to humans.", subcommands: [HandoffCheckCommand.self])
}
