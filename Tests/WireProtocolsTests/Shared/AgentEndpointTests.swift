import CallControl
import Testing

@testable import WireProtocols

@Suite struct AgentEndpointTests {
    private let key = Secret("sk-secret")

    private func direct(_ endpoint: AgentEndpoint) throws -> AgentAddress {
        guard case .direct(let address) = endpoint else { throw WireError(field: "endpoint", problem: "not direct") }
        return address
    }

    private func exchange(_ endpoint: AgentEndpoint) throws -> AgentExchange {
        guard case .exchange(let exchange) = endpoint else { throw WireError(field: "endpoint", problem: "no exchange") }
        return exchange
    }

    private func answer(_ exchange: AgentExchange, _ text: String) throws(WireError) -> AgentAddress {
        let bytes = text.bytes
        return try exchange.address(from: bytes.span)
    }

    @Test func openAITakesABearerHeaderAndNoBetaHeader() throws {
        let address = try direct(.openAI(.init(model: "gpt-realtime-2.1", key: key)))
        #expect(address.url.exposed == "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1")
        #expect(address.headers == [AgentHeader("Authorization", "Bearer sk-secret")])
    }

    @Test func aQueryOfOnesOwnStays() throws {
        let address = try direct(.compatible(.init(url: "ws://127.0.0.1:9/v1?x=1", model: "a b", key: nil)))
        #expect(address.url.exposed == "ws://127.0.0.1:9/v1?x=1&model=a%20b")
        #expect(address.headers.isEmpty)
        #expect(address.description == "ws://127.0.0.1:9/v1")
    }

    @Test func xAIHasItsOwnHost() throws {
        #expect(try direct(.xAI(.init(model: "grok-voice-latest", key: key))).url.exposed == "wss://api.x.ai/v1/realtime?model=grok-voice-latest")
    }

    @Test func aPublicAgentIsDialledAndAPrivateOneSigned() throws {
        let open = try direct(.elevenLabsAgent(.init(agentID: "agent_1")))
        #expect(open.url.exposed == "wss://api.elevenlabs.io/v1/convai/conversation?agent_id=agent_1")
        let signed = try exchange(.elevenLabsAgent(.init(agentID: "agent_1", key: key, region: "eu")))
        #expect(signed.method == .get)
        #expect(signed.url == "https://api.eu.residency.elevenlabs.io/v1/convai/conversation/get-signed-url?agent_id=agent_1")
        #expect(signed.headers == [AgentHeader("xi-api-key", "sk-secret")])
        let address = try answer(signed, #"{"signed_url":"wss://x/y?conversation_signature=z"}"#)
        #expect(address.url.exposed == "wss://x/y?conversation_signature=z")
        for wrong in ["{}", #"{"signed_url":1}"#, #"{"signed_url":"https://x"}"#, "<html>"] {
            #expect(throws: WireError.self) { try answer(signed, wrong) }
        }
    }

    @Test func elevenLabsRealtimeFetchesATokenForItsSubprotocol() throws {
        let exchange = try exchange(.elevenLabsRealtime(.init(model: "eleven_realtime_v1_mini", key: key)))
        #expect(exchange.method == .post)
        #expect(exchange.url == "https://api.elevenlabs.io/v1/convai/realtime/client_secrets")
        #expect(exchange.body.text == #"{"session":{"type":"realtime","model":"eleven_realtime_v1_mini"}}"#)
        let address = try answer(exchange, #"{"value":"ek_1","expires_at":1}"#)
        #expect(address.subprotocols.map(\.exposed) == ["realtime", "openai-insecure-api-key.ek_1"])
        #expect(address.url.exposed == "wss://api.elevenlabs.io/v1/convai/realtime")
    }

    @Test func wrongSettingsAreNamed() {
        #expect(throws: WireError(field: "agent", problem: "missing")) { try AgentEndpoint.elevenLabsAgent(.init()) }
        #expect(throws: WireError.self) { try AgentEndpoint.elevenLabsAgent(.init(agentID: "a", region: "mars")) }
        #expect(throws: WireError(field: "url", problem: "missing")) { try AgentEndpoint.compatible(.init()) }
        #expect(throws: WireError.self) { try AgentEndpoint.openAI(.init(url: "https://x")) }
        #expect(throws: WireError.self) { try AgentEndpoint.openAI(.init(url: "wss://x y")) }
        #expect(throws: WireError.self) { try AgentEndpoint.openAI(.init(key: Secret("a\r\nEvil: 1"))) }
    }

    @Test func nothingPrintsAKey() throws {
        let endpoints = [
            try AgentEndpoint.openAI(.init(key: key)), try .elevenLabsAgent(.init(agentID: "a", key: key)), try .elevenLabsRealtime(.init(key: key)),
        ]
        for endpoint in endpoints {
            var dumped = ""
            dump(endpoint, to: &dumped)
            #expect(!"\(endpoint)\(dumped)\(String(reflecting: endpoint))".contains("sk-secret"))
        }
    }
}
