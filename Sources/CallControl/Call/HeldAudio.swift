import Audio

/// The caller's first words, kept while the provider is not ready: at most `limit`, the oldest dropped and counted.
public struct HeldAudio: Sendable {
    private var frames: [[UInt8]] = []
    private var bytes = 0
    private let limit: Int
    /// Bytes dropped at the limit.
    public private(set) var dropped = 0

    /// - Parameter format: how the held bytes are encoded; decides how many are `limit` long.
    public init(format: AudioFormat, limit: Duration) {
        let perSecond = format.rate.hertz * (format.bytesPerSample ?? 2)
        self.limit = Int(limit.inNanoseconds * Int64(perSecond) / 1_000_000_000)
    }

    public var isEmpty: Bool { frames.isEmpty }

    public mutating func append(_ frame: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(frame.count)
        for index in frame.indices { copy.append(frame[index]) }
        frames.append(copy)
        bytes += copy.count
        while bytes > limit, let oldest = frames.first {
            frames.removeFirst()
            bytes -= oldest.count
            dropped += oldest.count
        }
    }

    /// Hands out everything held, oldest first, and is empty afterwards.
    public mutating func drain(_ body: (Span<UInt8>) -> Void) {
        for frame in frames { body(frame.span) }
        frames = []
        bytes = 0
    }
}
