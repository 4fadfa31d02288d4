import CallControl
import WireProtocols

/// All that an operator configures, checked: an immutable snapshot that calls keep for life.
public struct GatewaySettings: Equatable, Sendable {
    public var listeners: [ListenerSettings]
    /// The FreeSWITCHs whose event sockets are used, by name.
    public var freeSwitches: [String: FreeSwitchSettings]
    /// Event loops; 0: one per core.
    public var loops: Int
    /// Bind each loop's thread to a core.
    public var pinLoops: Bool
    public var limits: LimitSettings
    /// How long running calls may go on after a SIGTERM.
    public var drainDeadline: Duration
    /// Where each call's record is written; `nil`: nowhere.
    public var recordsDirectory: String?
    /// SQLite file of tickets and calls under way.
    public var storePath: String
    /// A PostgreSQL for them in its stead, which gateways share.
    public var storeConninfo: Secret?
    /// After which one of them that was not heard of counts as dead.
    public var storeSilence: Duration
    /// What becomes of calls whose gateway died.
    public var unfinishedCalls: UnfinishedCalls
    /// Recordings of the handoff's lines.
    public var promptsDirectory: String?
    public var recording: RecordingSettings
    public var providers: [String: ProviderSettings]
    /// By uuid.
    public var secretaries: [String: SecretarySettings]
    /// Whom a stream with an unknown secretary reaches; `nil`: it is refused.
    public var defaultSecretary: String?
    public var tools: [ToolSettings]
    public var omniplay: OmniPlaySettings
    public var logging: LogSettings
    /// Where secretaries that are not in the file are looked up; `nil`: nowhere.
    public var fusionPBX: FusionPBXSettings?
    /// In the file's order: the first that takes a call has it.
    public var experiments: [ExperimentSettings] = []
    /// What counts while a secretary's hours cannot be had.
    public var unknownHours: UnknownHours
    public var console: ConsoleSettings
    public var tracing: TracingSettings
    /// In which callers' requests for a human are understood.
    public var languages = LanguageLibrary.builtIn

    /// The settings that differ and are read at the start only.
    public func restartRequired(comparedTo other: GatewaySettings) -> [String] {
        var keys: [String] = []
        if listeners != other.listeners { keys.append("listeners") }
        if freeSwitches != other.freeSwitches { keys.append("freeswitch") }
        if loops != other.loops { keys.append("loops") }
        if pinLoops != other.pinLoops { keys.append("pin_loops") }
        if recordsDirectory != other.recordsDirectory { keys.append("records_directory") }
        if storeSilence != other.storeSilence { keys.append("store_silence_seconds") }
        if storeConninfo != other.storeConninfo { keys.append("store_conninfo") }
        if unfinishedCalls != other.unfinishedCalls { keys.append("unfinished_calls") }
        if storePath != other.storePath { keys.append("store_path") }
        if promptsDirectory != other.promptsDirectory { keys.append("prompts_directory") }
        if recording != other.recording { keys.append("recording") }
        if logging != other.logging { keys.append("logging") }
        if tracing != other.tracing { keys.append("tracing") }
        if console != other.console { keys.append("console") }
        if fusionPBX != other.fusionPBX { keys.append("fusionpbx") }
        // Store, journal and threads of the handoff are made, or not, at the start.
        if (omniplay.access.url == nil) != (other.omniplay.access.url == nil) { keys.append("omniplay.url") }
        return keys
    }
}

/// What bounds the gateway as a whole and each call.
public struct LimitSettings: Equatable, Sendable {
    public var maxCalls: Int
    /// New calls are refused while a loop's ticks come later than this.
    public var maxLoopLateness: Duration
    public var maxStreamMessage: Int
    public var maxProviderMessage: Int
    public var streamBacklog: Int
    public var providerBacklog: Int
    public var maxPlayout: Duration
    /// How much of the caller's audio is kept until the provider is ready.
    public var holdCallerAudio: Duration
}

public struct LogSettings: Equatable, Sendable {
    public enum Format: String, CaseIterable, Equatable, Sendable { case auto, json, text }
    public var level: String
    public var format: Format
    public var maskTranscripts: Bool
    public var maskNumbers: Bool

    public init(level: String, format: Format, maskTranscripts: Bool, maskNumbers: Bool) {
        self.level = level
        self.format = format
        self.maskTranscripts = maskTranscripts
        self.maskNumbers = maskNumbers
    }
}

/// A function offered to the agents.
public struct ToolSettings: Equatable, Sendable {
    public var name: String
    public var description: String
    /// JSON Schema, as text.
    public var parameters: String
}
