import Glibc

/// Writes a WAV file while its samples come in. The header's sizes are set right by `finish`; a file whose writer was let go
/// before says that it is empty.
public final class WAVWriter {
    private let file: UnsafeMutablePointer<FILE>
    private let path: String
    private let rate: SampleRate
    private let channels: Int
    private var dataBytes = 0
    private var scratch: [UInt8] = []

    /// Creates the file, or empties the one that is there.
    /// - Parameter channels: 1, or 2 for interleaved samples.
    public init(path: String, rate: SampleRate, channels: Int = 1) throws(WAVFile.Failure) {
        guard let file = fopen(path, "wb") else { throw WAVFile.Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        self.file = file
        self.path = path
        self.rate = rate
        self.channels = channels
        try write(WAVFile.header(rate: rate, channels: channels, dataBytes: 0))
    }

    deinit { fclose(file) }

    /// How much has been written.
    public var duration: Duration { rate.duration(samples: dataBytes / 2 / channels) }

    /// Writes more samples.
    public func append(_ samples: Span<Int16>) throws(WAVFile.Failure) {
        scratch.removeAll(keepingCapacity: true)
        PCM16.encode(samples, appendingTo: &scratch)
        try write(scratch)
        dataBytes += scratch.count
    }

    /// Writes the sizes so far into the header and everything to the file; more may follow.
    public func finish() throws(WAVFile.Failure) {
        guard fseek(file, 0, SEEK_SET) == 0 else { throw failure() }
        try write(WAVFile.header(rate: rate, channels: channels, dataBytes: dataBytes))
        guard fflush(file) == 0, fseek(file, 0, SEEK_END) == 0 else { throw failure() }
    }

    private func write(_ bytes: [UInt8]) throws(WAVFile.Failure) {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw failure() }
    }

    private func failure() -> WAVFile.Failure { WAVFile.Failure(description: "\(path): \(String(cString: strerror(errno)))") }
}
