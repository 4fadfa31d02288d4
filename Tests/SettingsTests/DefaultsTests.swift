import Audio
import CallControl
import Testing
import WireProtocols

@testable import Settings

@Suite struct DefaultsTests {
    @Test(arguments: ["", "# nothing\n", "---\n", "{}\n", "listeners:\nproviders: ~\n"]) func anEmptyFileWorksWithTheEmulatedProvider(_ yaml: String) throws {
        let loaded = load(yaml)
        #expect(loaded.texts == [])
        let settings = try #require(loaded.settings)
        #expect(settings.listeners.map(\.name) == ["default"])
        #expect(settings.listeners[0].host == "127.0.0.1")
        #expect(settings.listeners[0].port == 8_085)
        #expect(settings.providers["local"]?.url == "ws://127.0.0.1:8090/v1/realtime")
        #expect(settings.defaultSecretary == "default")
        #expect(settings.secretaries["default"]?.provider == "local")
        #expect(settings.secretaries["default"]?.tools == ["end_call"])
        #expect(settings.drainDeadline == .seconds(120))
        #expect(settings.limits.maxPlayout == .seconds(120))
        #expect(settings.logging == LogSettings(level: "info", format: .auto, maskTranscripts: true, maskNumbers: true))
    }

    @Test func noFileIsAnEmptyFile() {
        #expect(GatewaySettings.load(file: nil, environment: [:]).settings == load("").settings)
    }

    @Test func aMissingFileIsAMistake() {
        let loaded = GatewaySettings.load(file: "/nonexistent/gateway.yaml", environment: [:])
        #expect(loaded.settings == nil)
        #expect(loaded.texts == ["/nonexistent/gateway.yaml: error: (file): expected a file that can be read: it is missing or can't be read"])
    }

    @Test func everyPartIsRead() throws {
        let yaml = """
            loops: 2
            pin_loops: yes
            listeners:
              lan: {host: 10.0.0.5, port: 9000, token_file: /run/token, stream: {profile: voxcom, rate: 16000, channels: stereo, buffer_ms: 40, lead_ms: 20}}
            providers:
              grok:
                kind: xai
                model: grok-voice-latest
                language: pt-BR
                audio: {format: opus, carriage: binary}
                opus: {bitrate: 32000, fec: true}
                turn_detection: {threshold: 0.6, silence_duration_ms: 400}
            secretaries:
              reception:
                uuid: 3f2b6a9e-0000-4000-8000-000000000001
                greeting_message: ""
                vocabulary: [Pix, CPF]
                handoff: {keywords: "atendente, falar com alguém"}
            default_secretary: reception
            """
        let settings = try settings(yaml, environment: ["XAI_API_KEY": "xai-1"], files: ["/run/token": "t0ken\n"])
        #expect(settings.pinLoops)
        let listener = settings.listeners[0]
        #expect(listener.token?.exposed == "t0ken")
        #expect(listener.stream.profile == .voxcom)
        #expect(listener.stream.rate == .hz16000)
        #expect(listener.stream.channels == .stereo)
        #expect(listener.stream.buffer == .milliseconds(40))
        let provider = try #require(settings.providers["grok"])
        #expect(provider.audio == ProviderAudioSettings(format: .opus, carriage: .binary))
        #expect(provider.opus.bitrate == 32_000 && provider.opus.forwardErrorCorrection)
        #expect(provider.turnDetection == .server(threshold: 0.6, prefixPadding: nil, silence: .milliseconds(400), idleTimeout: nil))
        #expect(provider.apiKey?.exposed == "xai-1")
        let secretary = try #require(settings.secretaries["3f2b6a9e-0000-4000-8000-000000000001"])
        #expect(secretary.greeting == nil)
        #expect(secretary.name == "reception")
        #expect(secretary.language == "pt-BR")
        #expect(secretary.vocabulary == ["Pix", "CPF"])
        #expect(secretary.handoff.keywords == ["atendente", "falar com alguém"])
        #expect(settings.defaultSecretary == "3f2b6a9e-0000-4000-8000-000000000001")
    }

    @Test func listenersMayBeAList() throws {
        let settings = try settings("listeners:\n  - {name: a, port: 1}\n  - {port: 2}\n")
        #expect(settings.listeners.map(\.name) == ["a", "1"])
        #expect(settings.listeners.map(\.port) == [1, 2])
    }

    @Test func aSecretaryTakesHerProvidersLanguage() throws {
        let yaml = "providers: {local: {url: 'ws://127.0.0.1:9/', language: es}}\nsecretaries: {a: {}, b: {language: en-US}}\n"
        let settings = try settings(yaml)
        #expect(settings.secretaries["a"]?.language == "es")
        #expect(settings.secretaries["b"]?.language == "en-US")
    }

    @Test func instructionsMayComeFromAFile() throws {
        let settings = try settings("secretaries: {a: {personality_prompt_file: p.txt}}", files: ["p.txt": "Seja breve.\n"])
        #expect(settings.secretaries["a"]?.personalityPrompt == "Seja breve.")
    }
}
