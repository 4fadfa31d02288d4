import ArgumentParser
import Audio
import CallControl
import Foundation
import Gateway
import Logging
import Settings
import Simulation
import Synchronization
import Telemetry
import WireProtocols

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "One call on real speech: gateway, provider and caller on this machine.",
        discussion: """
            Leaves heard.wav (what the caller heard), both.wav (left the caller, right what was heard) and call.json (the call's record) in the output folder. \
            With --provider openai, elevenlabs or xai the call goes to the real service; keys come from OPENAI_API_KEY, ELEVENLABS_API_KEY and \
            ELEVENLABS_AGENT_ID, or XAI_API_KEY.
            """)

    enum Provider: String, CaseIterable, ExpressibleByArgument { case local, openai, elevenlabs, xai }

    @Option(help: "local (no key, no network), openai, elevenlabs or xai.") var provider = Provider.local
    @Option(help: "The protocol that the local provider speaks: openai, elevenlabs or xai.") var dialect = Provider.openai
    @Option(
        name: .customLong("handoff"),
        help: "A handoff to people, with stand-ins for FreeSWITCH and OmniPlay: 1 somebody is online, 2 nobody is, 3 too many turns, 4 outside business hours.")
    var handoff: Int?
    @Option(help: "Folder for the results.") var out = "demo-out"
    @OptionGroup var callOptions: CallOptions
    @OptionGroup var emulatorOptions: EmulatorOptions

    func run() throws {
        try OutputFolder.make(out)
        var emulation = try emulatorOptions.settings()
        // The recordings pause for up to 570 ms within a sentence.
        if emulation.endpointing == nil { emulation.endpointing = .milliseconds(600) }
        let stage = try handoff.map { try DemoHandoff(scenario: $0, folder: out) }
        if let stage { emulation.dialogue = stage.dialogue }
        let emulator = provider == .local ? try LocalProvider(emulation) : nil
        let settings = try gatewaySettings(emulatorPort: try emulator?.start(port: 0), stage)
        let printer = DemoPrinter()
        let writer = LogWriter()
        let gateway = try Gateway(settings: settings, logger: ServeCommand.logger(LogSettings(quiet: true), writer), observer: printer)
        try gateway.start()
        var caller = try callOptions.settings()
        caller.gateway = "ws://127.0.0.1:\(gateway.ports[0])"
        caller.secretary = "demo"
        let scenario = try stage?.script ?? callOptions.script()
        let utterances = try CallOptions.utterances(scenario, rate: caller.rate, fixtures: emulatorOptions.fixtures)
        print(
            "provider: \(provider == .local ? "local, speaking \(dialect.rawValue)'s protocol" : provider.rawValue) · stream profile: \(caller.profile.rawValue) · \(caller.encoding.rawValue)/\(caller.rate.hertz)\n"
        )
        let outcome = CallerRun().run(callID: UUID().uuidString.lowercased(), settings: caller, scenario: scenario, utterances: utterances) { event, time in
            printer.caller(event, time)
        }
        let record = printer.waitForRecord(timeout: 5)
        stage?.waitForTicket()
        gateway.stop()
        emulator?.stop()
        writer.stop()
        try report(outcome, record)
        stage?.report()
    }

    private func report(_ outcome: CallerRun.Outcome, _ record: CallRecord?) throws {
        try outcome.write(to: out)
        guard let record else { throw Failure("the gateway kept no record of the call; the caller was told: \(outcome.result.close_reason)") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(record).write(to: URL(fileURLWithPath: out).appendingPathComponent("call.json"))
        print("\n" + DemoPrinter.table(record, outcome.result))
        print("\nwritten: \(out)/heard.wav · \(out)/both.wav · \(out)/call.json")
        guard ["completed", "transferred", "ticket_created"].contains(record.status) else { throw ExitCode(1) }
    }

    private func gatewaySettings(emulatorPort: Int?, _ stage: DemoHandoff?) throws -> GatewaySettings {
        var provider: [String] = []
        let environment = ProcessInfo.processInfo.environment
        switch (self.provider, emulatorPort) {
        case (.local, let port?):
            switch dialect {
            case .elevenlabs: provider = ["kind: elevenlabs", "url: 'ws://127.0.0.1:\(port)/v1/convai/conversation'", "agent_id: secretary-ulaw_8000"]
            case .xai: provider = ["kind: xai", "url: 'ws://127.0.0.1:\(port)/xai/v1/realtime'", "audio: {format: opus, carriage: binary}"]
            case .local, .openai: provider = ["kind: openai", "url: 'ws://127.0.0.1:\(port)/v1/realtime'"]
            }
        case (.elevenlabs, _):
            guard let agent = environment["ELEVENLABS_AGENT_ID"] else { throw Failure("ELEVENLABS_AGENT_ID is not set") }
            provider = ["kind: elevenlabs", "agent_id: '\(agent)'"]
        case (.xai, _): provider = ["kind: xai", "model: grok-voice-latest", "voice: eve"]
        default: provider = ["kind: openai", "model: gpt-realtime-2.1", "voice: marin"]
        }
        let key = ["openai": "OPENAI_API_KEY", "elevenlabs": "ELEVENLABS_API_KEY", "xai": "XAI_API_KEY"][self.provider.rawValue]
        if let key, environment[key] == nil { throw Failure("\(key) is not set") }
        let yaml = """
            listeners: {demo: {port: 0}}
            loops: 1
            providers:
              demo:
            \(provider.map { "    " + $0 }.joined(separator: "\n"))
            secretaries:
              demo: {name: Clínica Boa Vista, provider: demo\(stage?.secretary ?? "")}
            default_secretary: demo
            \(stage?.yaml ?? "")
            """
        var kept = environment.filter { !$0.key.hasPrefix("VOICE_GATEWAY_") && $0.key != "OMNIPLAY_API_URL" && $0.key != "VOICE_AI_SERVICE_TOKEN" }
        if let stage { kept.merge(stage.environment) { _, own in own } }
        let loaded = GatewaySettings.load(text: yaml, file: "demo", environment: kept) { try String(contentsOfFile: $0, encoding: .utf8) }
        guard let settings = loaded.settings else { throw Failure(loaded.problems.map(\.description).joined(separator: "\n")) }
        return settings
    }
}
