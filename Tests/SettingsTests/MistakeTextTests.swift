import Testing

@testable import Settings

/// Mistakes as operators read them, word for word.
@Suite struct MistakeTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var yaml: String
        var text: String
        var testDescription: String { yaml }
    }

    static let cases = [
        Case(yaml: "loops: -1", text: "gateway.yaml:1:8: error: loops: got -1, expected a whole number from 0 to 256"),
        Case(yaml: "loops: many", text: "gateway.yaml:1:8: error: loops: got many, expected a whole number from 0 to 256"),
        Case(yaml: "pin_loops: maybe", text: "gateway.yaml:1:12: error: pin_loops: got maybe, expected true or false"),
        Case(yaml: "lisners: {}", text: "gateway.yaml:1:1: error: lisners: expected a known key; did you mean listeners?"),
        Case(
            yaml: "logging:\n  level: warn",
            text: "gateway.yaml:2:10: error: logging.level: got warn, expected one of trace, debug, info, notice, warning, error; did you mean warning?"),
        Case(yaml: "limits: 5", text: "gateway.yaml:1:9: error: limits: got 5, expected a mapping of keys"),
        Case(yaml: "loops: [1]", text: "gateway.yaml:1:8: error: loops: got a list, expected a single value"),
        Case(yaml: "listeners: 8085", text: "gateway.yaml:1:12: error: listeners: got 8085, expected a mapping from names to settings, or a list"),
        Case(
            yaml: "listeners: {a: {host: 0.0.0.0}}",
            text: "gateway.yaml:1:23: error: listeners.a.host: got 0.0.0.0, expected a token for streams from beyond this machine; "
                + "name a file in token_file, or say allow_unauthenticated: true"),
        Case(
            yaml: "providers:\n  openai:\n    api_key: sk-123",
            text: "gateway.yaml:3:14: error: providers.openai.api_key: got ***, expected no secret in this file; "
                + "put it into the variable VOICE_GATEWAY_PROVIDERS_OPENAI_API_KEY, or into a file that api_key_file names"),
        Case(
            yaml: localProvider + "secretaries:\n  a: {provider: locl}",
            text: "gateway.yaml:3:17: error: secretaries.a.provider: got locl, expected one of the providers: local; did you mean local?"),
        Case(
            yaml: localProvider + "default_secretary: b\nsecretaries: {a: {}}",
            text: "gateway.yaml:2:20: error: default_secretary: got b, expected one of the secretaries: a; did you mean a?"),
        Case(yaml: "loops: 1\nloops: 2", text: "gateway.yaml:1:1: error: loops: expected each key once in a mapping; remove or merge the repetition"),
        Case(yaml: "a: [1\nb: 2", text: "gateway.yaml:2:2: error: (file): expected well-formed YAML; did not find expected ',' or ']'"),
        Case(
            yaml: "providers: {a: {url: 'ws://example.com/x'}}",
            text: "gateway.yaml:1:22: error: providers.a.url: got ws://example.com, expected wss:// beyond this machine; "
                + "what callers say would cross the network in clear; allow_insecure: true permits that"),
        Case(
            yaml: "listeners: {a: {port: 1}, b: {port: 1}}",
            text: "gateway.yaml:1:12: error: listeners: got 127.0.0.1:1, expected an address of its own for each listener; a and b share this one"),
    ]

    @Test(arguments: cases) func eachSaysWhereWhatAndWhatToDo(_ example: Case) {
        let loaded = load(example.yaml)
        #expect(loaded.settings == nil)
        #expect(loaded.errorTexts == [example.text])
    }

    @Test func opusWhereTheVendorTakesNoneNamesItsSource() {
        let yaml = "providers: {a: {kind: openai, audio: {format: opus}}}"
        let text =
            "gateway.yaml:1:47: error: providers.a.audio.format: got opus, expected auto, pcmu, pcma or l16: openai's WebSocket takes no Opus today; "
            + "OpenAI's own SDK for Python, 3.54.0, realtime_audio_formats.py, lists pcm, pcmu and pcma; xai takes Opus, and kind openai with a url of your own may"
        #expect(load(yaml, environment: ["OPENAI_API_KEY": "k"]).texts == [text])
    }

    @Test func theUpstreamProfileWantsAFreeSwitchOrWarnsThatCallersHearNothing() {
        let yaml = "listeners: {a: {stream: {profile: upstream}}}"
        let loaded = load(yaml)
        #expect(loaded.settings != nil && loaded.warningTexts.count == 1)
        #expect(
            loaded.warningTexts[0].hasSuffix(
                "warning: freeswitch: expected a FreeSWITCH, whose event socket plays what a's build only saves to files; "
                    + "with the profile upstream and without one, callers hear nothing"), "\(loaded.warningTexts)")
        #expect(load(yaml + "\nfreeswitch: {pbx: {password_file: /esl}}", files: ["/esl": "p"]).texts == [])
    }

    @Test func allMistakesComeAtOnceInTheOrderOfTheFile() {
        let yaml = """
            secretaries:
              a: {provider: nobody, max_turns: 0}
            loops: x
            providers:
              local: {url: 'ws://127.0.0.1:9/', speed: 9, kind: openay}
            logging: {colour: red}
            """
        let loaded = load(yaml, environment: ["VOICE_GATEWAY_DRAIN_DEADLINE_SECONDS": "soon"])
        #expect(
            loaded.errors.map(\.key) == [
                "secretaries.a.provider", "secretaries.a.max_turns", "loops", "providers.local.speed", "providers.local.kind", "logging.colour",
                "drain_deadline_seconds",
            ])
        #expect(loaded.errors.map(\.line) == [2, 2, 3, 5, 5, 6, nil])
        #expect(loaded.errors.last?.location == "environment VOICE_GATEWAY_DRAIN_DEADLINE_SECONDS")
    }

    @Test func valuesAreShownShortAndOnOneLine() {
        let loaded = load("loops: \"\(String(repeating: "x", count: 200))\\n\\e[31m\"")
        let value = loaded.errors.first?.value
        #expect(value?.count == 80)
        #expect(value?.hasSuffix("…") == true)
    }
}
