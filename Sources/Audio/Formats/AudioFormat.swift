/// How samples are written as bytes.
public enum AudioEncoding: String, CaseIterable, Hashable, Sendable {
    /// 16-bit signed little-endian samples.
    case linear16 = "l16"
    /// G.711 µ-law, one byte a sample.
    case pcmu
    /// G.711 A-law, one byte a sample.
    case pcma
    /// Opus packets (RFC 6716), one a message.
    case opus
}

/// An encoding at a rate; always one channel.
public struct AudioFormat: Hashable, Sendable, CustomStringConvertible {
    public let encoding: AudioEncoding
    public let rate: SampleRate

    public init(_ encoding: AudioEncoding, _ rate: SampleRate) {
        self.encoding = encoding
        self.rate = rate
    }

    public static let pcmu = AudioFormat(.pcmu, .hz8000)
    public static let pcma = AudioFormat(.pcma, .hz8000)
    public static func linear16(_ rate: SampleRate) -> AudioFormat { AudioFormat(.linear16, rate) }
    public static func opus(_ rate: SampleRate) -> AudioFormat { AudioFormat(.opus, rate) }

    /// Bytes of one sample; `nil` where samples have no fixed size (Opus).
    public var bytesPerSample: Int? {
        switch encoding {
        case .linear16: 2
        case .pcmu, .pcma: 1
        case .opus: nil
        }
    }

    /// As it is written in configuration, logs and errors: `l16/8000`, `pcmu/8000`, `opus/24000`.
    public var description: String { "\(encoding.rawValue)/\(rate.hertz)" }
}
