import Audio
import CallControl

@testable import WireProtocols

/// A codec and a server codec in conversation, with everything that crosses the wire written down.
struct OpenAIConversationScript {
    var listener: Listener<OpenAIRealtimeCodec>
    var server: OpenAIRealtimeServerCodec
    var ids = ProviderIDs()
    var capture: [String] = []
    /// What the server understood of the client, in order.
    var requests: [ProviderRequest] = []
    /// Caller audio that reached the server.
    var heard: [UInt8] = []

    init(_ dialect: Dialect, _ setup: AgentSetup) {
        listener = Listener(OpenAIRealtimeCodec(dialect: dialect, setup: setup))
        server = OpenAIRealtimeServerCodec(dialect: dialect, model: setup.model ?? "m")
    }

    typealias Place = OpenAIServerEvent.Place

    @discardableResult
    mutating func tell(_ event: OpenAIServerEvent) throws -> [AgentEvent] {
        var message: [UInt8] = []
        server.encode(event, ids: &ids, into: &message)
        return try deliver(.text, message)
    }

    @discardableResult
    mutating func tell(audio: [UInt8], at place: Place) throws -> [AgentEvent] {
        var message: [UInt8] = []
        let kind = server.encodeAudio(audio.span, at: place, ids: &ids, into: &message)
        return try deliver(kind, message)
    }

    private mutating func deliver(_ kind: FrameKind, _ message: [UInt8]) throws -> [AgentEvent] {
        if kind == .text { capture.append(#"{"dir":"s2c","msg":\#(message.text)}"#) }
        let events = try listener.hear(kind, message)
        let replies = listener.replies
        listener.replies = []
        for reply in replies { try send(reply.kind, reply.bytes) }
        return events
    }

    mutating func ask(_ command: AgentCommand) throws {
        for message in listener.say(command) { try send(.text, message.bytes) }
    }

    mutating func speak(_ audio: [UInt8]) throws {
        let (kind, message) = listener.say(audio: audio)
        try send(kind, message)
    }

    private mutating func send(_ kind: FrameKind, _ message: [UInt8]) throws {
        if kind == .text { capture.append(#"{"dir":"c2s","msg":\#(message.text)}"#) }
        requests.append(try server.decode(message.span, kind: kind, audio: &heard))
    }

    // MARK: Scenes

    mutating func connect() throws {
        try tell(.sessionCreated)
        try tell(.sessionUpdated)
    }

    mutating func callerSpeaks(_ item: String, _ words: String, after previous: String?, at milliseconds: Int = 320) throws {
        try tell(.speechStarted(item: item, milliseconds: milliseconds))
        try tell(.speechStopped(item: item, milliseconds: milliseconds + 1_500))
        try tell(.audioCommitted(item: item, previous: previous))
        let spoken = OpenAIServerItem.callerAudio(id: item, transcript: nil)
        try tell(.itemAdded(spoken, previous: previous))
        try tell(.itemDone(spoken, previous: previous))
        try tell(.inputTranscriptDelta(item: item, words))
        try tell(.inputTranscriptCompleted(item: item, words, seconds: 1.5))
    }

    /// The agent begins to speak, and is still at it.
    mutating func agentBegins(_ place: Place, after previous: String?, audio: [[UInt8]]) throws {
        let item = OpenAIServerItem.agentAudio(id: place.item, status: .inProgress, transcript: nil)
        try tell(.responseCreated(place.response))
        try tell(.rateLimits)
        try tell(.outputItemAdded(item, response: place.response, index: 0))
        try tell(.itemAdded(item, previous: previous))
        try tell(.contentPartAdded(place))
        try tell(.transcriptDelta(place, "Olá! "))
        for piece in audio { try tell(audio: piece, at: place) }
    }

    mutating func agentEnds(_ place: Place, after previous: String?, _ words: String, _ status: OpenAIServerEvent.Status = .completed) throws {
        let isWhole = status == .completed
        let item = OpenAIServerItem.agentAudio(id: place.item, status: isWhole ? .completed : .incomplete, transcript: words)
        try tell(.audioDone(place))
        try tell(.transcriptDone(place, words))
        try tell(.contentPartDone(place, transcript: words))
        try tell(.outputItemDone(item, response: place.response, index: 0))
        try tell(.itemDone(item, previous: previous))
        var usage = AgentUsage()
        usage.inputTextTokens = 40
        usage.outputAudioTokens = 4
        try tell(.responseDone(place.response, status, output: [item], usage: usage))
    }

    /// The agent calls a function, alone in its response.
    mutating func agentCalls(_ call: OpenAIServerEvent.Call) throws {
        let place = call.place
        try tell(.responseCreated(place.response))
        try tell(
            .outputItemAdded(
                .functionCall(id: place.item, status: .inProgress, callID: call.callID, name: call.name, arguments: ""), response: place.response, index: 0))
        try tell(.functionArgumentsDelta(call))
        try tell(.functionArgumentsDone(call))
        let done = OpenAIServerItem.functionCall(id: place.item, status: .completed, callID: call.callID, name: call.name, arguments: call.arguments)
        try tell(.outputItemDone(done, response: place.response, index: 0))
        try tell(.responseDone(place.response, .completed, output: [done], usage: AgentUsage()))
    }
}
