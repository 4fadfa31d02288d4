/// A RIFF/WAVE file of one or two channels of 16-bit samples, in memory. It is read from 16-bit, µ-law and A-law files and
/// written as 16-bit; `WAVWriter` writes one while it is being recorded.
public struct WAVFile: Equatable, Sendable {
    /// What is wrong with a file, and with which.
    public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
        public var description: String
    }

    public var rate: SampleRate
    public var channels: Int
    /// Interleaved.
    public var samples: [Int16]

    public init(rate: SampleRate, channels: Int = 1, samples: [Int16]) {
        self.rate = rate
        self.channels = channels
        self.samples = samples
    }

    public var duration: Duration { rate.duration(samples: samples.count / channels) }

    /// The whole file.
    public var bytes: [UInt8] {
        var output = Self.header(rate: rate, channels: channels, dataBytes: samples.count * 2)
        PCM16.encode(samples.span, appendingTo: &output)
        return output
    }

    /// Writes the whole file, over one that is there.
    public func write(to path: String) throws(Failure) {
        let writer = try WAVWriter(path: path, rate: rate, channels: channels)
        try writer.append(samples.span)
        try writer.finish()
    }

    /// The 44 bytes before the samples.
    /// - Parameter dataBytes: size of all samples; what doesn't fit into the field's 4 GB is left for readers to find out.
    static func header(rate: SampleRate, channels: Int, dataBytes: Int) -> [UInt8] {
        let data = min(dataBytes, Int(UInt32.max) - 36)
        var output = Array("RIFF".utf8)
        func append(_ value: Int, _ count: Int) { for index in 0..<count { output.append(UInt8(truncatingIfNeeded: value >> (8 * index))) } }
        append(36 + data, 4)
        output += Array("WAVEfmt ".utf8)
        append(16, 4)
        append(1, 2)
        append(channels, 2)
        append(rate.hertz, 4)
        append(rate.hertz * channels * 2, 4)
        append(channels * 2, 2)
        append(16, 2)
        output += Array("data".utf8)
        append(data, 4)
        return output
    }
}
