import ArgumentParser
import CallControl
import Foundation
import Simulation
import WireProtocols

/// The stand-ins that one of the four handoff scenarios plays before: OmniPlay with or without people online, FreeSWITCH with their telephones.
final class DemoHandoff {
    private let scenario: Int
    private let omniplay: LocalOmniPlay
    private let freeSwitch: FreeSwitchEmulator
    private let ports: (omniplay: Int, freeSwitch: Int)
    private let store: String

    private static let token = "demonstration-token-of-the-local-omniplay"

    init(scenario: Int, folder: String) throws {
        guard (1...4).contains(scenario) else { throw ValidationError("--handoff \(scenario): expected 1, 2, 3 or 4") }
        self.scenario = scenario
        var behaviour = OmniPlayBehaviour(token: Self.token)
        behaviour.setOnline(scenario == 1 || scenario == 3 ? 2 : 0)
        omniplay = try LocalOmniPlay(behaviour)
        var plan = SwitchPlan()
        plan.takesAnyCall = true
        plan.extensions = ["200": .answers(after: .milliseconds(2_500)), "201": .rings]
        freeSwitch = FreeSwitchEmulator(plan)
        ports = (try omniplay.start(), try freeSwitch.start())
        store = "\(folder)/store.sqlite"
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store + suffix) }
    }

    /// What the caller says, with the agent's own answers.
    private var conversation: [Dialogue.Turn] {
        let balance = Dialogue.Turn(
            heard: "Qual é o saldo da minha conta?", fixture: "pt-saldo",
            Answer("Seu saldo é de duzentos e trinta e quatro reais e cinquenta centavos. Posso ajudar em algo mais?", fixtures: ["agent-pt-balance"]))
        let numbers = Dialogue.Turn(
            heard: "O meu número é nove, oito, sete, seis, cinco, quatro.", fixture: "pt-numeros",
            Answer("Anotei. O seu cadastro foi encontrado. Em que posso ajudar?", fixtures: ["agent-pt-numbers"]))
        let wish = Answer("Perfeito. Vou confirmar para você.", fixtures: ["agent-pt-yes"])
        switch scenario {
        case 1: return [balance, Dialogue.Turn(heard: "Quero falar com um atendente humano.", fixture: "pt-handoff-atendente", wish)]
        case 2: return [balance, Dialogue.Turn(heard: "Preciso falar com alguém de verdade.", fixture: "pt-handoff-alguem", wish)]
        case 3: return [balance, numbers]
        default:
            return [
                Dialogue.Turn(heard: "Por favor, me transfere para uma pessoa.", fixture: "pt-handoff-pessoa", wish),
                Dialogue.Turn(heard: "O meu número é nove, oito, sete, seis, cinco, quatro.", fixture: "pt-numeros", wish),
            ]
        }
    }

    var dialogue: Dialogue {
        Dialogue(greeting: Dialogue.builtIn.greeting, turns: conversation, otherwise: Dialogue.builtIn.otherwise)
    }

    var script: CallScenario {
        var script = CallScenario.plain(conversation.compactMap(\.fixture))
        script.ending = .waits
        script.patience = .seconds(60)
        return script
    }

    /// Keys of the secretary beyond its name and provider.
    var secretary: String {
        var keys = "omniplay_company_id: 1, queue_id: 5, timeout_seconds: 15"
        // Closed today, whatever day it is.
        if scenario == 4 {
            let tomorrow = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][Calendar(identifier: .gregorian).component(.weekday, from: Date()) % 7]
            keys += ", business_hours: {weekly: ['\(tomorrow) 12:00-12:01']}"
        }
        let outside = "Nosso horário de atendimento humano é das oito às dezoito horas. Posso anotar sua mensagem para retorno amanhã."
        return ", max_turns: \(scenario == 3 ? 2 : 20), outside_hours_message: '\(outside)', handoff: {\(keys)}"
    }

    var yaml: String {
        """
        freeswitch: {demo: {host: 127.0.0.1, port: \(ports.freeSwitch), domain: example.org}}
        omniplay: {url: 'http://127.0.0.1:\(ports.omniplay)'}
        store_path: '\(store)'
        """
    }

    var environment: [String: String] { ["VOICE_AI_SERVICE_TOKEN": Self.token, "VOICE_GATEWAY_FREESWITCH_DEMO_PASSWORD": "ClueCon"] }

    /// Its delivery may still be under way when the caller has hung up.
    func waitForTicket() {
        guard scenario == 2 || scenario == 4 else { return }
        let end = Date().addingTimeInterval(5)
        while omniplay.tickets.isEmpty, Date() < end { Thread.sleep(forTimeInterval: 0.05) }
    }

    func report() {
        print("\nFreeSWITCH was told:")
        for command in freeSwitch.commands { print("  \(command)") }
        print("\nOmniPlay got:")
        for request in omniplay.requests { print("  \(request.method) \(request.target) → \(request.outcome)") }
        for ticket in omniplay.tickets { print("  ticket \(ticket.ticketID): \(ticket.body.text)") }
        omniplay.stop()
        freeSwitch.stop()
    }
}
