import Audio
import CallControl
import Testing

@testable import WireProtocols

@Suite struct OpenAIConversationTests {
    typealias Place = OpenAIServerEvent.Place

    private func bytes(_ format: AudioFormat, milliseconds: Int) -> [UInt8] {
        [UInt8].ramp(format.rate.samples(milliseconds: milliseconds) * (format.bytesPerSample ?? 1))
    }

    @Test(arguments: [(Dialect.openAI, AudioFormat.pcmu), (.openAI, .pcma), (.openAI, .linear16(.hz24000)), (.compatible, .pcmu)])
    func aWholeCallPassesOpenAIsOwnTypes(_ dialect: Dialect, _ format: AudioFormat) throws {
        var call = OpenAIConversationScript(dialect, .telephone(format))
        try call.connect()
        #expect(call.listener.events == [.ready(AgentSession(formatToAgent: format, formatFromAgent: format))])

        // The greeting.
        try call.ask(.say("Olá! Em que posso ajudar?"))
        let greeting = Place(response: "resp_1", item: "item_1")
        let piece = bytes(format, milliseconds: 200)
        try call.agentBegins(greeting, after: nil, audio: [piece, piece])
        try call.agentEnds(greeting, after: nil, "Olá! Em que posso ajudar?")

        // A turn.
        for _ in 0..<5 { try call.speak(bytes(format, milliseconds: 20)) }
        try call.callerSpeaks("item_2", "Quero saber meu saldo.", after: "item_1")
        let answer = Place(response: "resp_2", item: "item_3")
        try call.agentBegins(answer, after: "item_2", audio: [piece])

        // The caller talks over it: the server cancels, we truncate once it is done.
        try call.tell(.speechStarted(item: "item_4", milliseconds: 4_000))
        try call.agentEnds(answer, after: "item_2", "Seu saldo", .cancelled(reason: "turn_detected"))
        try call.ask(.truncate(ResponseID(1), heard: .milliseconds(120)))
        try call.tell(.itemTruncated(item: "item_3", contentIndex: 0, milliseconds: 120, transcript: nil))
        try call.callerSpeaks("item_4", "Na verdade, outra coisa.", after: "item_3", at: 4_000)

        // Tools, one of them unknown to us; one `response.create` after both.
        let known = OpenAIServerEvent.Call(place: Place(response: "resp_3", item: "item_5"), callID: "call_1", name: "lookup", arguments: #"{"id":1}"#)
        try call.agentCalls(known)
        try call.ask(.toolResult(ToolResult(callID: "call_1", name: "lookup", output: #"{"saldo":12.5}"#)))
        try call.ask(.createResponse(instructions: nil))
        let unknown = OpenAIServerEvent.Call(place: Place(response: "resp_4", item: "item_6"), callID: "call_2", name: "fly", arguments: "{}")
        try call.agentCalls(unknown)
        try call.ask(.toolResult(ToolResult(callID: "call_2", name: "fly", output: "unknown tool", isError: true)))
        try call.ask(.createResponse(instructions: "Responda em uma frase."))

        // An answer that the provider has finished sending when the caller breaks in.
        let last = Place(response: "resp_5", item: "item_7")
        try call.agentBegins(last, after: "item_6", audio: [piece, piece, piece])
        try call.agentEnds(last, after: "item_6", "É doze e cinquenta. Mais alguma coisa?")
        try call.tell(.speechStarted(item: "item_8", milliseconds: 9_000))
        try call.ask(.truncate(ResponseID(4), heard: .milliseconds(340)))
        try call.ask(.context("O cliente digitou 5."))
        try call.ask(.callerText("Tchau"))

        // A running response that we stop ourselves.
        try call.tell(.responseCreated("resp_6"))
        try call.ask(.cancelResponse(ResponseID(5)))
        try call.tell(.responseDone("resp_6", .cancelled(reason: "client_cancelled"), output: [], usage: AgentUsage()))
        try call.tell(.error(type: "invalid_request_error", code: "response_cancel_not_active", message: "no", causedBy: nil))

        #expect(call.heard.count == bytes(format, milliseconds: 20).count * 5)
        #expect(call.listener.audio.count == piece.count * 6)
        #expect(call.requests.filter { if case .truncate = $0 { true } else { false } }.count == 2)
        #expect(call.listener.events.filter { if case .toolCall = $0 { true } else { false } }.count == 2)
        try Validator.openAI.expectNoProblems(in: call.capture)
    }

    @Test func everyEventOfTheServerIsKnownAndValid() throws {
        var call = OpenAIConversationScript(.openAI, .telephone())
        try call.connect()
        try call.tell(.inputTranscriptFailed(item: "item_9", message: "unheard"))
        try call.tell(.itemRetrieved(.agentAudio(id: "item_1", status: .completed, transcript: "Olá")))
        try call.tell(.itemAdded(.functionOutput(id: "item_2", callID: "c", output: "1"), previous: "item_1"))
        try call.tell(.itemAdded(.text(id: "item_3", role: "system", text: "x"), previous: "item_2"))
        try call.tell(.audioCleared)
        for (number, status) in [
            OpenAIServerEvent.Status.incomplete(reason: "max_output_tokens"), .failed(code: "rate_limit_exceeded", message: "slow"),
        ].enumerated() {
            try call.tell(.responseCreated("resp_\(number)"))
            try call.tell(.responseDone("resp_\(number)", status, output: [], usage: AgentUsage()))
        }
        #expect(!call.listener.events.contains { if case .unrecognised = $0 { true } else { false } })
        try Validator.openAI.expectNoProblems(in: call.capture)
    }

    @Test func semanticTurnsAndABareSetupAreValidToo() throws {
        let setup = AgentSetup(
            model: nil, voice: nil, instructions: "", greeting: nil, language: "pt", formatToAgent: .pcmu, formatFromAgent: .pcmu,
            turnDetection: .semantic(eagerness: "high"))
        var call = OpenAIConversationScript(.openAI, setup)
        try call.connect()
        try call.tell(.sessionUpdated)
        try Validator.openAI.expectNoProblems(in: call.capture)
    }

    @Test func keysThatLiveServersAddAreTolerated() throws {
        var call = OpenAIConversationScript(.openAI, .telephone())
        call.server.addsLiveKeys = true
        try call.connect()
        #expect(call.listener.events == [.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcmu, conversationID: "sess_1"))])
    }

    @Test func aServerThatFallsBackIsReportedAsItIs() throws {
        var call = OpenAIConversationScript(.openAI, .telephone())
        try call.tell(.sessionCreated)
        call.server.formatFromAgent = .linear16(.hz24000)
        let events = try call.tell(.sessionUpdated)
        #expect(events == [.ready(AgentSession(formatToAgent: .pcmu, formatFromAgent: .linear16(.hz24000)))])
    }

    @Test func opusPacketsCrossInBinaryFrames() throws {
        var setup = AgentSetup.telephone(.opus(.hz24000))
        setup.carriageToAgent = .binary
        setup.carriageFromAgent = .binary
        for dialect in [Dialect.xAI, .compatible] {
            var call = OpenAIConversationScript(dialect, setup)
            try call.connect()
            let packet: [UInt8] = [0x58, 1, 2, 3, 4]
            try call.speak(packet)
            #expect(call.heard == packet)
            let place = Place(response: "resp_1", item: "item_1")
            try call.agentBegins(place, after: nil, audio: [packet])
            #expect(call.listener.audio == packet && call.listener.events.last == .audio(ResponseID(0)))
            try call.ask(.say("Esta chamada é gravada."))
            try call.ask(.truncate(ResponseID(0), heard: .milliseconds(40)))
            #expect(call.requests.last == .truncate(item: "item_1", contentIndex: 0, audioEndMilliseconds: 40))
            try call.tell(.itemTruncated(item: "item_1", contentIndex: 0, milliseconds: 40, transcript: "Ol"))
            try call.tell(.inputTranscriptUpdated(item: "item_2", "quero"))
        }
    }

    @Test func aServerRefusesFormatsItDoesNotHave() throws {
        var call = OpenAIConversationScript(.openAI, .telephone(.opus(.hz24000)))
        #expect(throws: WireError.self) { try call.connect() }
    }
}
