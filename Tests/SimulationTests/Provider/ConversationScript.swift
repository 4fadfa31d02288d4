import Audio
import CallControl
import WireProtocols

@testable import Simulation

/// Leads an emulated conversation through virtual time and notes what it does, as `milliseconds: what`.
struct ConversationScript {
    private(set) var conversation: EmulatedConversation
    private(set) var log: [(at: Int, effect: EmulatedConversation.Effect)] = []
    /// Both directions as a capture, one JSON document a line.
    private(set) var capture: [String] = []
    private var now = Instant(nanoseconds: 0)

    init(
        _ dialect: ProviderDialect, speech: ToneSpeech = ToneSpeech(), model: String = "", connection: Int = 1,
        _ change: (inout EmulatorSettings) -> Void = { _ in }
    ) {
        var settings = EmulatorSettings()
        settings.pingInterval = nil
        settings.burst = 4
        settings.dialogue = Self.dialogue
        change(&settings)
        conversation = EmulatedConversation(EmulationSetup(dialect, settings: settings, speech: speech, connection: connection, model: model))
    }

    private static let dialogue = Dialogue(
        turns: [
            .init(heard: "Qual é o saldo da minha conta?", Answer("O saldo da sua conta é de cento e vinte reais.")),
            .init(heard: "Espera!", Answer("Pois não, pode falar.")),
        ], otherwise: .init(heard: "…", Answer("Desculpe, não entendi.")))

    /// Lets time pass to `milliseconds`, waking the conversation exactly when it asks for it.
    mutating func wait(until milliseconds: Int) {
        let end = Instant(nanoseconds: Int64(milliseconds) * 1_000_000)
        while let due = conversation.nextWake, due <= end {
            now = max(now, due)
            var effects: [EmulatedConversation.Effect] = []
            conversation.wake(at: now, effects: &effects)
            note(effects)
        }
        now = end
    }

    mutating func at(_ milliseconds: Int, _ input: EmulatedConversation.Input) {
        wait(until: milliseconds)
        if case .message(let json) = input { capture.append(Self.line("c2s", json)) }
        var effects: [EmulatedConversation.Effect] = []
        conversation.handle(input, at: now, effects: &effects)
        note(effects)
        wait(until: milliseconds)
    }

    mutating func at(_ milliseconds: Int, _ message: JSONValue) { at(milliseconds, .message(message)) }

    /// The caller speaks, in real time from the connection's start on, and is taken to have finished half a second later.
    mutating func speech(from start: Int, to end: Int, endpointing: Int = 500) {
        at(start, .speechStarted(at: .milliseconds(start)))
        at(end + endpointing, .speechStopped(lastVoiced: .milliseconds(end), decided: .milliseconds(end + endpointing)))
    }

    /// OpenAI's opening: hello, wishes.
    mutating func openOpenAI(format: JSONValue = ["type": "audio/pcmu"]) {
        at(0, .opened)
        at(0, Self.update(format: format))
    }

    static func update(format: JSONValue) -> JSONValue {
        [
            "type": "session.update",
            "session": [
                "type": "realtime",
                "audio": [
                    "input": ["format": format, "transcription": ["model": "gpt-transcribe"], "turn_detection": ["type": "server_vad"]],
                    "output": ["format": format],
                ],
            ],
        ]
    }

    mutating func openElevenLabs(greeting: String = "") {
        at(0, .opened)
        at(
            0,
            ["type": "conversation_initiation_client_data", "conversation_config_override": ["agent": ["first_message": .string(greeting)]]])
    }

    private mutating func note(_ effects: [EmulatedConversation.Effect]) {
        let entries = effects.map { (at: Int(now.nanoseconds / 1_000_000), effect: $0) }
        log += entries
        capture += Self.messages(of: entries).map { Self.line("s2c", $0.json) }
    }

    private static func line(_ direction: String, _ message: JSONValue) -> String {
        JSONValue.object(["dir": .string(direction), "msg": message]).text
    }

    // MARK: What happened

    var messages: [(at: Int, json: JSONValue)] { Self.messages(of: log) }

    private static func messages(of log: [(at: Int, effect: EmulatedConversation.Effect)]) -> [(at: Int, json: JSONValue)] {
        log.compactMap { entry in
            switch entry.effect {
            case .send(let json): return (entry.at, json)
            case .sendAudio(let audio):
                var bytes: [UInt8] = []
                audio.write(to: &bytes)
                return (try? JSONValue(bytes.span)).map { (entry.at, $0) }
            case .sendText, .willSpeak, .listen, .close, .drop: return nil
            }
        }
    }

    /// Types of the messages from `start` on, with the time where it changes: `1000 response.created`.
    func types(from start: Int = 0) -> [String] {
        var last: Int?
        return messages.filter { $0.at >= start }.map { message in
            defer { last = message.at }
            let type = message.json["type"]?.stringValue ?? "?"
            return message.at == last ? type : "\(message.at) \(type)"
        }
    }

    func first(_ type: String, from start: Int = 0) -> JSONValue? { messages.first { $0.at >= start && $0.json["type"]?.stringValue == type }?.json }
    func times(_ type: String) -> [Int] { messages.filter { $0.json["type"]?.stringValue == type }.map(\.at) }
    func count(_ type: String) -> Int { times(type).count }
}
