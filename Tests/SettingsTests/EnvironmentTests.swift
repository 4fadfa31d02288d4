import Audio
import Testing
import WireProtocols

@testable import Settings

@Suite struct EnvironmentTests {
    @Test func theEnvironmentWinsOverTheFile() throws {
        let environment = [
            "VOICE_GATEWAY_DRAIN_DEADLINE_SECONDS": "7", "VOICE_GATEWAY_PROVIDERS_MY_OWN_MODEL": "b", "VOICE_GATEWAY_LISTENERS_LAN_STREAM_RATE": "16000",
            "VOICE_GATEWAY_SECRETARIES_A_TOOLS": " end_call ,", "VOICE_GATEWAY_SECRETARIES_A_GREETING_MESSAGE": "",
        ]
        let yaml = """
            drain_deadline_seconds: 60
            listeners: {lan: {stream: {rate: 8000}}}
            providers: {my-own: {url: 'ws://127.0.0.1:9/', model: a, voice: v}}
            secretaries: {a: {tools: []}}
            """
        let settings = try settings(yaml, environment: environment)
        #expect(settings.drainDeadline == .seconds(7))
        #expect(settings.providers["my-own"]?.model == "b")
        #expect(settings.providers["my-own"]?.voice == "v")
        #expect(settings.listeners[0].stream.rate == .hz16000)
        #expect(settings.secretaries["a"]?.tools == ["end_call"])
        #expect(settings.secretaries["a"]?.greeting == nil)
    }

    @Test func itAloneIsEnough() throws {
        let environment = [
            "VOICE_GATEWAY_PROVIDERS_BIG_ONE_KIND": "xai", "VOICE_GATEWAY_PROVIDERS_BIG_ONE_API_KEY": "k",
            "VOICE_GATEWAY_PROVIDERS_BIG_ONE_TURN_DETECTION_THRESHOLD": "0.5",
            "VOICE_GATEWAY_LISTENERS_0_PORT": "9000", "VOICE_GATEWAY_SECRETARIES_FRONT_DESK_NAME": "Recepção",
            "VOICE_GATEWAY_SECRETARIES_FRONT_DESK_UUID": "u-1",
            "VOICE_GATEWAY_DEFAULT_SECRETARY": "front_desk",
        ]
        let loaded = load("", environment: environment)
        #expect(loaded.texts == [])
        let settings = try #require(loaded.settings)
        #expect(settings.providers["big_one"]?.apiKey?.exposed == "k")
        #expect(settings.listeners.map(\.port) == [9_000])
        #expect(settings.secretaries["u-1"]?.name == "Recepção")
        #expect(settings.defaultSecretary == "u-1")
    }

    @Test(arguments: ["listeners: {lan: {port: 1}, wan: {port: 2}}", "listeners: [{name: lan, port: 1}, {name: wan, port: 2}]"])
    func listenersAreFoundByNameAndByPosition(_ yaml: String) throws {
        let environment = ["VOICE_GATEWAY_LISTENERS_1_PORT": "12", "VOICE_GATEWAY_LISTENERS_LAN_PORT": "11", "VOICE_GATEWAY_LISTENERS_1_STREAM_RATE": "48000"]
        let settings = try settings(yaml, environment: environment)
        #expect(settings.listeners.map(\.port) == [11, 12])
        #expect(settings.listeners[1].stream.rate == .hz48000)
    }

    @Test func mistakesNameTheVariable() {
        let loaded = load("loops: 1", environment: ["VOICE_GATEWAY_LOOPS": "many", "VOICE_GATEWAY_PROVIDERS_LOCAL_URL": "http://x"])
        #expect(
            loaded.errorTexts == [
                "environment VOICE_GATEWAY_LOOPS: error: loops: got many, expected a whole number from 0 to 256",
                "environment VOICE_GATEWAY_PROVIDERS_LOCAL_URL: error: providers.local.url: got http://x, expected an address like wss://host/path",
            ])
    }

    @Test func unknownVariablesAreWarnedOf() {
        let loaded = load("", environment: ["VOICE_GATEWAY_LOPS": "1", "VOICE_GATEWAY_PROVIDERS_X_NONSENSE": "1", "PATH": "/bin"])
        #expect(
            loaded.texts == [
                "environment VOICE_GATEWAY_LOPS: warning: VOICE_GATEWAY_LOPS: expected a name that belongs to a setting, so it has no effect; did you mean VOICE_GATEWAY_LOOPS?",
                "environment VOICE_GATEWAY_PROVIDERS_X_NONSENSE: warning: VOICE_GATEWAY_PROVIDERS_X_NONSENSE: expected a name that belongs to a setting, so it has no effect",
            ])
    }

    /// Kubernetes sets these for every service of the namespace.
    @Test func whatOrchestratorsSetIsLeftAlone() {
        let environment = [
            "VOICE_GATEWAY_SERVICE_HOST": "10.0.0.1", "VOICE_GATEWAY_PORT": "tcp://10.0.0.1:8085", "VOICE_GATEWAY_PORT_8085_TCP_ADDR": "10.0.0.1",
            "VOICE_GATEWAY_CONFIG": "x.yaml",
        ]
        #expect(load("", environment: environment).texts == [])
    }

    @Test func anEmptyVariableIsAnAbsentOne() throws {
        let settings = try settings("loops: 3", environment: ["VOICE_GATEWAY_LOOPS": "", "VOICE_GATEWAY_RECORDS_DIRECTORY": "", "VOICE_GATEWAY_PIN_LOOPS": ""])
        #expect(settings.loops == 3)
        #expect(settings.recordsDirectory == nil)
    }

    @Test func everyKeyHasAVariableThatWorks() {
        // A value of the right type for each key; what is not a mistake elsewhere is enough.
        for entry in SettingsSchema.entries {
            let path = entry.path.map { $0 == SettingsSchema.anyName ? "part" : $0 }
            let name = SettingsReader.variable(path)
            let value =
                switch entry.fallback {
                case .plain(let text), .text(let text), .json(let text): text
                case .list, .secret, .unset: "x"
                }
            let loaded = load("", environment: [name: value])
            #expect(!loaded.problems.contains { $0.key == name }, "\(name) had no effect")
        }
    }
}
