import Testing

@testable import Simulation

/// The vendors' own clients hold a conversation with the emulated provider.
@Suite struct InteropTests {
    private func provider() throws -> (LocalProvider, Int) {
        var settings = EmulatorSettings()
        settings.fixtures = FixtureLibrary.locate(from: #filePath)
        let provider = try LocalProvider(settings)
        return (provider, try provider.start())
    }

    private func recording(_ rate: Int) throws -> String {
        let library = try FixtureLibrary(folder: try #require(FixtureLibrary.locate(from: #filePath)))
        return library.folder + "/" + (try #require(library["pt-saldo"]?.files.first { $0.rate == rate }).path)
    }

    @Test func openAIsClientConverses() throws {
        let (provider, port) = try provider()
        defer { provider.stop() }
        let run = try PythonTool.run("Interop/openai_client.py", ["ws://127.0.0.1:\(port)/v1", try recording(8_000), "Qual é o saldo da minha conta?"])
        #expect(run.status == 0, "\(run.output)")
    }

    @Test func elevenLabsClientConverses() throws {
        let (provider, port) = try provider()
        defer { provider.stop() }
        let run = try PythonTool.run(
            "Interop/elevenlabs_client.py", ["http://127.0.0.1:\(port)", try recording(16_000), "Qual é o saldo da minha conta?"])
        #expect(run.status == 0, "\(run.output)")
    }
}
