import Audio
import CallControl
import Testing
import WireProtocols

@testable import Simulation

@Suite struct ProviderConnectionTests {
    /// Keeps what it is given.
    private final class NotedSocket: ProviderSocket {
        var types: [String] = []
        var binaries = 0
        var end: String?

        func send(_ payload: [UInt8], _ kind: FrameKind) {
            if kind == .binary { binaries += 1 }
            if let json = try? JSONValue(payload.span) { types.append(json["type"]?.stringValue ?? "?") }
        }
        func close(code: Int, reason: String) { end = "\(code)" }
        func drop() { end = "drop" }
    }

    private let socket = NotedSocket()
    private let connection: ProviderConnection
    private let start = Instant(nanoseconds: 0)

    init() {
        let setup = EmulationSetup(.compatible, settings: EmulatorSettings(), speech: ToneSpeech())
        connection = ProviderConnection(setup, socket: socket, capture: nil)
    }

    private func receive(_ text: String, milliseconds: Int = 0) -> Bool {
        let bytes = Array(text.utf8)
        return connection.receive(bytes.span, .text, at: start + .milliseconds(milliseconds))
    }

    @Test func audioWithoutSpeechChangesNothing() {
        connection.open(at: start)
        #expect(!receive(#"{"type":"input_audio_buffer.append","audio":"AAAA"}"#))
        #expect(socket.types == ["session.created"])
        #expect(connection.nextWake == nil)
    }

    @Test func audioThatIsNoneIsAnError() {
        connection.open(at: start)
        #expect(receive(#"{"type":"input_audio_buffer.append","audio":"*"}"#))
        #expect(receive("nonsense"))
        #expect(socket.types == ["session.created", "error", "error"])
    }

    @Test func speechIsHeardWhateverTheFramesAreCutLike() throws {
        let library = try FixtureLibrary(folder: try #require(FixtureLibrary.locate(from: #filePath)))
        let fixture = try #require(library["pt-saldo"])
        let file = try #require(fixture.files.first { $0.rate == 8_000 })
        var bytes: [UInt8] = []
        let samples = try WAVFile(path: library.folder + "/" + file.path).samples
        PCM16.encode(samples.span, appendingTo: &bytes)
        connection.open(at: start)
        #expect(receive(#"{"type":"session.update","session":{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":8000}}}}}"#))
        // An odd number of bytes, so that samples are cut in half.
        for cut in stride(from: 0, to: bytes.count, by: 333) {
            let part = Array(bytes[cut..<min(cut + 333, bytes.count)])
            _ = connection.receive(part.span, .binary, at: start + .milliseconds(cut / 16))
        }
        let marks = socket.types.filter { $0.hasPrefix("input_audio_buffer.speech") }
        #expect(marks == ["input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped"])
        #expect(connection.nextWake != nil)
    }

    @Test func nothingFollowsTheEnd() {
        var settings = EmulatorSettings()
        settings.faults = [FaultRule(.drop(after: .milliseconds(10)))]
        let connection = ProviderConnection(EmulationSetup(.openAI, settings: settings, speech: ToneSpeech()), socket: socket, capture: nil)
        connection.open(at: start)
        connection.wake(at: start + .milliseconds(10))
        #expect(socket.end == "drop")
        let message = Array(#"{"type":"response.create"}"#.utf8)
        let hasActed = connection.receive(message.span, .text, at: start + .milliseconds(20))
        #expect(!hasActed)
        #expect(socket.types == ["session.created"])
    }
}
