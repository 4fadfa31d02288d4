import Audio
import CallControl

/// Judges the binary frames of one stream by their size, the only thing about them that can be checked: nothing in the stream
/// says which format it has.
public struct UplinkFraming: Equatable, Sendable {
    /// What to do with a frame.
    public enum Verdict: Equatable, Sendable {
        /// Whole samples of the expected duration.
        case audio
        /// Not of this stream; the call goes on without it.
        case dropped(Fault)
        /// The first frame contradicts the format: whatever we played from it would be noise.
        case refused(StreamRefusal)
    }
    /// Why a frame is dropped.
    public enum Fault: Hashable, Sendable, CaseIterable { case empty, odd, otherSize }

    public let format: AudioFormat
    public let channels: StreamChannels
    /// How much audio a frame holds (`STREAM_BUFFER_SIZE`).
    public let duration: Duration
    /// Bytes of one frame.
    public let frameSize: Int
    /// Frames dropped, by reason.
    public private(set) var dropped: [Fault: Int] = [:]
    private var hasBegun = false

    /// - Parameters:
    ///   - format: linear, µ-law or A-law.
    ///   - duration: a multiple of 20 ms. Unless the operator gives one it is 20 ms, and nothing longer is guessed: 640 bytes
    ///     may be 40 ms at 8 kHz or 20 ms at 16 kHz.
    public init(format: AudioFormat, channels: StreamChannels, duration: Duration = .milliseconds(20)) {
        guard let bytesPerSample = format.bytesPerSample else { preconditionFailure("A stream carries linear, µ-law or A-law audio, not \(format).") }
        let milliseconds = Int(duration.inNanoseconds / 1_000_000)
        precondition(milliseconds > 0 && milliseconds.isMultiple(of: 20), "A frame lasts a multiple of 20 ms.")
        self.format = format
        self.channels = channels
        self.duration = duration
        frameSize = format.rate.samples(milliseconds: milliseconds) * bytesPerSample * channels.count
    }

    /// Judges a frame of `count` bytes.
    public mutating func judge(byteCount count: Int) -> Verdict {
        if count == frameSize {
            hasBegun = true
            return .audio
        }
        guard hasBegun || count == 0 else { return .refused(StreamRefusal(reason: contradiction(count))) }
        let sampleSize = (format.bytesPerSample ?? 1) * channels.count
        let fault: Fault = count == 0 ? .empty : count.isMultiple(of: sampleSize) ? .otherSize : .odd
        dropped[fault, default: 0] += 1
        return .dropped(fault)
    }

    private func contradiction(_ count: Int) -> String {
        "Expected \(frameSize) bytes (\(Int(duration.inMilliseconds)) ms \(format) \(channels.rawValue)), got \(count): check rate, format, channels, buffer_ms."
    }
}
