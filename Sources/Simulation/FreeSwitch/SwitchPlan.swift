import CallControl

/// How the emulated FreeSWITCH is set up, and how it lies.
public struct SwitchPlan: Equatable, Sendable {
    public var password = "ClueCon"
    public var domain = "example.org"
    /// By number. An extension that is missing here does not exist.
    public var extensions: [String: ExtensionBehaviour] = [:]
    /// uuids of calls that are there from the start, each with a stream.
    public var calls: [String] = []
    /// Any uuid that a command names counts as a call until it has hung up.
    public var takesAnyCall = false
    /// From the reply to a background job to its result.
    public var jobDelay = Duration.zero
    /// Chooses jobs' ids itself, as builds do that don't know the `Job-UUID` header.
    public var choosesJobIDs = false
    /// Results that are there at once come before the reply that announces their job.
    public var resultsOvertakeReplies = false
    /// `show registrations` shows what was so long ago.
    public var registrationLag = Duration.seconds(2)
    /// How large a hangup event is made, in bytes.
    public var hangupEventSize = 9_000
    public var bridge = Bridge.works
    /// Commands after which this many are taken and not answered, as a process that hangs does; `nil`: never.
    public var hangsAfterCommands: Int?
    public var mostConnections = 64

    public var streamModule = StreamModule.fork

    /// Which mod_audio_stream is loaded, told by how it describes its arguments.
    public enum StreamModule: String, CaseIterable, Equatable, Sendable {
        /// Takes an encoding beside the rate.
        case fork
        /// The public builds, which don't.
        case plain
        case missing

        var usage: String {
            let actions = "<uuid> [start | stop | send_text | pause | resume | graceful-shutdown ] [wss-url | path] [mono | mixed | stereo] [8000 | 16000]"
            return actions + (self == .fork ? " [l16 | pcmu | pcma]" : "") + " [metadata]"
        }
    }

    public enum Bridge: String, CaseIterable, Equatable, Sendable {
        case works
        /// `-ERR`.
        case refused
        /// `+OK`, and nothing happens.
        case silent
    }

    public init() {}
}
