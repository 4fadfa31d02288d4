import ArgumentParser
import Gateway

@main
struct VoiceGateway: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice-gateway", abstract: "Carries phone calls between FreeSWITCH and speech-to-speech providers.", version: Self.version,
        subcommands: [
            ServeCommand.self, ConfigCommand.self, DemoCommand.self, CallCommand.self, EmulateCommand.self, LoadCommand.self, HandoffCommand.self,
            BenchCommand.self, ExperimentCommand.self, OutboxCommand.self, CallsCommand.self, HoursCommand.self, InitCommand.self, DoctorCommand.self,
        ])

    static let version = Gateway.version
}
