import Audio
import CallControl
import WireProtocols

/// The playback side of a build of mod_audio_stream: what it does with the audio it is sent, sample by sample of the caller's own
/// timeline. Pure; observed behaviour of each build.
struct FreeSwitchPlayback {
    /// Samples held, and dropped because too many were.
    private(set) var queue: [Int16] = []
    private var head = 0
    private(set) var dropped = 0
    /// Times the agent's audio ran dry while it was playing.
    private(set) var underruns = 0
    private var isPlaying = false
    private let warmUp: Int
    private let limit: Int?
    private let canFlush: Bool

    init(profile: StreamProfile, rate: SampleRate, warmUp: Duration?, frame: Duration = .milliseconds(20)) {
        let samples = { (duration: Duration) in Int(duration.inNanoseconds * Int64(rate.hertz) / 1_000_000_000) }
        self.warmUp = samples(warmUp ?? profile.defaultWarmUp)
        // voxcom blocks instead of dropping; here its buffer is taken as long enough, since a paced sender never meets it.
        limit = profile == .fork ? profile.bufferLimit(frame: frame).map(samples) : nil
        canFlush = profile.canFlush
    }

    var count: Int { queue.count - head }

    mutating func receive(_ samples: Span<Int16>) {
        samples.withUnsafeBufferPointer { queue.append(contentsOf: $0) }
        if let limit, count > limit {
            dropped += count - limit
            head += count - limit
        }
    }

    /// `stopAudio` arrived.
    mutating func flush() {
        guard canFlush else { return }
        queue.removeAll(keepingCapacity: true)
        head = 0
        isPlaying = false
    }

    /// Plays the next samples of the caller's timeline into `output`; silence where there is nothing.
    mutating func play(_ samples: Int, into output: inout [Int16]) {
        if !isPlaying, count > 0, count >= warmUp { isPlaying = true }
        let taken = isPlaying ? min(samples, count) : 0
        output.append(contentsOf: queue[head..<head + taken])
        head += taken
        output.append(contentsOf: repeatElement(0, count: samples - taken))
        if isPlaying, taken < samples {
            isPlaying = false
            underruns += 1
        }
        if head > 65_536 || head == queue.count {
            queue.removeFirst(head)
            head = 0
        }
    }
}
