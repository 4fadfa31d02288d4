import Audio
import Dispatch
import Locking
import Transport
import WireProtocols

/// The agent's recordings in the formats that calls have asked for, each converted once.
public final class SpeechStore: SpeechSource {
    private struct Key: Hashable {
        let recordings: [String]
        /// Of the hum that stands in for a recording.
        let letters: Int
        let format: AudioFormat
    }

    private let library: FixtureLibrary?
    private let choice: RecordingChoice
    private let chunk: Duration
    private let leadingSilence: Duration
    private let dialogue: Dialogue
    private let cache = Locked<[Key: EncodedSpeech]>([:])
    /// Formats whose conversion has begun.
    private let begun = Locked<Set<AudioFormat>>([])

    /// - Parameter library: `nil`: every line is hummed.
    public init(_ library: FixtureLibrary?, settings: EmulatorSettings) {
        self.library = library
        choice = RecordingChoice(library?.fixtures ?? [], otherwise: settings.dialogue.otherwise.answer)
        dialogue = settings.dialogue
        chunk = settings.chunk
        leadingSilence = settings.leadingSilence
    }

    public func speech(for answer: Answer, in format: AudioFormat) -> EncodedSpeech {
        let recordings = choice.recordings(for: answer)
        let key = Key(recordings: recordings.map(\.id), letters: recordings.isEmpty ? answer.text.count : 0, format: format)
        if let known = cache.withLock({ $0[key] }) { return known }
        // Outside the lock: who is in a hurry doesn't wait for another's long answer, and rather does the same work twice.
        let made = encode(voice(recordings, answer, format.rate), as: format, name: key.recordings.joined(separator: "+"))
        return cache.withLock { cache in
            if let known = cache[key] { return known }
            cache[key] = made
            return made
        }
    }

    public func speechLength(ofFixture id: String) -> Duration? {
        library?[id]?.speech.map { $0.upperBound - $0.lowerBound }
    }

    /// Converts all that the dialogue says, on another thread, the first time a format is named.
    public func prepare(_ format: AudioFormat) {
        guard begun.withLock({ $0.insert(format).inserted }) else { return }
        DispatchQueue.global(qos: .utility).async { [self] in convert(format) }
    }

    /// Converts all that the dialogue says before returning: for benches, which want no conversion in their figures.
    public func convert(_ format: AudioFormat) {
        let answers = (dialogue.greeting.map { [$0] } ?? []) + dialogue.turns.map(\.answer) + [dialogue.otherwise.answer]
        for answer in answers { _ = speech(for: answer, in: format) }
    }

    private func voice(_ recordings: [Fixture], _ answer: Answer, _ rate: SampleRate) -> Voice {
        let voices = recordings.compactMap { fixture in library.flatMap { Voice(fixture, in: $0, rate: rate) } }
        var voice = voices.first ?? Voice(humming: answer.text.count, rate: rate)
        for more in voices.dropFirst() { voice.samples += more.samples }
        voice.delay(by: leadingSilence)
        return voice
    }

    private func encode(_ voice: Voice, as format: AudioFormat, name: String) -> EncodedSpeech {
        let encoder = format.encoding == .opus ? try? OpusEncoder(rate: format.rate, settings: OpusSettings()) : nil
        let length = encoder?.frameSamples ?? max(1, format.rate.samples(milliseconds: Int(chunk / .milliseconds(1))))
        var chunks: [EncodedSpeech.Chunk] = []
        var start = 0
        while start < voice.samples.count {
            var piece = Array(voice.samples[start..<min(start + length, voice.samples.count)])
            if format.encoding == .opus { piece += repeatElement(0, count: length - piece.count) }
            chunks.append(Self.chunk(piece, at: start, format, encoder))
            start += length
        }
        return EncodedSpeech(name: name, format: format, chunks: chunks)
    }

    private static func chunk(_ samples: [Int16], at start: Int, _ format: AudioFormat, _ encoder: OpusEncoder?) -> EncodedSpeech.Chunk {
        var bytes: [UInt8] = []
        switch format.encoding {
        case .linear16: PCM16.encode(samples.span, appendingTo: &bytes)
        case .pcmu: G711.encodeMuLaw(samples.span, appendingTo: &bytes)
        case .pcma: G711.encodeALaw(samples.span, appendingTo: &bytes)
        case .opus: _ = try? encoder?.encode(samples.span, appendingTo: &bytes)
        }
        var base64: [UInt8] = []
        Base64.append(bytes.span, to: &base64)
        return EncodedSpeech.Chunk(
            bytes: bytes, base64: base64, start: format.rate.duration(samples: start), duration: format.rate.duration(samples: samples.count))
    }
}
