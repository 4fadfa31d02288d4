import Audio

/// What the emulated provider hears of the caller: decodes the client's audio and finds the speech in it.
///
/// Time is that of the audio received.
struct CallerEar {
    let format: AudioFormat
    /// Silence that ends speech; `nil`: speech is of no interest.
    let endpointing: Duration?
    private let origin: Duration
    private let detector: SpeechActivityDetector
    private var decoder: PCMDecoder?
    private var samples: [Int16] = []
    private var received = 0

    /// - Parameter origin: where on the session's audio timeline this begins.
    init(_ format: AudioFormat, endpointing: Duration?, from origin: Duration) {
        self.format = format
        self.endpointing = endpointing
        self.origin = origin
        // Noticed up to a frame early, so that whoever waits for `decided` can act at that very moment.
        let silence = (endpointing ?? EmulatorSettings.defaultEndpointing) - .milliseconds(20)
        detector = SpeechActivityDetector(rate: format.rate, endSilence: max(.milliseconds(20), silence))
        // Only Opus can refuse, and 24 kHz is a rate of its own.
        decoder = try? PCMDecoder(from: format, to: format.rate)
    }

    /// How much audio has been received.
    var heard: Duration { origin + format.rate.duration(samples: received) }

    /// Listens to the next stretch; for Opus, one packet.
    mutating func take(_ bytes: Span<UInt8>, marks: inout [SpeechMark]) {
        samples.removeAll(keepingCapacity: true)
        decoder?.decode(bytes, appendingTo: &samples)
        received += samples.count
        guard let endpointing else { return }
        detector.process(samples.span) { change in
            switch change {
            case .started(let sample): marks.append(.started(at: time(sample)))
            case .ended(let sample): marks.append(.stopped(lastVoiced: time(sample), decided: time(sample) + endpointing))
            }
        }
    }

    private func time(_ sample: Int) -> Duration { origin + format.rate.duration(samples: sample) }
}
