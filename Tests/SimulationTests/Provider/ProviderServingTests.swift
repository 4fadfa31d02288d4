import Testing

@testable import Simulation

@Suite struct ProviderServingTests {
    @Test(arguments: [
        ("/v1/realtime?model=gpt-realtime", ProviderRoute.conversation(.openAI, model: "gpt-realtime")),
        ("/v1/realtime?model=m&dialect=xai", .conversation(.xAI, model: "m")),
        ("/v1/realtime?dialect=compatible", .conversation(.compatible, model: "")),
        ("/xai/v1/realtime?model=grok%2Dvoice", .conversation(.xAI, model: "grok-voice")),
        ("/v1/convai/realtime", .conversation(.elevenLabsRealtime, model: "")),
        ("/v1/convai/conversation?agent_id=a-ulaw_8000&source=x", .conversation(.elevenLabs, model: "a-ulaw_8000")),
        ("/v1/convai/conversation/get-signed-url?agent_id=a", .signedURL(agent: "a")),
        ("/v1/convai/realtime/client_secrets", .clientSecret),
        ("/", .unknown), ("", .unknown), ("/v1/live/sessions", .unknown),
    ])
    func targetsNameWhatTheyAreFor(target: String, route: ProviderRoute) { #expect(ProviderRoute(target) == route) }

    @Test(arguments: [
        ("authorization", "Bearer k", true), ("authorization", "Bearer x", false), ("xi-api-key", "k", true), ("xi-api-key", "", false),
        ("sec-websocket-protocol", "realtime, openai-insecure-api-key.k", true), ("host", "k", false),
    ])
    func aRequiredKeyIsLookedForWhereVendorsPutIt(name: String, value: String, isThere: Bool) {
        #expect(ProviderKey.isPresent("k", target: "/", header: { $0 == name ? value : nil }) == isThere)
        #expect(ProviderKey.isPresent(nil, target: "/", header: { _ in nil }))
        #expect(ProviderKey.isPresent("k", target: "/v1/convai/conversation?conversation_signature=\(ProviderKey.signature)", header: { _ in nil }))
    }

    @Test(arguments: [
        (#"{"type":"input_audio_buffer.append","audio":"AQID"}"#, ClientAudio.Finding.audio),
        (#"{"audio":"AQID","event_id":"e","type":"input_audio_buffer.append"}"#, .audio),
        (#"{"user_audio_chunk":"AQID"}"#, .audio),
        (#"{"user_audio_chunk":"AQI*"}"#, .malformed),
        (#"{"type":"session.update","audio":"AQID"}"#, .otherwise),
        (#"{"type":"input_audio_buffer.append"}"#, .otherwise),
        ("nonsense", .otherwise), ("", .otherwise),
    ])
    func audioIsFoundInMessages(text: String, finding: ClientAudio.Finding) {
        let message = Array(text.utf8)
        var audio: [UInt8] = []
        #expect(ClientAudio.append(message.span, to: &audio) == finding)
        #expect(audio == (finding == .audio ? [1, 2, 3] : []))
    }
}
