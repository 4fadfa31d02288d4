/// How speech is to be encoded; the ranges are libopus' own.
public struct OpusSettings: Equatable, Sendable {
    /// Bits per second, 6,000 to 510,000.
    public var bitrate = 24_000
    /// 0 (cheapest) to 10. A 20 ms frame at 24 kHz costs about 75 µs at 0, 170 at 5, 320 at 10.
    public var complexity = 5
    /// Send a low-rate copy of each frame with the next one (in-band forward error correction, RFC 6716 section 2.1.7).
    public var forwardErrorCorrection = false
    /// What the encoder prepares for, 0 to 100; without it no correction data is sent.
    public var expectedLossPercent = 0
    /// Send next to nothing in silence.
    public var discontinuous = false

    public init() {}

    /// Names the first value that is out of range.
    func validate() throws(OpusFailure) {
        try Self.check("a bitrate of", bitrate, 6_000...510_000)
        try Self.check("complexity", complexity, 0...10)
        try Self.check("an expected loss percentage of", expectedLossPercent, 0...100)
    }

    private static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(OpusFailure) {
        guard !range.contains(value) else { return }
        throw OpusFailure(cannot: "use \(name) \(value)", because: "it must be from \(range.lowerBound) to \(range.upperBound)")
    }
}

extension SampleRate {
    /// Refuses rates that libopus doesn't know.
    func validateForOpus() throws(OpusFailure) {
        guard ![8_000, 12_000, 16_000, 24_000, 48_000].contains(hertz) else { return }
        throw OpusFailure(cannot: "work at \(self)", because: "its rates are 8, 12, 16, 24 and 48 kHz")
    }
}
