import ArgumentParser
import Settings

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks and shows the configuration.", subcommands: [Check.self, Print.self, Reference.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Names every mistake: file, line, key, value, what was expected.")
        @Argument(help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var file: String?

        func run() throws {
            let loaded = try ConfigurationFile.load(file)
            for problem in loaded.problems { print(problem) }
            guard loaded.errors.isEmpty else { throw ExitCode(78) }
            print("\(file ?? "the configuration") is valid" + (loaded.problems.isEmpty ? "" : ", with \(loaded.problems.count) warnings"))
        }
    }

    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows every key's effective value and where it comes from; secrets masked.")
        @Argument(help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var file: String?

        func run() throws {
            let loaded = try ConfigurationFile.load(file)
            print(loaded.effective, terminator: "")
            for problem in loaded.problems { print("# \(problem)") }
            guard loaded.errors.isEmpty else { throw ExitCode(78) }
        }
    }

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints every key with its values, default, environment variable and meaning, as Markdown.")

        func run() throws {
            let example = "listeners: {NAME: {}}\nproviders: {NAME: {url: 'ws://127.0.0.1:1/'}}\nsecretaries: {NAME: {}}\ntools: {NAME: {}}\n"
            print(GatewaySettings.load(text: example, file: "", environment: [:]) { _ in "" }.reference, terminator: "")
        }
    }
}
