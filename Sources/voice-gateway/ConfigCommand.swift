import ArgumentParser
import Settings
import Transport

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks and shows the configuration.", subcommands: [Check.self, Print.self, Reference.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Names every mistake: file, line, key, value, what was expected.")
        @Argument(help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var file: String?

        func run() throws {
            let loaded = try ConfigurationFile.load(file)
            for problem in loaded.problems { print(problem) }
            let unfit = Self.unfitCertificates(loaded.settings)
            for problem in unfit { print("\(file ?? "the configuration"): error: \(problem)") }
            guard loaded.errors.isEmpty, unfit.isEmpty else { throw ExitCode(78) }
            print(
                "\(file ?? "the configuration") is valid"
                    + (loaded.problems.isEmpty ? "" : ", with \(loaded.problems.count) warning\(loaded.problems.count == 1 ? "" : "s")"))
        }

        /// Whether a key is its certificate's only OpenSSL can tell.
        private static func unfitCertificates(_ settings: GatewaySettings?) -> [String] {
            (settings?.listeners ?? []).compactMap { listener in
                guard let certificate = listener.certificateFile, let key = listener.keyFile else { return nil }
                return ServerTLS(certificateFile: certificate, keyFile: key).problem.map { "listeners.\(listener.name).tls: \($0)" }
            }
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

        func run() { print(GatewaySettings.reference, terminator: "") }
    }
}
