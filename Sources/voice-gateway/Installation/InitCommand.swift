import ArgumentParser
import Foundation
import Installation

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes the files of a new installation.",
        subcommands: [
            InitFreeSwitchCommand.self, InitFusionPBXCommand.self, InitSystemdCommand.self, InitComposeCommand.self, InitPrometheusCommand.self,
            InitGrafanaCommand.self,
        ])

    /// Where the files go.
    struct Destination: ParsableArguments {
        @Option(help: "Folder to write into; without it they are printed.") var out: String?
        @Flag(help: "Replace files that are there.") var force = false

        func deliver(_ make: () throws(TemplateRefusal) -> [InstallationFile]) throws {
            let files: [InstallationFile]
            do { files = try make() } catch { throw ValidationError("\(error)") }
            guard let out else {
                // One alone is printed as it is, for the program that reads it.
                if files.count == 1 { return print(files[0].text, terminator: "") }
                for file in files { print("\(file.comment("==> \(file.name)"))\n\(file.text)") }
                return
            }
            do {
                for path in try InstallationFile.write(files, to: out, replacing: force) { print(path) }
            } catch {
                throw Failure("\(error)")
            }
        }
    }
}

struct InitFreeSwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeswitch", abstract: "A dialplan and the Lua script that brings its calls to the gateway.",
        discussion: "The XML goes into FreeSWITCH's dialplan (FusionPBX: Dialplan Manager, as XML), the script into its scripts directory.")

    @Option(help: "The gateway, as FreeSWITCH reaches it.") var gateway = "ws://127.0.0.1:8085"
    @Option(help: "The secretary's uuid.") var secretary = "default"
    @Option(name: .customLong("extension"), help: "What callers dial.") var number = "8000"
    @Option(help: "The build of mod_audio_stream: fork, voxcom, upstream or commercial.") var profile = FreeSwitchTemplate.Profile.fork
    @Option(help: "Sample rate of the stream: 8000 or 16000.") var rate = 8_000
    @Option(help: "File on FreeSWITCH's machine that holds the listener's bearer token.") var tokenFile: String?
    @Option(help: "Extension to go to if the gateway can't be reached; without it the caller is hung up.") var fallback: String?
    @OptionGroup var destination: InitCommand.Destination

    func run() throws {
        try destination.deliver { () throws(TemplateRefusal) in
            try FreeSwitchTemplate(
                gateway: gateway, secretary: secretary, number: number, profile: profile, rate: rate, tokenFile: tokenFile, fallback: fallback
            ).files()
        }
    }
}

extension FreeSwitchTemplate.Profile: ExpressibleByArgument {}

struct InitSystemdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "systemd", abstract: "A hardened unit, and the file of its environment.")

    @Option(help: "The executable.") var executable = "/usr/local/bin/voice-gateway"
    @Option(help: "The configuration.") var config = "/etc/voice-gateway/gateway.yaml"
    @Option(help: "The environment, with the secrets.") var environment = "/etc/voice-gateway/environment"
    @Option(help: "limits.max_calls, for the limit of open files.") var maxCalls = 2_000
    @OptionGroup var destination: InitCommand.Destination

    func run() throws {
        try destination.deliver { () throws(TemplateRefusal) in
            try SystemdTemplate(executable: executable, config: config, environment: environment, maxCalls: maxCalls).files()
        }
    }
}

struct InitComposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "compose", abstract: "A compose file and its .env.")

    @Option(help: "OmniPlay's back end, as the container reaches it.") var omniplay = "http://backend:8080"
    @Option(help: "Port on the host.") var port = 8_085
    @OptionGroup var destination: InitCommand.Destination

    func run() throws {
        try destination.deliver { () throws(TemplateRefusal) in try ComposeTemplate(omniplay: omniplay, port: port).files() }
    }
}
