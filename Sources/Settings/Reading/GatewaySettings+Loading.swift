import Audio
import CallControl
import WireProtocols
import Yams

/// What reading a configuration gave.
public struct LoadedSettings: Sendable {
    /// `nil` if there are errors.
    public var settings: GatewaySettings?
    public var problems: [SettingsProblem]
    /// Every key with its effective value; secrets masked.
    public var effective: String
    /// Every key with type, default, environment variable and meaning, as a Markdown table.
    public var reference: String

    public var errors: [SettingsProblem] { problems.filter { $0.severity == .error } }
}

extension GatewaySettings {
    /// Reads and checks a configuration, and reports all its mistakes at once.
    /// - Parameters:
    ///   - text: the YAML; empty for a gateway that is configured by its environment alone.
    ///   - file: what to call it in messages.
    ///   - readFile: how secrets' files are read.
    public static func load(
        text: String, file: String, environment: [String: String], readFile: @escaping (String) throws -> String
    ) -> LoadedSettings {
        let reader = SettingsReader(file: file, environment: environment, readFile: readFile)
        var root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let problem = SettingsProblem(severity: .error, location: file, key: "(file)", value: nil, expected: "well-formed YAML: \(error)")
            return LoadedSettings(settings: nil, problems: [problem], effective: "", reference: "")
        }
        let settings = read(Section(reader, path: [], node: root))
        reader.reportUnusedVariables()
        let hasErrors = reader.problems.contains { $0.severity == .error }
        return LoadedSettings(
            settings: hasErrors ? nil : settings, problems: reader.problems, effective: Listing.effective(reader.entries),
            reference: Listing.reference(reader.entries))
    }

    private static func read(_ root: Section) -> GatewaySettings {
        let loops = root.integer("loops", default: 0, in: 0...256, "Event loops, each on its own thread; 0: one per core.") ?? 0
        let pin = root.flag("pin_loops", default: false, "Bind each loop's thread to a core.")
        let drain = root.seconds("drain_deadline_seconds", default: 120, in: 0...86_400, "How long running calls may go on after a SIGTERM.")
        let records = root.text("records_directory", "Directory for each call's record, `<call_uuid>.json`; none are kept without it.")
        let limits = LimitSettings(root.section("limits"))
        let logging = LogSettings(root.section("logging"))
        var listeners = root.map("listeners").map { ListenerSettings(name: $0.name, $0.section) }
        if listeners.isEmpty { listeners = [ListenerSettings(name: "default", Section(root.reader, path: ["listeners", "default"], node: nil))] }
        checkPorts(listeners, root)
        let tools = root.map("tools").map { ToolSettings(name: $0.name, $0.section) }
        var providers = root.map("providers").map { ProviderSettings(name: $0.name, $0.section) }
        if providers.isEmpty {
            // Without any, calls go to the emulated provider of this machine.
            let local = Section(root.reader, path: ["providers", "local"], node: try? Yams.compose(yaml: "{url: 'ws://127.0.0.1:8090/v1/realtime'}"))
            providers = [ProviderSettings(name: "local", local)]
        }
        let names = providers.map(\.name)
        let context = SecretarySettings.Context(providers: names, tools: tools.map(\.name) + [ToolDesk.endCallName])
        var secretaries = root.map("secretaries").map { SecretarySettings(uuid: $0.name, $0.section, context) }
        let isImplied = secretaries.isEmpty
        if isImplied { secretaries = [SecretarySettings(uuid: "default", Section(root.reader, path: ["secretaries", "default"], node: nil), context)] }
        let uuids = secretaries.map(\.uuid)
        let chosen = root.text("default_secretary", default: isImplied ? "default" : nil, "The secretary of streams that name an unknown one; without it they are refused.")
        if let chosen, !uuids.contains(chosen) {
            root.problem("default_secretary", value: chosen, expected: "one of the secretaries: \(uuids.sorted().joined(separator: ", "))")
        }
        root.finish()
        return GatewaySettings(
            listeners: listeners, loops: loops, pinLoops: pin, limits: limits, drainDeadline: drain, recordsDirectory: records,
            providers: Dictionary(providers.map { ($0.name, $0) }) { first, _ in first },
            secretaries: Dictionary(secretaries.map { ($0.uuid, $0) }) { first, _ in first }, defaultSecretary: chosen, tools: tools, logging: logging)
    }

    private static func checkPorts(_ listeners: [ListenerSettings], _ root: Section) {
        var seen: [String: String] = [:]
        for listener in listeners where listener.port != 0 {
            let key = "\(listener.host):\(listener.port)"
            if let other = seen[key] { root.problem("listeners", value: key, expected: "an address of its own for each: \(other) and \(listener.name) share one") }
            seen[key] = listener.name
        }
    }
}

extension LimitSettings {
    init(_ section: Section) {
        maxCalls = section.integer("max_calls", default: 2_000, in: 1...1_000_000, "Calls at once; more are answered 503.") ?? 2_000
        maxLoopLateness = section.milliseconds("max_loop_lateness_ms", default: 20, in: 1...1_000, "New calls are refused while a loop's ticks come later than this.") ?? .zero
        maxStreamMessage = section.integer("max_stream_message_bytes", default: 262_144, in: 1_024...16_777_216, "Longest message taken from FreeSWITCH; longer ones close the stream with 1009.") ?? 0
        maxProviderMessage = section.integer("max_provider_message_bytes", default: 16_777_216, in: 65_536...67_108_864, "Longest message taken from a provider.") ?? 0
        streamBacklog = section.integer("stream_backlog_bytes", default: 1_048_576, in: 65_536...67_108_864, "What may wait for a FreeSWITCH that reads slowly; beyond it the call is ended.") ?? 0
        providerBacklog = section.integer("provider_backlog_bytes", default: 1_048_576, in: 65_536...67_108_864, "What may wait for a provider that reads slowly; beyond it the call is ended.") ?? 0
        maxPlayout = section.seconds("max_playout_seconds", default: 120, in: 1...3_600, "Agent audio that may wait to be played; more is dropped and counted.")
        holdCallerAudio = section.milliseconds("hold_caller_audio_ms", default: 2_000, in: 0...10_000, "Caller audio kept until the provider is ready; the oldest is dropped and counted.") ?? .zero
        section.finish()
    }
}

extension LogSettings {
    init(_ section: Section) {
        level = section.choice("level", of: ["trace", "debug", "info", "notice", "warning", "error"], default: "info", "Least severe messages logged.") ?? "info"
        format = section.choice("format", default: .auto, "JSON lines or text; auto: text on a terminal.")
        maskTranscripts = section.flag("mask_transcripts", default: true, "Keep what was said out of the log.")
        maskNumbers = section.flag("mask_numbers", default: true, "Mask the middle of phone numbers in the log.")
        section.finish()
    }
}

extension ToolSettings {
    init(name: String, _ section: Section) {
        self.name = name
        description = section.text("description", "What the agent is told the function is for.") ?? ""
        let node = section.child("parameters")
        parameters = node.flatMap { JSONText.json($0) } ?? #"{"type":"object","properties":{}}"#
        if let node, node.mapping == nil { section.problem("parameters", value: nil, expected: "a JSON Schema object, written as YAML") }
        section.finish()
    }
}

/// YAML trees as JSON.
enum JSONText {
    static func json(_ node: Node) -> String? {
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, Int(scalar.string) != nil || Double(scalar.string) != nil || ["true", "false", "null"].contains(scalar.string) { return scalar.string }
            return quote(scalar.string)
        case .mapping(let mapping): return "{" + mapping.map { "\(quote($0.key.scalar?.string ?? "")):\(json($0.value) ?? "null")" }.joined(separator: ",") + "}"
        case .sequence(let sequence): return "[" + sequence.map { json($0) ?? "null" }.joined(separator: ",") + "]"
        case .alias: return nil
        }
    }

    private static func quote(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            default:
                if scalar.value < 0x20 { output += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) } else { output.unicodeScalars.append(scalar) }
            }
        }
        return output + "\""
    }
}
