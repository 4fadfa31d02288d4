/// Speech of the caller that the provider has shown no sign of having heard. Noises of a moment are none.
struct UnheardSpeech: Equatable {
    private var voiced = Duration.zero
    private var latest: Instant?

    /// So much of it, without a longer pause than this, is speech.
    private static let least = Duration.seconds(1)
    private static let pause = Duration.seconds(1)
    private static let frame = Duration.milliseconds(20)

    /// A frame with the caller's voice.
    mutating func hear(at now: Instant) {
        if let latest, now - latest > Self.pause, voiced < Self.least { voiced = .zero }
        voiced += Self.frame
        latest = now
    }

    /// When it ended, so far; `nil` where nothing was said.
    var endedAt: Instant? { voiced >= Self.least ? latest : nil }
}
