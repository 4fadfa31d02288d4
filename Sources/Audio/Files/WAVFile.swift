import Glibc

/// A RIFF/WAVE file of 16-bit, µ-law or A-law audio, in memory.
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

    // MARK: Reading

    public init(path: String) throws(Failure) { try self.init(bytes: try Self.read(path), name: path) }

    /// - Parameter name: what to call the file in errors.
    public init(bytes: [UInt8], name: String = "WAV") throws(Failure) {
        guard bytes.count >= 12, Self.text(bytes, 0) == "RIFF", Self.text(bytes, 8) == "WAVE" else { throw Failure(description: "\(name): not a WAV file") }
        var format: (tag: Int, channels: Int, rate: Int, bits: Int)?
        var position = 12
        while position + 8 <= bytes.count {
            let size = Self.number(bytes, position + 4, 4)
            let start = position + 8
            let end = min(start + size, bytes.count)
            switch Self.text(bytes, position) {
            case "fmt ":
                guard end - start >= 16 else { throw Failure(description: "\(name): its format chunk is cut short") }
                var tag = Self.number(bytes, start, 2)
                if tag == 0xFFFE, end - start >= 26 { tag = Self.number(bytes, start + 24, 2) }
                format = (tag, Self.number(bytes, start + 2, 2), Self.number(bytes, start + 4, 4), Self.number(bytes, start + 14, 2))
            case "data":
                guard let format else { throw Failure(description: "\(name): audio before its format") }
                guard let rate = SampleRate(hertz: format.rate) else { throw Failure(description: "\(name): \(format.rate) Hz is not from 8 to 48 kHz") }
                guard (1...2).contains(format.channels) else { throw Failure(description: "\(name): \(format.channels) channels, not 1 or 2") }
                self.rate = rate
                channels = format.channels
                samples = []
                let data = bytes.span.extracting(start..<end)
                switch (format.tag, format.bits) {
                case (1, 16): PCM16.decode(data, appendingTo: &samples)
                case (7, 8): G711.decodeMuLaw(data, appendingTo: &samples)
                case (6, 8): G711.decodeALaw(data, appendingTo: &samples)
                default: throw Failure(description: "\(name): encoding \(format.tag) with \(format.bits) bits is not 16-bit PCM, µ-law or A-law")
                }
                return
            default: break
            }
            position = start + size + size % 2
        }
        throw Failure(description: "\(name): no audio in it")
    }

    private static func text(_ bytes: [UInt8], _ position: Int) -> String { String(decoding: bytes[position..<position + 4], as: UTF8.self) }

    private static func number(_ bytes: [UInt8], _ position: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
        return bytes
    }

    // MARK: Writing

    public var bytes: [UInt8] {
        let size = samples.count * 2
        var output = Array("RIFF".utf8)
        func append(_ value: Int, _ count: Int) { for index in 0..<count { output.append(UInt8(truncatingIfNeeded: value >> (8 * index))) } }
        append(36 + size, 4)
        output += Array("WAVEfmt ".utf8)
        append(16, 4)
        append(1, 2)
        append(channels, 2)
        append(rate.hertz, 4)
        append(rate.hertz * channels * 2, 4)
        append(channels * 2, 2)
        append(16, 2)
        output += Array("data".utf8)
        append(size, 4)
        PCM16.encode(samples.span, appendingTo: &output)
        return output
    }

    public func write(to path: String) throws(Failure) {
        guard let file = fopen(path, "wb") else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        let bytes = bytes
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw Failure(description: "\(path): could not be written whole") }
    }
}
