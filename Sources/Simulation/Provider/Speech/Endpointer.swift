/// Finds where speech begins and ends in a row of verdicts on short stretches of audio.
///
/// Time is that of the audio received: with a sender in real time, a decision falls into the moment in which the stretch arrives
/// that completes the silence.
struct Endpointer: Equatable, Sendable {
    private enum State: Equatable, Sendable {
        /// Nobody speaks, or too short yet. Left on: enough voice in a row.
        case silent(voicedSince: Duration?)
        /// The caller speaks. Left on: enough silence in a row.
        case speaking(lastVoiced: Duration)
    }

    /// Voice in a row that counts as speech: clicks and breath are shorter.
    static let onset = Duration.milliseconds(60)

    /// Silence that ends speech; `nil`: nothing is reported.
    var silence: Duration?
    private(set) var position: Duration
    private var state = State.silent(voicedSince: nil)

    init(silence: Duration?, from position: Duration = .zero) {
        self.silence = silence
        self.position = position
    }

    /// Takes the verdict on the next `length` of audio.
    mutating func take(_ length: Duration, isVoiced: Bool) -> SpeechMark? {
        let start = position
        position += length
        guard let silence else {
            state = .silent(voicedSince: nil)
            return nil
        }
        switch (state, isVoiced) {
        case (.silent(let since), true):
            let began = since ?? start
            state = .silent(voicedSince: began)
            guard position - began >= Self.onset else { return nil }
            state = .speaking(lastVoiced: position)
            return .started(at: began)
        case (.silent, false):
            state = .silent(voicedSince: nil)
            return nil
        case (.speaking, true):
            state = .speaking(lastVoiced: position)
            return nil
        case (.speaking(let lastVoiced), false):
            guard position - lastVoiced >= silence else { return nil }
            state = .silent(voicedSince: nil)
            return .stopped(lastVoiced: lastVoiced, decided: lastVoiced + silence)
        }
    }
}
