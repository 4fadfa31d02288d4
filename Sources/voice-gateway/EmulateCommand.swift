import ArgumentParser

/// A group: options of its own would be taken from those behind a subcommand's name.
struct EmulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulate", abstract: "Stand-ins for what the gateway talks to: the speech provider (without a name), FreeSWITCH and OmniPlay.",
        subcommands: [EmulateProviderCommand.self, EmulateFreeSwitchCommand.self, EmulateOmniPlayCommand.self], defaultSubcommand: EmulateProviderCommand.self)
}
