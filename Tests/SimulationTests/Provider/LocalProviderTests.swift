import Audio
import Foundation
import Testing
import Transport
import WireProtocols

@testable import Simulation

/// The emulated provider over real sockets on the loopback.
@Suite struct LocalProviderTests {
    /// A short one: unoptimised code converts recordings no faster than they play.
    private static let answer = Answer("Claro, pode falar.", fixtures: ["agent-pt-go-ahead"])
    private static let dialogue = Dialogue(
        greeting: answer, turns: [.init(heard: "Qual é o saldo da minha conta?", answer)], otherwise: .init(heard: "…", answer))

    private func provider(_ change: (inout EmulatorSettings) -> Void = { _ in }) throws -> (LocalProvider, Int) {
        var settings = EmulatorSettings()
        settings.fixtures = FixtureLibrary.locate(from: #filePath)
        settings.thinking = .fixed(.milliseconds(250))
        settings.burst = 0
        settings.dialogue = Self.dialogue
        change(&settings)
        let provider = try LocalProvider(settings)
        return (provider, try provider.start())
    }

    private func milliseconds(_ from: Int64, _ to: Int64) -> Double { Double(to - from) / 1e6 }

    /// By a frame, a tick and the codec's filters at most; a machine with other things to do is later, never earlier.
    /// What is exact is tested in virtual time.
    private func isLate(_ milliseconds: Double) -> Bool { (-30...150).contains(milliseconds) }

    private func update(_ format: JSONValue, transport: String? = nil) -> JSONValue {
        var wishes = ConversationScript.update(format: format)
        guard transport != nil else { return wishes }
        let side: JSONValue = ["format": format, "transport": "binary"]
        wishes = ["type": "session.update", "session": ["turn_detection": ["type": "server_vad"], "audio": ["input": side, "output": side]]]
        return wishes
    }

    @Test(arguments: [
        ("/v1/realtime?model=m", AudioFormat.pcmu), ("/v1/realtime?model=m", .pcma), ("/v1/realtime", .linear16(.hz24000)),
        ("/xai/v1/realtime", .linear16(.hz8000)), ("/xai/v1/realtime", .opus(.hz24000)), ("/v1/convai/realtime", .pcmu),
    ])
    func itDecidesAndAnswersAtTheSetTimesOfTheCallersClock(path: String, format: AudioFormat) async throws {
        let (provider, port) = try provider()
        defer { provider.stop() }
        let client = try LiveClient("ws://127.0.0.1:\(port)\(path)")
        defer { client.stop() }
        try await client.first("session.created")
        client.send(update(WireFormat.json(format)))
        try await client.first("session.updated")
        let recording = try CallerRecording("pt-saldo")
        let start = await client.speak(try recording.frames(format, .openAI))
        let stopped = try await client.first { $0.type == "input_audio_buffer.speech_stopped" }
        let audio = try await client.first { $0.type == "response.output_audio.delta" }
        // The frame with the 500th millisecond of silence is sent 500 ms after the end of speech.
        #expect(isLate(milliseconds(start, stopped.at) - recording.speechEnd / .milliseconds(1) - 500))
        #expect(isLate(milliseconds(stopped.at, audio.at) - 250))
        let transcript = try await client.first("conversation.item.input_audio_transcription.completed")
        #expect(transcript["transcript"]?.stringValue == recording.text)
        let said = try await client.first("response.output_audio_transcript.done")
        #expect(said["transcript"] == "Claro, pode falar.")
    }

    @Test func opusIsCarriedInBinaryFrames() async throws {
        let (provider, port) = try provider()
        defer { provider.stop() }
        let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime?dialect=xai")
        defer { client.stop() }
        try await client.first("session.created")
        client.send(update(["type": "audio/opus"], transport: "binary"))
        try await client.first("session.updated")
        _ = await client.speak(try CallerRecording("pt-saldo").frames(.opus(.hz24000), .binary))
        try await client.first("response.done")
        var decoder = try PCMDecoder(from: .opus(.hz24000), to: .hz24000)
        var samples: [Int16] = []
        for case .binary(let packet) in client.entries.map(\.event) { decoder.decode(packet.span, appendingTo: &samples) }
        // The answer lasts 1.2 s.
        #expect((24_000...36_000).contains(samples.count))
        #expect(decoder.concealed == 0)
        #expect(Level.decibels(samples.span) > -40)
    }

    @Test func elevenLabsIsReachedThroughASignedURL() async throws {
        let (provider, port) = try provider { $0.requiredKey = "secret" }
        defer { provider.stop() }
        let http = HTTPClient()
        defer { http.stop() }
        let target = "http://127.0.0.1:\(port)/v1/convai/conversation/get-signed-url?agent_id=secretary-ulaw_8000"
        let refused = try await fetch(http, HTTPRequest(url: target))
        #expect(refused.status == 401)
        let answer = try await fetch(http, HTTPRequest(url: target, headers: [("xi-api-key", "secret")]))
        let url = try #require(try JSONValue(answer.body.span)["signed_url"]?.stringValue)
        let client = try LiveClient(url)
        defer { client.stop() }
        try await client.first { if case .opened = $0.event { true } else { false } }
        client.send(["type": "conversation_initiation_client_data"])
        let metadata = try await client.first("conversation_initiation_metadata")
        #expect(metadata["conversation_initiation_metadata_event"]?["agent_output_audio_format"] == "ulaw_8000")
        try await client.first("audio")
        let recording = try CallerRecording("pt-saldo")
        let start = await client.speak(try recording.frames(.pcmu, .elevenLabs))
        // The greeting still plays by the clock.
        try await client.first("interruption")
        let transcript = try await client.first { $0.type == "user_transcript" }
        #expect(transcript.json?["user_transcription_event"]?["user_transcript"]?.stringValue == recording.text)
        #expect(isLate(milliseconds(start, transcript.at) - recording.speechEnd / .milliseconds(1) - 500))
        let audio = try await client.first { $0.type == "audio" && $0.at > transcript.at }
        #expect(isLate(milliseconds(transcript.at, audio.at) - 250))
    }

    private func fetch(_ http: HTTPClient, _ request: HTTPRequest) async throws -> HTTPResponse {
        try await withCheckedThrowingContinuation { continuation in http.send(request) { continuation.resume(with: $0.mapError { $0 as any Error }) } }
    }

    @Test(arguments: [
        (Fault.refuse(status: 503), "failed: answered HTTP 503"), (.refuse(status: 429), "failed: answered HTTP 429"),
        (.drop(after: .milliseconds(30)), "closed"), (.refuseConnection, "closed"),
        (.close(code: 1_011, after: .milliseconds(30)), "1011"),
    ])
    func faultsEndTheConnection(fault: Fault, expected: String) async throws {
        let (provider, port) = try provider { $0.faults = [FaultRule(fault)] }
        defer { provider.stop() }
        let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime")
        defer { client.stop() }
        let ended = await #expect(throws: LiveClient.Ended.self) { try await client.first { _ in false } }
        #expect(ended?.what.contains(expected) == true, "\(ended?.what ?? "")")
    }

    @Test func aSlowReaderTakesItsTimeOverEachMessage() async throws {
        let (provider, port) = try provider { $0.faults = [FaultRule(.slowReader(pause: .milliseconds(40)))] }
        defer { provider.stop() }
        let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime")
        defer { client.stop() }
        let opened = try await client.first { $0.type == "session.created" }
        for _ in 1...4 { client.send(["type": "input_audio_buffer.clear"]) }
        client.send(["type": "response.cancel"])
        let last = try await client.first { $0.type == "error" }
        #expect(milliseconds(opened.at, last.at) >= 200)
    }

    @Test func aWrongKeyAndAWrongPathAreRefused() async throws {
        let (provider, port) = try provider { $0.requiredKey = "secret" }
        defer { provider.stop() }
        for (path, key, status) in [("/v1/realtime", "wrong", 401), ("/v2/realtime", "secret", 404)] {
            let client = try LiveClient("ws://127.0.0.1:\(port)\(path)", headers: [("Authorization", "Bearer \(key)")])
            defer { client.stop() }
            let ended = await #expect(throws: LiveClient.Ended.self) { try await client.first { _ in false } }
            #expect(ended?.what.contains("HTTP \(status)") == true)
        }
        let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime", headers: [("Authorization", "Bearer secret")])
        defer { client.stop() }
        try await client.first("session.created")
    }

    @Test func faultsFollowTheConnectionsNumber() async throws {
        let (provider, port) = try provider { $0.faults = [FaultRule(.refuse(status: 503), on: .connection(2))] }
        defer { provider.stop() }
        var outcomes: [Bool] = []
        for _ in 1...3 {
            let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime")
            defer { client.stop() }
            outcomes.append((try? await client.first("session.created")) != nil)
        }
        #expect(outcomes == [true, false, true])
    }

    @Test func capturesPassTheVendorsSchema() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "emulator-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (provider, port) = try provider { $0.capture = folder }
        defer { provider.stop() }
        let client = try LiveClient("ws://127.0.0.1:\(port)/v1/realtime?model=gpt-realtime")
        defer { client.stop() }
        try await client.first("session.created")
        client.send(update(["type": "audio/pcmu"]))
        try await client.first("session.updated")
        _ = await client.speak(try CallerRecording("pt-saldo").frames(.pcmu, .openAI))
        try await client.first("response.done")
        let capture = try String(contentsOfFile: folder + "/1-openai.jsonl", encoding: .utf8)
        try PythonTool.expectNoProblems("validate_openai.py", in: capture.split(separator: "\n").map(String.init))
    }
}
