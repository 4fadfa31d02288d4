import Audio
import CallControl
import WireProtocols

/// OpenAI's side of its Realtime protocol, and that of its dialects.
///
/// Audio is generated faster than real time, so a response is often done here while the client still plays it; only a response
/// that is not done can be cancelled.
struct OpenAIEmulation: Sendable {
    typealias Effect = EmulatedConversation.Effect

    enum Action: Sendable {
        /// The response has been thought out.
        case answer
        /// Its next audio is due.
        case chunk
        case transcript(item: String, text: String)
        case late(AudioMessage)
    }
    /// An entry of the conversation.
    struct Item: Sendable {
        let id: String
        var json: JSONValue
        /// Audio that was sent for it.
        var sent: Duration?
        var utterance: Utterance?
    }

    let setup: EmulationSetup
    var agenda = Agenda<Action>()
    var generator: SeededGenerator
    var cursor: DialogueCursor
    var session: OpenAISession
    var numbers = OpenAINumbers()
    var items: [Item] = []
    var response: OpenAIResponse?
    /// The caller's utterance that is being heard: its item, and where it began.
    var hearing: (item: String, start: Duration)?
    /// Where an utterance began that the caller went on with before it was answered.
    var continued: Duration?
    /// Received audio, and how much of it was there at the last commit.
    var heard = Duration.zero
    var committed = Duration.zero
    /// What is said once the tool's result is there.
    var followUp: Answer?
    /// The result of a tool that was called after the answer is not to be answered again.
    var hasSpokenFirst = false
    /// Transcripts held back until the response is done.
    var heldTranscripts: [(item: String, text: String)] = []

    init(_ setup: EmulationSetup) {
        self.setup = setup
        generator = setup.generator
        cursor = setup.cursor
        session = OpenAISession(setup.dialect, model: setup.model, connection: setup.connection, hasExtraKeys: setup.settings.sendsExtraKeys)
    }

    var settings: EmulatorSettings { setup.settings }
    var dialect: ProviderDialect { setup.dialect }

    mutating func handle(_ input: EmulatedConversation.Input, at now: Instant, effects: inout [Effect]) {
        switch input {
        case .opened: open(&effects)
        case .message(let json): handle(message: json, at: now, &effects)
        case .speechStarted(let position): speechStarted(at: position, now, &effects)
        case .speechStopped(let lastVoiced, let decided): speechStopped(lastVoiced: lastVoiced, decided: decided, now, &effects)
        case .heard(let position): heard = position
        }
    }

    mutating func wake(at now: Instant, effects: inout [Effect]) {
        while let action = agenda.takeDue(by: now) {
            switch action {
            case .answer: answer(at: now, &effects)
            case .chunk: sendChunk(at: now, &effects)
            case .transcript(let item, let text): tellTranscript(of: item, text, &effects)
            case .late(let message): effects.append(.sendAudio(message))
            }
        }
    }

    /// Sends an event of that type with those members.
    mutating func send(_ type: String, _ members: KeyValuePairs<String, JSONValue?>, _ effects: inout [Effect]) {
        var all = [JSONValue.Member("type", .string(type)), JSONValue.Member("event_id", .string(numbers.event()))]
        for (name, value) in members {
            if let value { all.append(JSONValue.Member(name, value)) }
        }
        effects.append(.send(.object(all)))
    }

    mutating func fail(_ code: String, _ message: String, parameter: String? = nil, answering request: JSONValue? = nil, _ effects: inout [Effect]) {
        let error: JSONValue = [
            "type": "invalid_request_error", "code": .string(code), "message": .string(message), "param": parameter.map(JSONValue.string) ?? .null,
            "event_id": request?["event_id"] ?? .null,
        ]
        send("error", ["error": error], &effects)
    }

    // MARK: Items

    var lastItem: JSONValue { items.last.map { .string($0.id) } ?? .null }

    /// Adds an item behind the last one and tells it.
    mutating func add(_ json: JSONValue, id: String, isDone: Bool, _ effects: inout [Effect]) {
        let previous = lastItem
        items.append(Item(id: id, json: json))
        send("conversation.item.added", ["previous_item_id": previous, "item": json], &effects)
        if isDone { finish(item: id, &effects) }
    }

    /// Tells that an item won't change any more.
    mutating func finish(item id: String, _ effects: inout [Effect]) {
        guard dialect.isTalkative, let index = items.firstIndex(where: { $0.id == id }) else { return }
        let previous: JSONValue = index == 0 ? .null : .string(items[index - 1].id)
        send("conversation.item.done", ["previous_item_id": previous, "item": items[index].json], &effects)
    }

    mutating func update(item id: String, _ change: (inout Item) -> Void) {
        guard let index = items.lastIndex(where: { $0.id == id }) else { return }
        change(&items[index])
    }
}
