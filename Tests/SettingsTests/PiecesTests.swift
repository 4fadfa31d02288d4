import Testing
import Yams

@testable import Settings

/// The small parts: addresses, distances, YAML and JSON texts.
@Suite struct PiecesTests {
    @Test(arguments: [
        ("wss://api.openai.com/v1?x=1#f", "wss", "api.openai.com"), ("WS://LOCALHOST:80", "ws", "localhost"), ("ws://[::1]:9/x", "ws", "::1"),
        ("wss://u:p@h:1/", "wss", "h"),
        ("ws://h?x=@y", "ws", "h"),
    ]) func addressesAreTakenApart(_ url: String, _ scheme: String, _ host: String) {
        #expect(WebAddress(url)?.scheme == scheme)
        #expect(WebAddress(url)?.host == host)
    }

    @Test(arguments: ["", "host", "ws:/x", "ws://", "ws:///x", "ws://a b", "ws://[::1", "ws://é"]) func whatIsNoAddressIsNone(_ url: String) {
        #expect(WebAddress(url) == nil)
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("127.evil.com", false), ("127.0.0.256", false), ("10.0.0.1", false),
        ("0.0.0.0", false),
    ])
    func onlyThisMachineIsLoopback(_ host: String, _ expected: Bool) {
        #expect(WebAddress.isLoopback(host) == expected)
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("port", "prot", 1), ("ab", "ba", 1), ("ação", "acao", 4)]) func distancesCountEdits(
        _ a: String, _ b: String, _ distance: Int
    ) {
        #expect(Suggestion.distance(a, b) == distance)
    }

    @Test(arguments: [
        "", "plain", "~", "null", "Yes", "on", "1", "1.0", "- x", "a: b", "a #b", "'", "\"", "\\", "\n", "\t", "\r", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}",
        "x\u{FEFF}", "😀", "é", "{", "*x", "&x", "!x", "%", "@", "`", " lead", "trail ", "\u{FFFF}",
    ])
    func textsSurviveYAML(_ text: String) throws {
        let node = try #require(try Yams.compose(yaml: "k: \(YAMLText.scalar(text))  # c\n")?.mapping?["k"])
        #expect(node.scalar?.string == text)
        #expect(!Section.isNull(node))
    }

    @Test(arguments: [
        ("{a: 1, b: [x, true, ~, null]}", #"{"a":1,"b":["x",true,null,null]}"#), ("{a: '1', b: \"true\"}", #"{"a":"1","b":"true"}"#),
        ("{a: .5, b: 007, c: +5, d: nan, e: 1e5, f: -0.5}", #"{"a":".5","b":"007","c":"+5","d":"nan","e":1e5,"f":-0.5}"#),
        ("a: |\n  x\n  \"y\"\n", #"{"a":"x\n\"y\"\n"}"#),
    ]) func treesBecomeJSON(_ yaml: String, _ json: String) throws {
        #expect(try JSONText.json(#require(try Yams.compose(yaml: yaml))) == json)
    }
}
