/// Says when a caller speaks, and exactly where speech ended: WebRTC's voice-activity detector decides what is speech, the
/// level tells its edges. The ruler of all latency figures, and the emulated provider's ear.
///
/// Positions are samples since the beginning. Blocks of 10 ms are judged; how the audio was cut doesn't matter.
public final class SpeechActivityDetector {
    /// What a stretch of audio changed.
    public enum Change: Equatable, Sendable {
        /// Somebody began to speak here; told 60 ms of speech later.
        case started(at: Int)
        /// The silence has lasted long enough; the speech ended here.
        case ended(at: Int)
    }

    public let rate: SampleRate
    /// The end (exclusive) of the last voiced sample so far, while or after somebody spoke.
    public private(set) var lastVoiced: Int?
    private let voice: VoiceDetector
    private let blockSamples: Int
    private let endSilence: Int
    private let tail: Int
    private let leastEnergy: Double
    private let silence: Double
    private var state = State.silent
    private var background = BackgroundLevel()
    private var energy = 0.0
    /// Samples of a block that isn't whole yet.
    private var pending: [Int16] = []
    /// Where the next block begins.
    private var position = 0

    private enum State: Equatable {
        /// Nobody speaks. Leaves on: a voiced block.
        case silent
        /// Voiced blocks since `start`, too few yet to be speech. Leaves on: enough of them, or too many others in a row.
        case rising(start: Int, voiced: Int, missed: Int)
        /// Somebody speaks; the detector heard it last at `heard`. Leaves on: enough silence.
        case speaking(heard: Int)
    }

    /// Voiced blocks that make speech: clicks and knocks are shorter.
    private static let onsetBlocks = 6
    /// Other blocks in a row that a beginning survives.
    private static let onsetGap = 3
    /// Below −56 dBov nothing is speech; at telephone levels (−26 dBov) speech that is still audible ends there.
    private static let leastLevel = -56.0
    /// A sample that stands out in the quietest speech: −56 dBov.
    private static let leastSample = 52
    /// Energy above the background that the detector's word needs (4 dB), so that its hang-over doesn't count.
    private static let aboveBackground = 2.5
    /// Energy above the background (9 dB) that belongs to speech without the detector's word …
    private static let farAboveBackground = 8.0
    /// … for so long: the detector lets go of a word before its last sound has died away.
    private static let tailMilliseconds = 120

    /// - Parameter endSilence: how long silence lasts before speech counts as ended.
    public init(rate: SampleRate, endSilence: Duration = .milliseconds(300)) {
        self.rate = rate
        voice = VoiceDetector(rate: rate)
        blockSamples = rate.samples(milliseconds: 10)
        self.endSilence = Int(endSilence / .seconds(1) * Double(rate.hertz))
        tail = rate.samples(milliseconds: Self.tailMilliseconds)
        leastEnergy = Double(Level.energy(decibels: Self.leastLevel, count: blockSamples))
        silence = Double(Level.energy(decibels: -75, count: blockSamples))
        pending.reserveCapacity(blockSamples)
    }

    public var isSpeaking: Bool { if case .speaking = state { true } else { false } }

    /// Loudness of the last whole block of 10 ms, in dBov.
    public var level: Double { Level.decibels(energy: energy, count: blockSamples) }

    /// Forgets everything; positions begin at 0 again.
    public func reset() {
        voice.reset()
        background.reset()
        pending.removeAll(keepingCapacity: true)
        position = 0
        energy = 0
        state = .silent
        lastVoiced = nil
    }

    /// Listens to any stretch of audio; `change` is called for each beginning and end of speech in it.
    public func process(_ samples: Span<Int16>, _ change: (Change) -> Void = { _ in }) {
        var index = 0
        while index < samples.count {
            let taken = min(blockSamples - pending.count, samples.count - index)
            let piece = samples.extracting(index..<index + taken)
            index += taken
            if taken == blockSamples {
                judge(piece, change)
                continue
            }
            for sample in piece.indices { pending.append(piece[sample]) }
            guard pending.count == blockSamples else { return }
            pending.withUnsafeBufferPointer { judge($0.span, change) }
            pending.removeAll(keepingCapacity: true)
        }
    }

    private func judge(_ block: Span<Int16>, _ change: (Change) -> Void) {
        energy = Double(Level.energy(block))
        let floor = max(background.follow(energy), silence)
        let isHeard = voice.hearsSpeech(in: block) && energy > max(leastEnergy, floor * Self.aboveBackground)
        if isHeard || isTail && energy > max(leastEnergy, floor * Self.farAboveBackground) {
            rise(block, isHeard, change)
        } else {
            fall(change)
        }
        position += blockSamples
    }

    private var isTail: Bool { if case .speaking(let heard) = state { position - heard < tail } else { false } }

    private func rise(_ block: Span<Int16>, _ isHeard: Bool, _ change: (Change) -> Void) {
        let end = position + lastProminent(in: block) + 1
        switch state {
        case .silent: state = .rising(start: position + firstProminent(in: block), voiced: 1, missed: 0)
        case .rising(let start, let voiced, _) where voiced + 1 < Self.onsetBlocks: state = .rising(start: start, voiced: voiced + 1, missed: 0)
        case .rising(let start, _, _):
            state = .speaking(heard: end)
            lastVoiced = end
            change(.started(at: start))
        case .speaking(let heard):
            state = .speaking(heard: isHeard ? end : heard)
            lastVoiced = end
        }
    }

    private func fall(_ change: (Change) -> Void) {
        switch state {
        case .silent: break
        case .rising(let start, let voiced, let missed):
            state = missed < Self.onsetGap ? .rising(start: start, voiced: voiced, missed: missed + 1) : .silent
        case .speaking:
            guard let lastVoiced, position + blockSamples - lastVoiced >= endSilence else { return }
            state = .silent
            change(.ended(at: lastVoiced))
        }
    }

    /// What stands out in a block: a quarter of its RMS from zero.
    private var prominence: Int { max(Self.leastSample, Int((energy / Double(blockSamples)).squareRoot() / 4)) }

    private func firstProminent(in block: Span<Int16>) -> Int {
        let least = prominence
        return block.indices.first { Int(block[$0].magnitude) >= least } ?? 0
    }

    private func lastProminent(in block: Span<Int16>) -> Int {
        let least = prominence
        return block.indices.last { Int(block[$0].magnitude) >= least } ?? blockSamples - 1
    }
}
