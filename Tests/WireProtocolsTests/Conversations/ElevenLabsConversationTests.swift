import Audio
import CallControl
import Testing

@testable import WireProtocols

@Suite struct ElevenLabsConversationTests {
    /// A codec and a server codec in conversation, with everything that crosses the wire written down.
    private struct Script {
        var listener: Listener<ElevenLabsAgentCodec>
        let server: ElevenLabsServerCodec
        var capture: [String] = []
        var requests: [ProviderRequest] = []
        var heard: [UInt8] = []

        init(_ format: AudioFormat, overrides: Bool = true) throws {
            var setup = AgentSetup.telephone(format)
            setup.overridesAgent = overrides
            listener = Listener(ElevenLabsAgentCodec(setup: setup))
            server = try ElevenLabsServerCodec(formatToAgent: format, formatFromAgent: format)
        }

        @discardableResult
        mutating func tell(_ event: ElevenLabsServerEvent) throws -> [AgentEvent] {
            var message: [UInt8] = []
            server.encode(event, into: &message)
            return try deliver(message)
        }

        @discardableResult
        mutating func tell(audio: [UInt8], event: Int) throws -> [AgentEvent] {
            var message: [UInt8] = []
            _ = server.encodeAudio(audio.span, event: event, into: &message)
            return try deliver(message)
        }

        private mutating func deliver(_ message: [UInt8]) throws -> [AgentEvent] {
            capture.append(#"{"dir":"s2c","msg":\#(message.text)}"#)
            return try listener.hear(.text, message)
        }

        mutating func ask(_ command: AgentCommand) throws {
            for message in listener.say(command) { try send(message.bytes) }
        }

        mutating func speak(_ audio: [UInt8]) throws { try send(listener.say(audio: audio).1) }

        private mutating func send(_ message: [UInt8]) throws {
            capture.append(#"{"dir":"c2s","msg":\#(message.text)}"#)
            requests.append(try server.decode(message.span, kind: .text, audio: &heard))
        }
    }

    @Test(arguments: [(AudioFormat.pcmu, true), (.linear16(.hz16000), true), (.linear16(.hz8000), false)])
    func aWholeCallPassesTheirSpecification(_ format: AudioFormat, _ overrides: Bool) throws {
        var call = try Script(format, overrides: overrides)
        let frame = [UInt8].ramp(format.rate.samples(milliseconds: 20) * (format.bytesPerSample ?? 1))
        try call.ask(.start)
        #expect(
            try call.tell(.metadata(conversationID: "conv_1")) == [
                .ready(AgentSession(formatToAgent: format, formatFromAgent: format, conversationID: "conv_1"))
            ])

        // The greeting comes by itself; a ping in the middle of it.
        try call.tell(.agentResponse("Olá! Em que posso ajudar?", event: 1))
        try call.tell(audio: frame, event: 1)
        #expect(try call.tell(.ping(event: 2, milliseconds: nil)) == [.ping(id: 2, roundTrip: nil)])
        try call.ask(.pong(id: 2))
        for _ in 0..<3 { try call.speak(frame) }

        // A turn that the caller breaks into.
        try call.tell(.tentativeUserTranscript("quero", event: 3))
        try call.tell(.userTranscript("Quero o saldo.", event: 3))
        try call.tell(.agentResponsePart("Seu ", event: 4))
        try call.tell(.agentResponse("Seu saldo é doze.", event: 4))
        try call.tell(audio: frame, event: 4)
        #expect(try call.tell(.interruption(event: 4)).first == .interrupted(upTo: ResponseID(1)))
        try call.tell(.agentResponseCorrection(original: "Seu saldo é doze.", corrected: "Seu saldo", event: 4))
        #expect(try call.tell(audio: frame, event: 4).isEmpty)
        try call.tell(audio: frame, event: 5)

        // A tool, then a text turn and background.
        try call.tell(.clientToolCall(name: "lookup", id: "tc_1", parameters: ["id": 1], event: 6))
        try call.ask(.toolResult(ToolResult(callID: "tc_1", name: "lookup", output: "42")))
        try call.tell(.clientToolCall(name: "fly", id: "tc_2", parameters: [:], event: 7))
        try call.ask(.toolResult(ToolResult(callID: "tc_2", name: "fly", output: "unknown tool", isError: true)))
        try call.ask(.context("O cliente digitou 5."))
        try call.ask(.callerText("Tchau"))
        try call.tell(.vadScore(0.5))
        try call.tell(.ping(event: 8, milliseconds: 41))
        try call.ask(.pong(id: 8))
        try call.tell(.error(code: 1_002, type: "llm_timeout", message: "slow"))

        #expect(call.heard.count == frame.count * 3)
        #expect(call.listener.audio.count == frame.count * 3)
        #expect(call.requests.contains(.toolResult(callID: "tc_2", output: "unknown tool", isError: true)))
        #expect(!call.listener.events.contains { if case .unrecognised = $0 { true } else { false } })
        try Validator.elevenLabs.expectNoProblems(in: call.capture)
    }

    @Test func anAgentHasNoALaw() {
        #expect(throws: WireError.self) { try ElevenLabsServerCodec(formatToAgent: .pcma, formatFromAgent: .pcma) }
    }
}
