import Audio
import CallControl
import Foundation
import Gateway
import Simulation
import Testing
import Transport
import WireProtocols

/// Whole calls over real sockets, in every shape a stream and a provider can have.
@Suite(.serialized) struct CallTests {
    static let short: EmulatorSettings = {
        var emulation = EmulatorSettings()
        emulation.endpointing = .milliseconds(400)
        emulation.thinking = .fixed(.milliseconds(150))
        emulation.dialogue = LatencyProofTests.dialogue
        return emulation
    }()

    struct Shape: Sendable, CustomTestStringConvertible {
        var profile = StreamProfile.fork
        var rate = SampleRate.hz8000
        var encoding = AudioEncoding.linear16
        var channels = StreamChannels.mono
        var buffer = 20
        var testDescription: String { "\(profile.rawValue) \(encoding.rawValue)/\(rate.hertz) \(channels.rawValue) \(buffer) ms" }

        var settings: CallerSettings {
            var settings = CallerSettings()
            settings.profile = profile
            settings.rate = rate
            settings.encoding = encoding
            settings.channels = channels
            settings.buffer = .milliseconds(buffer)
            return settings
        }
    }

    static let shapes: [Shape] = [
        Shape(), Shape(encoding: .pcmu), Shape(encoding: .pcma), Shape(rate: .hz16000), Shape(rate: .hz24000), Shape(rate: .hz48000), Shape(channels: .stereo),
        Shape(channels: .mixed), Shape(buffer: 60), Shape(buffer: 200), Shape(profile: .voxcom), Shape(profile: .voxcom, rate: .hz16000, buffer: 200),
        Shape(profile: .commercial), Shape(profile: .commercial, rate: .hz16000), Shape(profile: .commercial, rate: .hz24000),
    ]

    static let dialects: [(String, String, String)] = [
        ("openai", "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}", "pcmu/8000"),
        ("openai pcma", "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime', audio: {format: pcma}}", "pcma/8000"),
        ("openai l16", "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime', audio: {format: l16}}", "l16/24000"),
        ("elevenlabs", "{kind: elevenlabs, agent_id: secretary-pcm_16000, url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}", "l16/16000"),
        ("elevenlabs µ-law", "{kind: elevenlabs, agent_id: secretary-ulaw_8000, url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}", "pcmu/8000"),
        ("elevenlabs-realtime", "{kind: elevenlabs-realtime, url: 'ws://127.0.0.1:PORT/v1/convai/realtime'}", "pcmu/8000"),
        ("xai", "{kind: xai, url: 'ws://127.0.0.1:PORT/xai/v1/realtime'}", "pcmu/8000"),
        ("xai opus, JSON", "{kind: xai, url: 'ws://127.0.0.1:PORT/xai/v1/realtime', audio: {format: opus}}", "opus/24000"),
        ("xai opus, binary", "{kind: xai, url: 'ws://127.0.0.1:PORT/xai/v1/realtime', audio: {format: opus, carriage: binary}}", "opus/24000"),
    ]

    @Test func everyShapeOfStreamCarriesACall() throws {
        let harness = try GatewayHarness(emulation: Self.short, secretary: "{greeting_message: 'Claro, pode falar.'}")
        defer { harness.stop() }
        let results = try harness.run(.plain(["pt-saldo"]), each: Self.shapes.map(\.settings))
        for (shape, result) in zip(Self.shapes, results) {
            let record = try harness.record(result.call_uuid)
            #expect(record.turns == 1 && result.turns.first?.voice_to_voice_ms != nil, "\(shape.testDescription): \(record.end_reason) \(record.detail ?? "")")
            #expect(result.greeting_ms != nil, "\(shape.testDescription): no greeting")
            #expect(result.counters["malformed"] == 0 && record.counters["frames_rejected"] == 0, "\(shape.testDescription)")
            #expect(record.transcript.map(\.role).contains("user"), "\(shape.testDescription): \(record.transcript)")
        }
    }

    @Test func everyProviderCarriesACall() throws {
        let others = Dictionary(uniqueKeysWithValues: Self.dialects.enumerated().map { ("other\($0.offset)", $0.element.1) })
        let harness = try GatewayHarness(emulation: Self.short, others: others, secretary: "{greeting_message: 'Claro, pode falar.'}")
        defer { harness.stop() }
        let settings = Self.dialects.indices.map { index in
            var settings = CallerSettings()
            settings.query = ["provider=other\(index)"]
            return settings
        }
        for ((name, _, format), result) in zip(Self.dialects, try harness.run(.plain(["pt-saldo", "pt-sim"]), each: settings)) {
            let record = try harness.record(result.call_uuid)
            #expect(record.status == "completed" && record.turns == 2, "\(name): \(record.end_reason) \(record.detail ?? "")")
            #expect(record.formats["to_agent"] == format, "\(name)")
            #expect(record.formats["from_agent"] == format, "\(name)")
            #expect(record.greeting != nil, "\(name): no greeting")
            let texts = record.transcript.map { "\($0.role): \($0.text)" }
            #expect(texts.contains("user: Qual é o saldo da minha conta?") && texts.contains("user: Sim."), "\(name): \(texts)")
        }
    }

    @Test func theSignedURLOfAPrivateAgentIsFetchedFirst() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/key-\(UUID().uuidString)"
        try "secret-key\n".write(toFile: folder, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var emulation = Self.short
        emulation.requiredKey = "secret-key"
        let harness = try GatewayHarness(
            emulation: emulation,
            dialect: "{kind: elevenlabs, agent_id: secretary-ulaw_8000, api_key_file: '\(folder)', url: 'ws://127.0.0.1:PORT/v1/convai/conversation'}")
        defer { harness.stop() }
        let result = try #require(try harness.run(.plain(["pt-saldo"])).first)
        #expect(try harness.record(result.call_uuid).turns == 1)
    }

    @Test(arguments: ["{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}", dialects[4].1])
    func aCallerWhoTalksOverTheAgentIsHeardAtOnce(_ provider: String) throws {
        var emulation = EmulatorSettings()
        emulation.endpointing = .milliseconds(600)
        emulation.thinking = .fixed(.milliseconds(200))
        emulation.burst = 0
        let harness = try GatewayHarness(emulation: emulation, dialect: provider)
        defer { harness.stop() }
        let scenario = CallScenario(turns: [
            .init(.reply(pause: .milliseconds(100)), say: "pt-saldo"), .init(.interrupting(.milliseconds(1_500)), say: "pt-pausa-curta"),
            .init(.interrupting(.milliseconds(2_000)), say: "pt-bargein-espera"),
        ])
        let result = try #require(try harness.run(scenario).first)
        let record = try harness.record(result.call_uuid)
        #expect(record.counters["interruptions"] == 2, "\(record.counters)")
        #expect(record.latency.map(\.outcome) == ["interrupted", "interrupted", "answered"])
        #expect(result.counters["flushes"] == 2)
        // What was heard is what was handed over, never more than the caller waited for.
        let heard = harness.reports(result.call_uuid).compactMap { report -> Double? in
            if case .bargeIn(_, let heard) = report { heard.inMilliseconds } else { nil }
        }
        #expect(heard.count == 2)
        #expect(heard.allSatisfy { (1_300...2_900).contains($0) }, "\(heard)")
    }

    @Test func theAgentEndsTheCallAfterItsFarewellHasBeenHeard() throws {
        var emulation = Self.short
        emulation.dialogue.turns = [
            Dialogue.Turn(
                heard: "Era só isso, muito obrigado, até logo.", fixture: "pt-tchau",
                Answer("Obrigada por ligar. Tenha um ótimo dia!", fixtures: ["agent-pt-goodbye"], tool: Answer.Tool("end_call", .after)))
        ]
        emulation.endpointing = .milliseconds(700)
        let harness = try GatewayHarness(emulation: emulation)
        defer { harness.stop() }
        let result = try #require(try harness.run(CallScenario(turns: [.init(.reply(pause: .zero), say: "pt-tchau")], patience: .seconds(20))).first)
        #expect(result.close_code == 1_000 && result.close_reason == "agent_ended" && result.closed_by == "gateway")
        // The farewell lasts 2.6 s, less its silence at the end.
        let answered = try #require(result.turns.first?.end_of_speech_ms) + (try #require(result.turns.first?.voice_to_voice_ms))
        #expect(result.duration_seconds * 1_000 - answered > 2_200)
    }

    @Test func aToolThatDoesNotExistGetsAnErrorAndTheCallGoesOn() throws {
        var emulation = Self.short
        emulation.dialogue.turns[0].answer.tool = Answer.Tool("transfer_money", arguments: #"{"amount":1}"#, .before)
        let harness = try GatewayHarness(emulation: emulation)
        defer { harness.stop() }
        let result = try #require(try harness.run(.plain(["pt-saldo", "pt-sim"])).first)
        let record = try harness.record(result.call_uuid)
        #expect(record.counters["tool_calls"] == 1)
        #expect(record.turns == 2, "\(record.latency.map(\.outcome))")
        #expect(record.latency.first?.outcome == "answered_after_tool")
    }

    @Test func aRestartedStreamContinuesTheCallEvenOnAnotherLoop() throws {
        let harness = try GatewayHarness(emulation: Self.short, secretary: "{greeting_message: ''}", loops: 2)
        defer { harness.stop() }
        for attempt in 0..<6 {
            let call = "restart-\(attempt)"
            let first = try RawStream("\(harness.url)/stream/test/\(call)")
            defer { first.stop() }
            #expect(harness.wait { harness.gateway.callCount == 1 })
            let second = try RawStream("\(harness.url)/stream/test/\(call)")
            defer { second.stop() }
            let closed = try #require(first.waitForClose(5), "the first stream was not closed")
            #expect(closed.closure?.code == 1_000)
            #expect(harness.gateway.callCount == 1)
            second.close()
            let record = try harness.record(call)
            #expect(record.counters["stream_restarts"] == 1 && record.end_reason == "caller_hung_up")
        }
    }
}

extension CallRecord {
    /// The greeting's latency, where there was one.
    var greeting: Double? { latency_summary.greeting_ms }
}
