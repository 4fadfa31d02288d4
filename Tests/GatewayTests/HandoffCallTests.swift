import Audio
import CallControl
import Foundation
import Gateway
import Simulation
import TestSupport
import Testing
import WireProtocols

/// Whole calls that are handed over, over real sockets: gateway, provider, caller, and stand-ins for FreeSWITCH and OmniPlay.
@Suite(.serialized) struct HandoffCallTests {
    /// The world that a call is handed over in.
    final class World {
        let omniplay: LocalOmniPlay
        let freeSwitch: FreeSwitchEmulator
        let folder = FileManager.default.temporaryDirectory.appending(path: "handoff-\(UUID().uuidString)").path
        private let ports: (Int, Int)

        init(online: Int, telephone: ExtensionBehaviour = .answers(after: .milliseconds(300)), faults: [OmniPlayFaultRule] = []) throws {
            var behaviour = OmniPlayBehaviour(token: "t0ken")
            behaviour.setOnline(online)
            behaviour.faults = faults
            omniplay = try LocalOmniPlay(behaviour)
            var plan = SwitchPlan()
            plan.takesAnyCall = true
            plan.extensions = ["200": telephone, "201": telephone]
            freeSwitch = FreeSwitchEmulator(plan)
            ports = (try omniplay.start(), try freeSwitch.start())
        }

        func harness(
            _ dialect: String = "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}", secretary: String = "", more: String = "",
            environment: [String: String] = [:], faults: [String] = []
        ) throws -> GatewayHarness {
            var emulation = CallTests.short
            emulation.faults = try faults.map { try #require(FaultRule($0)) }
            return try GatewayHarness(
                emulation: emulation, dialect: dialect,
                secretary: "{greeting_message: 'Claro, pode falar.', handoff: {omniplay_company_id: 1, timeout_seconds: 5, digit: '0'\(secretary)}}",
                extra: """
                    freeswitch: {test: {host: 127.0.0.1, port: \(ports.1), domain: example.org}}
                    omniplay: {url: 'http://127.0.0.1:\(ports.0)'}
                    store_path: '\(folder)/store.sqlite'
                    \(more)
                    """,
                environment: ["VOICE_AI_SERVICE_TOKEN": "t0ken", "VOICE_GATEWAY_FREESWITCH_TEST_PASSWORD": "ClueCon"].merging(environment) { $1 })
        }

        func stop() {
            omniplay.stop()
            freeSwitch.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// Presses the key for a person when the greeting is over, and stays on the line.
    static let asking: CallScenario = {
        var scenario = CallScenario(turns: [CallScenario.Turn(.reply(pause: .zero), say: nil, keys: "0")], patience: .seconds(60))
        scenario.ending = .waits
        return scenario
    }()

    private static func call(_ world: World, _ harness: GatewayHarness, then look: () throws -> Void = {}) throws -> CallRecord {
        defer {
            harness.stop()
            world.stop()
        }
        let result = try #require(try harness.run(Self.asking).first)
        try look()
        return try harness.record(result.call_uuid)
    }

    @Test func somebodyOnlineGetsTheCaller() throws {
        let world = try World(online: 2)
        let harness = try world.harness()
        let record = try Self.call(world, harness)
        #expect(record.status == "transferred")
        #expect(record.handoff?.outcome == "transferred")
        #expect(record.transcript.last?.text == "Claro! Vou transferir você agora...")
        #expect(world.omniplay.tickets.isEmpty)
    }

    @Test(arguments: [
        "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}",
        "{kind: elevenlabs, agent_id: secretary-ulaw_8000, url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}",
    ]) func nobodyOnlineBecomesATicketWithANumber(_ dialect: String) throws {
        let world = try World(online: 0)
        let harness = try world.harness(dialect)
        let record = try Self.call(world, harness)
        #expect(record.status == "ticket_created")
        let number = try #require(record.handoff?.protocol_number)
        #expect(number.hasSuffix("12345"))
        let texts = record.transcript.map(\.text)
        #expect(texts.contains { $0.hasPrefix("No momento não temos atendentes disponíveis.") })
        #expect(texts.last == "Seu protocolo é \(number.map(String.init).joined(separator: " ")). Obrigado por ligar!")
        #expect(world.omniplay.tickets.map(\.callUUID) == [record.call_uuid])
    }

    /// In silence he would take himself for forgotten.
    @Test func theCallerHearsTelephonesRing() throws {
        let world = try World(online: 2, telephone: .answers(after: .milliseconds(2_500)))
        let harness = try world.harness()
        defer {
            harness.stop()
            world.stop()
        }
        let result = try #require(try harness.run(Self.asking).first)
        let record = try harness.record(result.call_uuid)
        #expect(record.handoff?.trail.last { $0.step == "transfer_ended" }?.detail == "transferred: 200@example.org")
        // The last of what he hears is one tone of a second, and the silence before the next.
        let heard = try #require(harness.sound(result.call_uuid)?.heard)
        let loudness = stride(from: 0, to: heard.count - 800, by: 800).map { amplitude(of: 425, in: heard[$0..<$0 + 800], rate: .hz8000) }
        let ringing = loudness.lastIndex { $0 > 3_000 }.map { end in loudness[...end].reversed().prefix { $0 > 3_000 }.count }
        #expect((9...10).contains(try #require(ringing)), "\(loudness)")
    }

    /// No dialplan needs to pass keys on.
    @Test func aKeyThatOnlyTheEventSocketTellsOfCounts() throws {
        let world = try World(online: 0)
        let harness = try world.harness()
        defer {
            harness.stop()
            world.stop()
        }
        #expect(harness.wait { world.freeSwitch.connectionCount == 1 })
        let stream = try RawStream(harness.url + "/stream/test/key-1")
        defer { stream.stop() }
        #expect(harness.wait { world.freeSwitch.commands.contains("filter Unique-ID key-1") })
        world.freeSwitch.addCall("key-1")
        world.freeSwitch.press("0", on: "key-1")
        #expect(harness.wait(15) { world.omniplay.tickets.map(\.callUUID) == ["key-1"] })
    }

    /// What waits is told beside the health, which stays what it is.
    @Test func healthTellsWhatWaitsForOmniPlay() throws {
        let world = try World(online: 0, faults: [try #require(OmniPlayFaultRule("tickets=status:500"))])
        let harness = try world.harness()
        func health() -> JSONValue? {
            let answer = try? runTool("curl", ["-s", "http://127.0.0.1:\(harness.gateway.ports[0])/healthz"]).output
            return answer.flatMap { try? JSONValue(text: $0) }
        }
        func handoff() -> JSONValue? { health()?["handoff"] }
        #expect(harness.wait { health()?["event_sockets"]?["test"] == .bool(true) })
        #expect(handoff()?["tickets_pending"] == .integer(0))
        _ = try Self.call(world, harness) {
            #expect(harness.wait { handoff()?["tickets_pending"] == .integer(1) })
            #expect(handoff()?["tickets_failed"] == .integer(0))
        }
    }

    @Test func aTelephoneThatNobodyAnswersBecomesATicketWithItsCause() throws {
        let world = try World(online: 2, telephone: .fails(.userBusy, after: .milliseconds(200)))
        let harness = try world.harness()
        let record = try Self.call(world, harness)
        #expect(record.status == "ticket_created")
        #expect(record.handoff?.trail.contains { $0.step == "transfer_ended" && $0.detail == "busy (USER_BUSY)" } == true)
        #expect(world.omniplay.tickets.first?.body["handoff_reason"]?.stringValue == "transfer_failed")
    }

    /// The number never comes while the caller waits; the ticket comes all the same.
    @Test func anOmniPlayThatFailsGetsTheTicketLater() throws {
        let world = try World(
            online: 0, faults: [try #require(OmniPlayFaultRule("tickets=status:500@1")), try #require(OmniPlayFaultRule("tickets=cut-after@2"))])
        let harness = try world.harness()
        let record = try Self.call(world, harness)
        #expect(record.status == "ticket_created")
        #expect(world.omniplay.tickets.count == 1)
    }

    /// Does the first second of a recording occur in what was heard?
    private static func occurs(_ recording: [Int16], in heard: [Int16]) -> Bool {
        Correlation.best(recording[..<min(8_000, recording.count)], heard[...], within: max(0, heard.count - 4_000)).value > 0.9
    }

    /// Nobody is left who could speak: the gateway's own recordings do.
    @Test(arguments: ["close:1011:1500", "never-ready"]) func aCallerWhoseProviderIsLostHearsRecordingsAndHisNumber(_ fault: String) throws {
        let world = try World(online: 0)
        let folder = try #require(FixtureLibrary.locate(from: #filePath)) + "/prompts"
        let harness = try world.harness(
            "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime', ready_timeout_ms: 1500}", more: "prompts_directory: '\(folder)'", faults: [fault])
        defer {
            harness.stop()
            world.stop()
        }
        var waiting = CallScenario(turns: [], patience: .seconds(60))
        waiting.ending = .waits
        let result = try #require(try harness.run(waiting).first)
        let record = try harness.record(result.call_uuid)
        #expect(record.status == "ticket_created" && record.handoff?.reason == "provider_failed", "\(record.end_reason)")
        let number = try #require(record.handoff?.protocol_number)
        let said = record.handoff?.trail.filter { $0.step == "said" }.map(\.detail)
        #expect(said == ["technical_problem: heard, by a recording", "number: heard, by a recording"], "\(said ?? [])")
        let prompts = try PromptLibrary(directory: folder)
        let heard = try #require(harness.sound(result.call_uuid)?.heard)
        for (line, rest) in [(HandoffLine.nobody, 0), (.number, 0), (.number, 8_000)] {
            let recording = try #require(prompts.samples(line, number: number, language: "pt-BR", rate: .hz8000))
            #expect(Self.occurs(Array(recording.dropFirst(rest)), in: heard), "\(line), from \(rest)")
        }
    }
}
