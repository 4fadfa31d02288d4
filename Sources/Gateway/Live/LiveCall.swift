import CallControl

/// A call as it stands this moment, for people who watch.
public struct LiveCall: Sendable {
    public var callID: CallID
    public var callerID: String?
    /// The secretary's name.
    public var secretary: String
    public var provider: String
    public var experiment: ExperimentArm?
    public var language: String
    public var standing: CallStanding
    /// Unix milliseconds.
    public var startedAt: Int64
    /// Loudest samples of the last second or less, 0 to 32,767.
    public var callerPeak: Int
    public var agentPeak: Int
    public var lastWords: (speaker: Speaker, text: String)?
    /// Voice to voice, of the last turn that was answered.
    public var lastLatency: Duration?
    public var turns: Int
    public var interruptions: Int
    public var loop: Int

    public init(
        callID: CallID, callerID: String?, secretary: String, provider: String, experiment: ExperimentArm?, language: String, standing: CallStanding,
        startedAt: Int64, callerPeak: Int, agentPeak: Int, lastWords: (speaker: Speaker, text: String)?, lastLatency: Duration?, turns: Int, interruptions: Int,
        loop: Int
    ) {
        self.callID = callID
        self.callerID = callerID
        self.secretary = secretary
        self.provider = provider
        self.experiment = experiment
        self.language = language
        self.standing = standing
        self.startedAt = startedAt
        self.callerPeak = callerPeak
        self.agentPeak = agentPeak
        self.lastWords = lastWords
        self.lastLatency = lastLatency
        self.turns = turns
        self.interruptions = interruptions
        self.loop = loop
    }
}

/// The loudest sample of each side while somebody watches; costs nothing otherwise.
struct PeakMeter {
    private var latest = (caller: 0, agent: 0)
    private var before = (caller: 0, agent: 0)
    private var since = Instant(nanoseconds: 0)

    /// Shorter than the pause between two looks of one page.
    private static let span = Duration.milliseconds(400)

    mutating func hear(caller samples: Span<Int16>) { latest.caller = max(latest.caller, Self.peak(samples)) }
    mutating func hear(agent samples: Span<Int16>) { latest.agent = max(latest.agent, Self.peak(samples)) }

    /// What was loudest of late, for any number of pages that look.
    mutating func look(at now: Instant) -> (caller: Int, agent: Int) {
        let shown = (caller: max(latest.caller, before.caller), agent: max(latest.agent, before.agent))
        if now - since >= Self.span { (before, latest, since) = (latest, (0, 0), now) }
        return shown
    }

    private static func peak(_ samples: Span<Int16>) -> Int {
        var (low, high) = (Int16(0), Int16(0))
        for index in samples.indices {
            low = min(low, samples[index])
            high = max(high, samples[index])
        }
        return max(Int(high), -Int(low))
    }
}
