import CallControl
import WireProtocols
import Yams

extension GatewaySettings {
    /// Reads and checks a configuration, and reports all its mistakes at once.
    /// - Parameters:
    ///   - file: the YAML file; `nil` for a gateway that is configured by its environment alone.
    ///   - files: how it and the files it names are read.
    public static func load(file: String?, environment: [String: String], files: SettingsFiles = .system) -> LoadedSettings {
        guard let file else { return load(text: "", file: "(no file)", environment: environment, files: files) }
        do {
            return load(text: try files.read(file), file: file, environment: environment, files: files)
        } catch {
            let problem = SettingsProblem(severity: .error, location: file, key: "(file)", value: nil, expected: "a file that can be read: \(error)")
            return LoadedSettings(settings: nil, problems: [problem])
        }
    }

    /// Reads and checks a configuration, and reports all its mistakes at once.
    /// - Parameters:
    ///   - text: the YAML; empty for a gateway that is configured by its environment alone.
    ///   - file: what to call it in messages.
    ///   - readFile: how secrets' files are read.
    public static func load(
        text: String, file: String, environment: [String: String], readFile: @escaping (String) throws -> String
    ) -> LoadedSettings {
        load(text: text, file: file, environment: environment, files: SettingsFiles(read: readFile))
    }

    static func load(text: String, file: String, environment: [String: String], files: SettingsFiles) -> LoadedSettings {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            return LoadedSettings(settings: nil, problems: [SettingsProblem(error, in: file)])
        }
        let reader = SettingsReader(file: file, environment: environment, files: files)
        let settings = read(Section(reader, path: [], node: root))
        reader.reportReserved()
        reader.reportUnusedVariables()
        let problems = reader.orderedProblems
        let hasErrors = problems.contains { $0.severity == .error }
        return LoadedSettings(settings: hasErrors ? nil : settings, problems: problems, entries: reader.entries)
    }

    static func read(_ root: Section) -> GatewaySettings {
        let loops = root.integer("loops", default: 0, in: 0...256, "Event loops, each on its own thread; 0: one per core.")
        let pin = root.flag("pin_loops", default: false, "Bind each loop's thread to a core.")
        let drain = root.seconds("drain_deadline_seconds", default: 120, in: 0...86_400, "How long running calls may go on after a SIGTERM.")
        let records = root.text("records_directory", "Directory for each call's record, `<call_uuid>.json`; none are kept without it.")
        if let records, root.reader.files.permissions(records) != nil, (try? root.reader.files.list(records)) == nil {
            root.problem("records_directory", value: records, expected: "a directory; this is something else, or can't be read")
        }
        let store = root.text("store_path", default: "voice-gateway.sqlite", "SQLite file that keeps tickets until OmniPlay has them, and calls as they go on.")
        let conninfo = root.secret(
            "store_conninfo", content: .text,
            "File of the connection string of a PostgreSQL that keeps them in SQLite's stead; gateways that share it share the deliveries.")
        let silence = root.seconds(
            "store_silence_seconds", default: 30, in: 2...600,
            "A gateway that shares the PostgreSQL and was not heard of for so long counts as dead: others deliver its tickets and make good for its calls.")
        let unfinished = root.choice(
            "unfinished_calls", default: UnfinishedCalls.ticket,
            "What becomes of a call whose gateway died: a ticket (where its secretary makes tickets), or a record alone.")
        let prompts = root.text(
            "prompts_directory", "Directory of the gateway's own recordings, `<line>-<language>.wav`, for when no agent can speak; see Handoff.")
        let languages = readLanguages(root)
        let recording = RecordingSettings(root.section("recording"))
        let limits = LimitSettings(root.section("limits"))
        let logging = LogSettings(root.section("logging"))
        let fusionPBX = FusionPBXSettings(root.section("fusionpbx"))
        let unknownHours = root.choice(
            "on_unknown_hours", default: UnknownHours.open, "What counts while a secretary's business hours cannot be had, which is logged and counted.")
        let console = ConsoleSettings(root.section("console"))
        let tracing = TracingSettings(root.section("tracing"))
        let omniplay = OmniPlaySettings(root.section("omniplay"))
        let listeners = readListeners(root)
        let switches = readParts(root, "freeswitch") { FreeSwitchSettings(name: $0, $1) }
        if console.isEnabled, let other = listeners.first(where: { $0.port == console.port && console.port != 0 }) {
            root.problem("console", value: "\(console.port)", expected: "a port of its own", advice: "the listener \(other.name) has this one")
        }
        checkSwitches(of: listeners, switches.map(\.name), root)
        let tools = readParts(root, "tools") { ToolSettings(name: $0, $1) }
        let providers = readProviders(root)
        let (secretaries, chosen) = readSecretaries(
            root, SecretarySettings.Context(providers: providers, tools: tools.map(\.name) + [ToolDesk.endCallName], omniplay: omniplay),
            isAlone: fusionPBX == nil)
        let secret = root.secret(
            "experiment_secret", content: .text, "File of what keeps callers' numbers from being found in the experiments' division by caller.")
        var context = ExperimentSettings.Context(providers: providers, secretaries: secretaries, isAlone: fusionPBX == nil, secret: secret)
        let experiments = readParts(root, "experiments") { name, section in
            let experiment = ExperimentSettings(name: name, section, context)
            context.earlier.append(experiment)
            return experiment
        }
        root.finish()
        var settings = GatewaySettings(
            listeners: listeners, freeSwitches: Dictionary(switches.map { ($0.name, $0) }) { first, _ in first }, loops: loops, pinLoops: pin, limits: limits,
            drainDeadline: drain, recordsDirectory: records, storePath: store, storeConninfo: conninfo.map { Secret($0) }, storeSilence: silence,
            unfinishedCalls: unfinished, promptsDirectory: prompts, recording: recording,
            providers: Dictionary(providers.map { ($0.name, $0) }) { first, _ in first },
            secretaries: Dictionary(secretaries.map { ($0.uuid, $0) }) { first, _ in first }, defaultSecretary: chosen, tools: tools, omniplay: omniplay,
            logging: logging, fusionPBX: fusionPBX, unknownHours: unknownHours, console: console, tracing: tracing,
            languages: languages)
        settings.experiments = experiments
        return settings
    }

    private static func readLanguages(_ root: Section) -> LanguageLibrary {
        let key = "handoff_languages_directory"
        let help = "Directory of language files, `*.yaml`, that extend the built-in ones in which requests for a human are understood."
        guard let directory = root.text(key, help) else { return .builtIn }
        let (library, problems) = LanguageLibrary.load(directory: directory, files: root.reader.files)
        problems.forEach(root.reader.report)
        return library ?? .builtIn
    }

    private static func readParts<Part>(_ root: Section, _ key: String, _ shape: Section.Shape = .map, _ make: (String, Section) -> Part) -> [Part] {
        let parts = root.parts(key, shape)
        root.checkNames(parts, of: key)
        return parts.map { make($0.name, $0.section) }
    }

    private static func readListeners(_ root: Section) -> [ListenerSettings] {
        let listeners = readParts(root, "listeners", .mapOrList) { ListenerSettings(name: $0, $1) }
        for (index, listener) in listeners.enumerated() where listener.port != 0 {
            guard let other = listeners[..<index].first(where: { listener.collides(with: $0) }) else { continue }
            root.problem(
                "listeners", value: "\(listener.host):\(listener.port)", expected: "an address of its own for each listener",
                advice: "\(other.name) and \(listener.name) share this one")
        }
        if !listeners.isEmpty { return listeners }
        return [ListenerSettings(name: "default", Section(root.reader, path: ["listeners", "default"], node: nil))]
    }

    private static func checkSwitches(of listeners: [ListenerSettings], _ names: [String], _ root: Section) {
        for listener in listeners {
            if listener.stream.profile.playsThroughEventSocket, names.isEmpty {
                root.problem(
                    "freeswitch", value: nil, expected: "a FreeSWITCH, whose event socket plays what \(listener.name)'s build only saves to files",
                    advice: "with the profile \(listener.stream.profile.rawValue) and without one, callers hear nothing", severity: .warning)
            }
            guard let name = listener.freeSwitch, !names.contains(name) else { continue }
            root.problem(
                "listeners", value: name,
                expected: names.isEmpty ? "a part of freeswitch, where there is none" : "one of freeswitch: \(names.joined(separator: ", "))",
                advice: Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" } ?? "see \(listener.name).freeswitch")
        }
    }

    private static func readProviders(_ root: Section) -> [ProviderSettings] {
        let providers = readParts(root, "providers") { ProviderSettings(name: $0, $1) }
        if !providers.isEmpty { return providers }
        return [ProviderSettings(name: "local", Section(root.reader, path: ["providers", "local"], node: nil), defaultURL: emulatedProvider)]
    }

    /// The secretaries, and the uuid of the default one.
    /// - Parameter isAlone: no other source has secretaries, so that without any in the file a built-in one answers.
    private static func readSecretaries(_ root: Section, _ context: SecretarySettings.Context, isAlone: Bool) -> ([SecretarySettings], String?) {
        var parts = root.parts("secretaries")
        root.checkNames(parts, of: "secretaries")
        let isImplied = parts.isEmpty && isAlone
        if isImplied { parts = [("default", Section(root.reader, path: ["secretaries", "default"], node: nil))] }
        let secretaries = parts.map { SecretarySettings(key: $0.name, $0.section, context) }
        for (index, secretary) in secretaries.enumerated() where secretaries[..<index].contains(where: { $0.uuid == secretary.uuid }) {
            parts[index].section.problem("uuid", value: secretary.uuid, expected: "a uuid of its own", advice: "another secretary has it")
        }
        let help = "The secretary, by name or uuid, of streams that name an unknown one; without it they are refused."
        guard let chosen = root.text("default_secretary", default: isImplied ? "default" : nil, help) else { return (secretaries, nil) }
        if let index = parts.firstIndex(where: { $0.name == chosen }) { return (secretaries, secretaries[index].uuid) }
        if secretaries.contains(where: { $0.uuid == chosen }) { return (secretaries, chosen) }
        let names = parts.map(\.name)
        root.problem(
            "default_secretary", value: chosen, expected: "one of the secretaries: \(names.sorted().joined(separator: ", "))",
            advice: Suggestion.nearest(to: chosen, among: names).map { "did you mean \($0)?" })
        return (secretaries, nil)
    }
}
