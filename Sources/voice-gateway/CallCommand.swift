import ArgumentParser
import Foundation
import Simulation

struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Plays FreeSWITCH's mod_audio_stream and a caller, and measures from the caller's side.")

    @Argument(help: "The gateway.") var gateway = "ws://127.0.0.1:8085"
    @OptionGroup var options: CallOptions
    @Option(help: "Folder of recordings; by default audio-fixtures, here or above.") var fixtures: String?
    @Option(help: "Folder for heard.wav, both.wav and result.json.") var out: String?

    func run() throws {
        var settings = try options.settings()
        settings.gateway = gateway
        let scenario = try options.script()
        let utterances = try CallOptions.utterances(scenario, rate: settings.rate, fixtures: fixtures)
        let outcome = CallerRun().run(callID: UUID().uuidString.lowercased(), settings: settings, scenario: scenario, utterances: utterances) { event, time in
            if let line = ConversationPrinter.line(event, time) { print(line) }
            fflush(nil)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(outcome.result)
        print(String(decoding: json, as: UTF8.self))
        if let out {
            try outcome.write(to: out)
            try json.write(to: URL(fileURLWithPath: out).appendingPathComponent("result.json"))
        }
        if outcome.result.close_code == 0 { throw ExitCode(1) }
    }
}
