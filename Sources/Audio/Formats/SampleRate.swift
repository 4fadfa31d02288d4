/// Samples per second of one channel.
public struct SampleRate: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let hertz: Int

    /// Any rate from 8 to 48 kHz; `nil` outside.
    public init?(hertz: Int) {
        guard (8_000...48_000).contains(hertz) else { return nil }
        self.hertz = hertz
    }

    private init(_ hertz: Int) { self.hertz = hertz }

    public static let hz8000 = SampleRate(8_000)
    public static let hz16000 = SampleRate(16_000)
    public static let hz24000 = SampleRate(24_000)
    public static let hz48000 = SampleRate(48_000)

    /// Samples in `milliseconds` of one channel.
    public func samples(milliseconds: Int) -> Int { hertz * milliseconds / 1_000 }

    /// How long `samples` of one channel last.
    public func duration(samples: Int) -> Duration {
        .nanoseconds(Int64(samples) * 1_000_000_000 / Int64(hertz))
    }

    public static func < (left: SampleRate, right: SampleRate) -> Bool { left.hertz < right.hertz }

    public var description: String { "\(hertz) Hz" }
}
