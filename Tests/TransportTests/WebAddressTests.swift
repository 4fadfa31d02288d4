import Testing

@testable import Transport

@Suite struct WebAddressTests {
    struct Case: Sendable {
        var text: String
        var isSecure: Bool
        var host: String
        var port: Int
        var target: String
        var hostHeader: String
        var description: String
    }

    static let cases = [
        Case(
            text: "wss://api.openai.com/v1/realtime?model=x", isSecure: true, host: "api.openai.com", port: 443, target: "/v1/realtime?model=x",
            hostHeader: "api.openai.com", description: "wss://api.openai.com/v1/realtime"),
        Case(
            text: "ws://127.0.0.1:9000", isSecure: false, host: "127.0.0.1", port: 9_000, target: "/", hostHeader: "127.0.0.1:9000",
            description: "ws://127.0.0.1:9000/"),
        Case(
            text: "WS://Example.org:80/a", isSecure: false, host: "Example.org", port: 80, target: "/a", hostHeader: "Example.org",
            description: "ws://Example.org/a"),
        Case(
            text: "wss://[::1]:8443/x#part", isSecure: true, host: "::1", port: 8_443, target: "/x", hostHeader: "[::1]:8443", description: "wss://[::1]:8443/x"
        ),
        Case(text: "http://[fe80::1]", isSecure: false, host: "fe80::1", port: 80, target: "/", hostHeader: "[fe80::1]", description: "http://[fe80::1]/"),
        Case(
            text: "https://host?key=secret", isSecure: true, host: "host", port: 443, target: "/?key=secret", hostHeader: "host", description: "https://host/"),
    ]

    @Test(arguments: cases) func addressIsTakenApart(_ example: Case) throws {
        let address = try #require(WebAddress(example.text))
        #expect(address.isSecure == example.isSecure)
        #expect(address.isWebSocket == example.text.lowercased().hasPrefix("ws"))
        #expect(address.host == example.host)
        #expect(address.port == example.port)
        #expect(address.target == example.target)
        #expect(address.hostHeader == example.hostHeader)
        #expect(address.description == example.description)
    }

    @Test(arguments: [
        "", "host", "//host", "ftp://host", "ws://", "ws:///path", "ws://user@host", "ws://user:secret@host/", "ws://host:0", "ws://host:65536", "ws://host:-1",
        "ws://host:+80", "ws://host:8x", "ws://host:", "ws://:80", "ws://[::1", "ws://[::1]x", "ws://[]", "ws://ho st/", "ws://host/a b", "ws://host/a\r\nX: y",
        "ws://host\u{0}/",
        "ws://a:b:1", "ws://::1/", "ws://hôst/", "ws://host/ä", "ws://ho\"st/",
    ])
    func whatIsNoAddressIsRefused(_ text: String) { #expect(WebAddress(text) == nil) }
}
