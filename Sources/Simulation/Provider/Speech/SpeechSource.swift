import Audio

/// Where the emulated agent's voice comes from.
public protocol SpeechSource: Sendable {
    /// The sound of an answer in a format.
    func speech(for answer: Answer, in format: AudioFormat) -> EncodedSpeech
    /// How long the speech of a recording lasts; `nil` if there is no such recording.
    func speechLength(ofFixture id: String) -> Duration?
}
