/// What the emulated provider's ear notices, in time of the audio received.
enum SpeechMark: Equatable, Sendable {
    case started(at: Duration)
    /// `lastVoiced` is where the voice ended, `decided` where the silence after it was long enough.
    case stopped(lastVoiced: Duration, decided: Duration)
}
