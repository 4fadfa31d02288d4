import Audio

/// Which build of FreeSWITCH's mod_audio_stream is at the other end; set by the operator, since nothing on the wire tells.
///
/// The figures were observed on FreeSWITCH 1.10.12 with real calls; those of `commercial` are its author's words.
public enum StreamProfile: String, CaseIterable, Hashable, Sendable {
    /// The build with G.711 uplink and direct playback.
    case fork
    /// A public fork with direct playback that can't be flushed.
    case voxcom
    /// The public 1.0.x: what we send is saved to a file, and played only when the event socket says so.
    case upstream
    /// 1.0.3 and later, full duplex with binary frames.
    case commercial

    /// How audio toward the caller is carried.
    public enum Downlink: Equatable, Sendable {
        /// A JSON `streamAudio` message with base64; binary frames are ignored without a word.
        case streamAudio
        /// Bare samples in binary frames.
        case binary
    }

    /// How what was already sent is made to stop.
    public enum Flush: Equatable, Sendable {
        /// The text message `{"type":"stopAudio"}`, effective in 13 ms.
        case stopAudio
        /// `uuid_break` on the event socket, 32 ms.
        case eventSocketBreak
        /// Not at all: keep the lead small.
        case impossible
    }

    /// Which rate may be sent toward the caller.
    public enum DownlinkRate: Equatable, Sendable {
        /// Taken for this rate whatever the message says.
        case fixed(SampleRate)
        /// The rate of the stream.
        case sameAsStream
        /// One of these; others play as garbage.
        case oneOf([SampleRate])
    }

    public var downlink: Downlink {
        switch self {
        case .fork, .voxcom, .upstream: .streamAudio
        case .commercial: .binary
        }
    }

    public var flush: Flush {
        switch self {
        case .fork: .stopAudio
        case .upstream: .eventSocketBreak
        case .voxcom, .commercial: .impossible
        }
    }

    /// Can a message of ours on the stream stop what was already sent?
    public var canFlush: Bool { flush == .stopAudio }

    /// Must each phrase be started with `uuid_broadcast`?
    public var playsThroughEventSocket: Bool { self == .upstream }

    public var downlinkRate: DownlinkRate {
        switch self {
        case .fork: .fixed(.hz8000)
        case .voxcom, .commercial: .sameAsStream
        case .upstream: .oneOf([.hz8000, .hz16000])
        }
    }

    /// Audio it collects before it plays any, unless `STREAM_PLAYBACK_WARMUP_MS` lowers it. A shorter utterance never plays
    /// until more arrives, so it has to be padded with silence.
    public var defaultWarmUp: Duration { self == .fork ? .milliseconds(400) : .zero }

    /// Audio it holds at most. The fork drops the oldest beyond it; voxcom blocks, stalls the uplink, and can hang the channel.
    /// `nil`: not limited by the module (a file), or not known.
    /// - Parameter frame: `STREAM_BUFFER_SIZE`.
    public func bufferLimit(frame: Duration) -> Duration? {
        switch self {
        case .fork: .milliseconds(2_000)
        case .voxcom: frame
        case .upstream, .commercial: nil
        }
    }

    /// From the first message to the caller's ear with default settings, paced by 20 ms; `nil` where nobody has measured it.
    public var startDelay: Duration? {
        switch self {
        case .fork: .milliseconds(394)
        case .voxcom: .milliseconds(19)
        case .upstream: .milliseconds(135)
        case .commercial: nil
        }
    }

    /// How far ahead of the caller's clock to send.
    /// - Parameters:
    ///   - frame: `STREAM_BUFFER_SIZE`.
    ///   - warmUp: the module's warm-up; less than that at once plays nothing.
    public func lead(frame: Duration, warmUp: Duration) -> Duration {
        switch self {
        // 60–100 ms is right once the warm-up is lowered; otherwise the warm-up itself, and well below the 2 s it holds.
        case .fork: min(max(warmUp, .milliseconds(80)), .milliseconds(1_800))
        case .voxcom: min(max(frame - .milliseconds(20), .zero), .milliseconds(100))
        // A file per phrase: everything may go at once.
        case .upstream: .seconds(60)
        case .commercial: .milliseconds(60)
        }
    }

    /// Which encodings its uplink can have.
    public var uplinkEncodings: [AudioEncoding] { self == .fork ? [.linear16, .pcmu, .pcma] : [.linear16] }

    /// The format to send toward the caller on a stream of `rate`; always 16-bit samples, which every build takes.
    public func downlinkFormat(streamRate rate: SampleRate) -> AudioFormat {
        switch downlinkRate {
        case .fixed(let fixed): .linear16(fixed)
        case .sameAsStream: .linear16(rate)
        case .oneOf(let rates): .linear16(rates.contains(rate) ? rate : .hz16000)
        }
    }
}
