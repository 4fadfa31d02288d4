import Audio

/// How audio is handed to FreeSWITCH: what the stream's profile wants (`spec` of mod_audio_stream builds), in samples' time.
public struct PlayoutPolicy: Equatable, Sendable {
    public var rate: SampleRate
    /// How far ahead of the caller's ear audio may be handed over, beyond the frame that is due.
    public var lead: Duration
    /// FreeSWITCH plays nothing until it holds this much; a shorter stretch is padded with silence.
    public var warmup: Duration
    /// From a frame's due time until the caller hears it; the margin by which "heard" stays below "handed over". At least one frame.
    public var startDelay: Duration
    /// Can audio already handed over be taken back?
    public var canFlush: Bool
    /// The most that waits here; what a provider sends beyond it is dropped and counted.
    public var limit: Duration

    public init(
        rate: SampleRate, lead: Duration, warmup: Duration = .zero, startDelay: Duration = .milliseconds(20), canFlush: Bool,
        limit: Duration = .seconds(120)
    ) {
        self.rate = rate
        self.lead = max(lead, warmup)
        self.warmup = warmup
        self.startDelay = max(startDelay, .milliseconds(20))
        self.canFlush = canFlush
        self.limit = limit
    }
}
