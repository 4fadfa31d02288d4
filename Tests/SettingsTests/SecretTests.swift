import Testing
import WireProtocols

@testable import Settings

@Suite struct SecretTests {
    private let yaml = "providers: {a: {kind: openai, api_key_file: /run/key}}"

    @Test func comesFromAFileWithoutItsLineBreak() throws {
        let settings = try settings(yaml, files: ["/run/key": "sk-file\n"])
        #expect(settings.providers["a"]?.apiKey?.exposed == "sk-file")
    }

    @Test(
        arguments: zip(["openai", "elevenlabs", "elevenlabs-realtime", "xai"], ["OPENAI_API_KEY", "ELEVENLABS_API_KEY", "ELEVENLABS_API_KEY", "XAI_API_KEY"]))
    func fallsBackToTheVendorsVariable(_ kind: String, _ variable: String) throws {
        let settings = try settings("providers: {a: {kind: \(kind), agent_id: x}}", environment: [variable: "v"])
        #expect(settings.providers["a"]?.apiKey?.exposed == "v")
    }

    @Test func theOwnVariableWinsOverFileAndVendors() throws {
        let environment = ["VOICE_GATEWAY_PROVIDERS_A_API_KEY": "own", "OPENAI_API_KEY": "vendor"]
        #expect(try settings(yaml, environment: environment, files: ["/run/key": "file"]).providers["a"]?.apiKey?.exposed == "own")
        #expect(try settings(yaml, environment: ["OPENAI_API_KEY": "vendor"], files: ["/run/key": "file"]).providers["a"]?.apiKey?.exposed == "file")
    }

    @Test(arguments: ["ws://127.0.0.1:9/", "wss://api.openai.com.evil.com/", "wss://evil.com/.openai.com/"]) func aVendorsKeyNeverGoesToAnotherHost(
        _ url: String
    ) throws {
        #expect(try settings("providers: {a: {url: '\(url)'}}", environment: ["OPENAI_API_KEY": "v"]).providers["a"]?.apiKey == nil)
    }

    @Test func aVendorsKeyGoesToItsOtherHosts() throws {
        #expect(
            try settings("providers: {a: {url: 'wss://eu.api.openai.com/v1/realtime'}}", environment: ["OPENAI_API_KEY": "v"]).providers["a"]?.apiKey?.exposed
                == "v")
    }

    @Test(
        arguments: [
            ([:], "a file that can be read: it is missing"), (["/run/key": ""], "a file that holds the secret; this one is empty"),
            (["/run/key": " \n\n"], "a file that holds the secret; this one is empty"), (["/run/key": "two words\n"], "one word of printable ASCII"),
            (["/run/key": "a\nb\n"], "one word of printable ASCII"), (["/run/key": "ção"], "one word of printable ASCII"),
        ] as [([String: String], String)]) func anUnusableFileIsAMistake(_ files: [String: String], _ expected: String)
    {
        #expect(load(yaml, files: files).errors.map(\.expected) == [expected])
    }

    @Test func aFileForAllToReadIsWarnedOf() {
        let files = ["/run/key": "k"]
        #expect(
            load(yaml, files: files, modes: ["/run/key": 0o644]).texts == [
                "gateway.yaml:1:45: warning: providers.a.api_key_file: got /run/key, expected a file that not everybody on this machine can read; chmod 600 /run/key"
            ])
        #expect(load(yaml, files: files, modes: ["/run/key": 0o640]).texts == [])
    }

    @Test func whatLooksLikeASecretInPlaceOfAPathIsNotRepeated() {
        let loaded = load("providers: {a: {api_key_file: sk-proj-abcdef}}")
        #expect(loaded.errors.map(\.value) == ["***"])
        #expect(!"\(loaded)".contains("abcdef"))
    }

    @Test(arguments: [
        "providers: {a: {api_key: s3cr3t}}", "listeners: {a: {token: s3cr3t}}", "providers: {a: {apikey: s3cr3t}}", "providers: {a: {api_key: [s3cr3t]}}",
        "providers: {a: {url: 'wss://u:s3cr3t@example.com/'}}", "providers: {a: {url: 'wss://example.com/?token=s3cr3t'}}", "a: [\napi_key: s3cr3t",
        "b: 's3cr3t",
        "x: s3cr3t\nx: s3cr3t", "api_key: \"s3cr3t\\q\"",
    ]) func neverShowsInProblems(_ yaml: String) {
        let loaded = load(yaml)
        #expect(loaded.settings == nil)
        #expect(loaded.texts.allSatisfy { !$0.contains("s3cr3t") }, "\(loaded.texts)")
    }

    @Test func neverShowsInWhatIsPrinted() throws {
        let loaded = load(
            "listeners: {a: {token_file: /t}}\n" + yaml, environment: ["VOICE_GATEWAY_LISTENERS_A_TOKEN": "s3cr3t-1", "OPENAI_API_KEY": "s3cr3t-2"],
            files: ["/t": "s3cr3t-3", "/run/key": "s3cr3t-4"])
        let settings = try #require(loaded.settings)
        #expect(settings.listeners[0].token?.exposed == "s3cr3t-1")
        for text in [loaded.effective, GatewaySettings.reference, "\(settings)", String(reflecting: settings), "\(loaded.problems)"] {
            #expect(!text.contains("s3cr3t"))
        }
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("s3cr3t"))
    }
}
