import Audio

/// Where the emulated agent's voice comes from.
public protocol SpeechSource: Sendable {
    /// The sound of an answer in a format.
    func speech(for answer: Answer, in format: AudioFormat) -> EncodedSpeech
    /// Answers in this format are to come: whatever takes time may be done now, elsewhere.
    func prepare(_ format: AudioFormat)
    /// How long the speech of a recording lasts; `nil` if there is no such recording.
    func speechLength(ofFixture id: String) -> Duration?
}
