import Audio
import CallControl
import WireProtocols

/// ElevenLabs' side of its Agents protocol.
///
/// It has no word for what the client has played: it takes the audio for played as it comes, in real time from its first byte, and
/// interrupts by that clock.
struct ElevenLabsEmulation: Sendable {
    typealias Effect = EmulatedConversation.Effect

    enum Action: Sendable {
        case answer(Answer, takesTurn: Bool)
        case chunk
        case ping
        case correction(event: Int, original: String, corrected: String)
        case late(AudioMessage)
        case transcript(String)
    }
    /// An utterance that has begun to sound.
    struct Speaking: Sendable {
        let event: Int
        var utterance: Utterance
        let tool: Answer.Tool?
    }
    enum Phase: Sendable {
        /// Left on: the client's initiation.
        case awaitingInitiation
        case talking
    }

    let setup: EmulationSetup
    var agenda = Agenda<Action>()
    private var generator: SeededGenerator
    var cursor: DialogueCursor
    var phase = Phase.awaitingInitiation
    var format: AudioFormat
    var speaking: Speaking?
    var hearing: Duration?
    var continued: Duration?
    private var events = 0
    private var calls = 0
    /// Said once the result of the tool with this id is there.
    var followUp: (call: String, Answer)?
    var pinged: (event: Int, at: Instant)?
    var roundTrip: Duration?

    init(_ setup: EmulationSetup) {
        self.setup = setup
        generator = setup.generator
        cursor = setup.cursor
        format = WireFormat.elevenLabs(agent: setup.model) ?? setup.settings.elevenLabsFormat
    }

    var settings: EmulatorSettings { setup.settings }

    mutating func nextEvent() -> Int {
        events += 1
        return events
    }

    mutating func nextCall() -> String {
        calls += 1
        return "tool_\(setup.connection)_\(calls)"
    }

    mutating func think() -> Duration { settings.thinking.sample(using: &generator) }

    mutating func handle(_ input: EmulatedConversation.Input, at now: Instant, effects: inout [Effect]) {
        switch input {
        case .opened, .heard: break
        case .message(let json): handle(message: json, at: now, &effects)
        case .speechStarted(let position): speechStarted(at: position, now, &effects)
        case .speechStopped(let lastVoiced, _): speechStopped(lastVoiced: lastVoiced, now, &effects)
        }
    }

    mutating func wake(at now: Instant, effects: inout [Effect]) {
        while let action = agenda.takeDue(by: now) {
            switch action {
            case .answer(let answer, let takesTurn): begin(answer, takesTurn: takesTurn, at: now, &effects)
            case .chunk: sendChunk(at: now, &effects)
            case .ping: ping(at: now, &effects)
            case .correction(let event, let original, let corrected): correct(event, original, corrected, &effects)
            case .late(let message): effects.append(.sendAudio(message))
            case .transcript(let text): tellTranscript(text, &effects)
            }
        }
    }

    // MARK: What the client sends

    private mutating func handle(message: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        let type = message["type"]?.stringValue
        guard phase == .talking else {
            guard type == "conversation_initiation_client_data" else {
                effects.append(.close(code: 1_008, reason: "expected conversation_initiation_client_data"))
                return
            }
            return initiate(message, at: now, &effects)
        }
        switch type {
        case "pong": takePong(message, at: now)
        case "client_tool_result": takeResult(message, at: now)
        case "user_message":
            cancelPending()
            plan(answer(to: message["user_message"]?.stringValue ?? message["text"]?.stringValue ?? ""), takesTurn: true, at: now)
        case "contextual_update", "user_activity", "feedback", "mcp_tool_approval_result", "multimodal_message": break
        case .some, nil: effects.append(.close(code: 1_008, reason: "invalid message"))
        }
    }

    /// A model that is told in a caller's turn what to say, says it.
    private mutating func answer(to text: String) -> Answer {
        text.contains("\n") ? Answer(SpokenLine.find(in: text)) : cursor.turn(lasting: .zero).answer
    }

    private mutating func initiate(_ message: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        phase = .talking
        guard !setup.faults.contains(.neverReady) else { return }
        if setup.faults.contains(.wrongFormat) { format = WireFormat.other(than: format) }
        let name = JSONValue.string(WireFormat.elevenLabs(format))
        let metadata: JSONValue = [
            "conversation_id": .string("conv_\(setup.connection)"), "agent_output_audio_format": name, "user_input_audio_format": name,
        ]
        effects.append(.send(["type": "conversation_initiation_metadata", "conversation_initiation_metadata_event": metadata]))
        effects.append(.willSpeak(format))
        effects.append(.listen(format, endpointing: settings.endpointing ?? EmulatorSettings.defaultEndpointing))
        if let interval = settings.pingInterval { agenda.add(.ping, at: now + interval) }
        let override = message["conversation_config_override"]?["agent"]?["first_message"]?.stringValue
        let greeting = override.map { Answer($0) } ?? cursor.greeting
        if let greeting, !greeting.text.isEmpty { begin(greeting, takesTurn: false, at: now, &effects) }
    }

    private mutating func takePong(_ message: JSONValue, at now: Instant) {
        guard let pinged, message["event_id"]?.intValue == pinged.event else { return }
        roundTrip = now - pinged.at
        self.pinged = nil
    }

    private mutating func ping(at now: Instant, _ effects: inout [Effect]) {
        let event = nextEvent()
        pinged = (event, now)
        effects.append(.send(["type": "ping", "ping_event": ["event_id": .integer(event), "ping_ms": roundTrip?.wholeMilliseconds ?? .null]]))
        if let interval = settings.pingInterval { agenda.add(.ping, at: now + interval) }
    }

    private mutating func takeResult(_ message: JSONValue, at now: Instant) {
        guard let (call, answer) = followUp, message["tool_call_id"]?.stringValue == call else { return }
        followUp = nil
        plan(answer, takesTurn: true, at: now)
    }
}
