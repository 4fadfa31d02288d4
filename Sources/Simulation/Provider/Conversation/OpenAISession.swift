import Audio
import WireProtocols

/// A session's configuration as the emulated provider keeps and echoes it.
struct OpenAISession: Equatable, Sendable {
    /// As it is echoed: the client's wishes over the defaults.
    private(set) var json: JSONValue
    var formatToAgent = AudioFormat.linear16(.hz24000)
    var formatFromAgent = AudioFormat.linear16(.hz24000)
    private(set) var sendsBinary = false
    /// Does the server find the turns (otherwise the client commits)?
    private(set) var detectsTurns = true
    private(set) var createsResponses = true
    private(set) var interrupts = true
    private(set) var silence: Duration?
    private(set) var prefixPadding = Duration.milliseconds(300)
    private(set) var transcribes = false
    private let dialect: ProviderDialect

    init(_ dialect: ProviderDialect, model: String, connection: Int, hasExtraKeys: Bool) {
        self.dialect = dialect
        let pcm: JSONValue = ["type": "audio/pcm", "rate": 24_000]
        let detection: JSONValue = ["type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300, "silence_duration_ms": 500]
        if dialect == .xAI {
            json = [
                "voice": "eve", "instructions": "", "turn_detection": detection, "audio": ["input": ["format": pcm], "output": ["format": pcm]],
                "tools": [],
            ]
        } else {
            json = [
                "type": "realtime", "model": .string(model.isEmpty ? "emulated" : model), "output_modalities": ["audio"], "instructions": "",
                "audio": ["input": ["format": pcm, "turn_detection": detection], "output": ["format": pcm, "voice": "marin"]],
                "tools": [], "tool_choice": "auto",
            ]
        }
        if hasExtraKeys {
            // What live servers send beyond their published models (openai/openai-realtime-api-beta#23).
            set("id", .string("sess_\(connection)"))
            set("object", "realtime.session")
            set("expires_at", 4_102_444_800)
        }
    }

    /// Takes over the client's wishes.
    /// - Returns: the path of a format that this dialect lacks, in which case nothing changed.
    mutating func update(_ wishes: JSONValue) -> String? {
        let audio = wishes["audio"]
        for side in ["input", "output"] {
            guard let wish = audio?[side]?["format"], !wish.isNull else { continue }
            guard let format = WireFormat.read(wish), dialect.takes(format) else { return "session.audio.\(side).format" }
        }
        json = Self.merge(json, wishes)
        read()
        return nil
    }

    private mutating func read() {
        let input = json["audio"]?["input"]
        let output = json["audio"]?["output"]
        formatToAgent = input?["format"].flatMap(WireFormat.read) ?? formatToAgent
        formatFromAgent = output?["format"].flatMap(WireFormat.read) ?? formatFromAgent
        sendsBinary = output?["transport"]?.stringValue == "binary"
        transcribes = input?["transcription"]?.isObject ?? false
        let detection = dialect == .xAI ? json["turn_detection"] : input?["turn_detection"]
        detectsTurns = detection?.isObject ?? false
        createsResponses = detection?["create_response"]?.boolValue ?? true
        interrupts = detection?["interrupt_response"]?.boolValue ?? true
        silence = detection?["silence_duration_ms"]?.intValue.map { .milliseconds($0) }
        prefixPadding = .milliseconds(detection?["prefix_padding_ms"]?.intValue ?? 300)
    }

    /// Pretends that another format was agreed.
    mutating func misunderstandFormats() {
        formatFromAgent = WireFormat.other(than: formatFromAgent)
        json = Self.merge(json, ["audio": ["output": ["format": WireFormat.json(formatFromAgent)]]])
    }

    private mutating func set(_ name: String, _ value: JSONValue) { json = Self.merge(json, .object([JSONValue.Member(name, value)])) }

    /// Objects are merged member by member; formats and turn detection are replaced as a whole, like every other value.
    private static func merge(_ old: JSONValue, _ new: JSONValue) -> JSONValue {
        guard case .object(var members) = old, case .object(let changes) = new else { return new }
        for change in changes {
            let place = members.firstIndex { $0.name == change.name }
            let isWhole = ["format", "turn_detection", "transcription", "noise_reduction"].contains(change.name)
            guard let place else {
                members.append(change)
                continue
            }
            members[place].value = isWhole ? change.value : merge(members[place].value, change.value)
        }
        return .object(members)
    }
}
