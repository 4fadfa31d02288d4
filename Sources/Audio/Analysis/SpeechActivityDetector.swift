import CWebRTCVAD

/// Says when a caller speaks, and exactly where speech ended: WebRTC's voice-activity detector decides what is speech, the
/// level tells its edges. The ruler of all latency figures, and the emulated provider's ear.
public final class SpeechActivityDetector {
    /// What a stretch of audio changed. Positions are samples since the beginning.
    public enum Change: Equatable, Sendable {
        case started(at: Int)
        /// The silence has lasted long enough; the speech ended here.
        case ended(at: Int)
    }

    public let rate: SampleRate
    private let detector: OpaquePointer
    /// The detector knows 8, 16, 32 and 48 kHz; any other rate is brought to 8 kHz for its eyes only.
    private var narrow: Resampler?
    private let detectorRate: Int32
    private var narrowed: [Int16] = []
    private let blockSamples: Int
    private let endSilence: Int
    /// Sound this soon (160 ms) behind speech is its last: the detector lets go of a word before it has died away.
    private let tail: Int
    private let quietEnergy: Int64
    /// A word dies away more softly than it may begin.
    private let tailEnergy: Int64
    private var block: [Int16] = []
    private var blockStart = 0
    private var background: Background
    private var voicedRun = 0
    private var runStart = 0
    private var runEnd = 0
    public private(set) var isSpeaking = false
    /// The last voiced sample so far (exclusive), while or after somebody spoke.
    public private(set) var lastVoiced: Int?

    /// Voiced blocks of 10 ms that make speech: clicks and knocks are shorter.
    private static let onsetBlocks = 6
    /// Speech stands this much (as a ratio of energies, 9 dB) above the background's quietest moments.
    private static let aboveFloor: Int64 = 8

    /// - Parameter endSilence: how long silence lasts before speech counts as ended.
    public init(rate: SampleRate, endSilence: Duration = .milliseconds(300)) {
        self.rate = rate
        guard let detector = WebRtcVad_Create() else { preconditionFailure("no memory for a voice-activity detector") }
        self.detector = detector
        WebRtcVad_Init(detector)
        WebRtcVad_set_mode(detector, 3)
        let isKnown = [8_000, 16_000, 32_000, 48_000].contains(rate.hertz)
        narrow = isKnown ? nil : Resampler(from: rate, to: .hz8000)
        detectorRate = isKnown ? Int32(rate.hertz) : 8_000
        blockSamples = rate.samples(milliseconds: 10)
        self.endSilence =
            Int(endSilence.components.seconds) * rate.hertz
            + Int(endSilence.components.attoseconds / 1_000_000_000_000) * rate.hertz / 1_000_000
        tail = rate.samples(milliseconds: 160)
        quietEnergy = Level.energy(decibels: -50, count: blockSamples)
        tailEnergy = Level.energy(decibels: -54, count: blockSamples)
        background = Background(blockSamples: blockSamples)
        block.reserveCapacity(blockSamples)
    }

    deinit { WebRtcVad_Free(detector) }

    public func reset() {
        WebRtcVad_Init(detector)
        WebRtcVad_set_mode(detector, 3)
        narrow?.reset()
        block.removeAll(keepingCapacity: true)
        blockStart = 0
        voicedRun = 0
        isSpeaking = false
        lastVoiced = nil
        background = Background(blockSamples: blockSamples)
    }

    /// Listens to any stretch of audio; `change` is called for each beginning and end of speech in it.
    public func process(_ samples: Span<Int16>, _ change: (Change) -> Void = { _ in }) {
        var index = 0
        while index < samples.count {
            let taken = min(blockSamples - block.count, samples.count - index)
            samples.extracting(index..<index + taken).withUnsafeBufferPointer { block.append(contentsOf: $0) }
            index += taken
            guard block.count == blockSamples else { return }
            judge(change)
            blockStart += blockSamples
            block.removeAll(keepingCapacity: true)
        }
    }

    private func judge(_ change: (Change) -> Void) {
        let energy = blockEnergy
        let isTail = isSpeaking && blockStart - (lastVoiced ?? 0) < tail
        let isLoud = energy > max(isTail ? tailEnergy : quietEnergy, background.floor * Self.aboveFloor)
        background.follow(energy)
        let hears = hearsSpeech()
        let isVoiced = isLoud && (hears || isTail)
        if isVoiced {
            if voicedRun == 0 { runStart = blockStart + edge(first: true) }
            voicedRun = min(voicedRun + 1, Self.onsetBlocks)
            runEnd = blockStart + edge(first: false)
            if isSpeaking {
                lastVoiced = runEnd
            } else if voicedRun == Self.onsetBlocks {
                isSpeaking = true
                lastVoiced = runEnd
                change(.started(at: runStart))
            }
            return
        }
        if voicedRun > 0, !isSpeaking { voicedRun -= 1 }
        guard isSpeaking, let lastVoiced, blockStart + blockSamples - lastVoiced >= endSilence else { return }
        isSpeaking = false
        voicedRun = 0
        change(.ended(at: lastVoiced))
    }

    private var blockEnergy: Int64 { block.withUnsafeBufferPointer { Level.energy($0.span) } }

    private func hearsSpeech() -> Bool {
        if narrow != nil {
            narrowed.removeAll(keepingCapacity: true)
            block.withUnsafeBufferPointer { narrow?.process($0.span, appendingTo: &narrowed) }
            let whole = narrowed.count >= 80
            return whole && narrowed.withUnsafeBufferPointer { WebRtcVad_Process(detector, detectorRate, $0.baseAddress!, 80) } == 1
        }
        return block.withUnsafeBufferPointer { WebRtcVad_Process(detector, detectorRate, $0.baseAddress!, $0.count) } == 1
    }

    /// The first or (exclusive) last sample of the block that stands out, a quarter of its RMS from zero.
    private func edge(first: Bool) -> Int {
        let threshold = max(52, Int((Double(blockEnergy) / Double(blockSamples)).squareRoot() / 4))
        if first { return block.firstIndex { Int($0.magnitude) >= threshold } ?? 0 }
        return (block.lastIndex { Int($0.magnitude) >= threshold } ?? blockSamples - 1) + 1
    }
}
