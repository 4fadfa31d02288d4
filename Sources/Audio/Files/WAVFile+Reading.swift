import Glibc

extension WAVFile {
    /// Reads a whole file.
    public init(path: String) throws(Failure) { try self.init(bytes: try Self.read(path), name: path) }

    /// Reads a RIFF/WAVE file: 16-bit PCM, µ-law or A-law, one or two channels; its chunks may come in any order. A data chunk that
    /// claims more than there is (a recording that was cut off, or written to a pipe) is read as far as it goes.
    /// - Parameter name: what to call the file in errors.
    public init(bytes: [UInt8], name: String = "WAV") throws(Failure) {
        guard bytes.count >= 12, Self.text(bytes, 0) == "RIFF", Self.text(bytes, 8) == "WAVE" else {
            throw Failure(description: "\(name): not a WAV file")
        }
        var format: Format?
        var data: Range<Int>?
        var position = 12
        while position + 8 <= bytes.count, format == nil || data == nil {
            let size = Self.number(bytes, position + 4, 4)
            let content = position + 8..<min(position + 8 + size, bytes.count)
            switch Self.text(bytes, position) {
            case "fmt ": format = try Format(bytes, content, name)
            case "data": data = content
            default: break
            }
            // Chunks begin at even positions.
            position += 8 + size + size % 2
        }
        guard let format else { throw Failure(description: "\(name): does not say its format") }
        guard let data else { throw Failure(description: "\(name): no audio in it") }
        self.init(rate: format.rate, channels: format.channels, samples: [])
        let content = bytes.span.extracting(data)
        switch format.encoding {
        case .pcmu: G711.decodeMuLaw(content, appendingTo: &samples)
        case .pcma: G711.decodeALaw(content, appendingTo: &samples)
        case .linear16, .opus: PCM16.decode(content, appendingTo: &samples)
        }
        // Half a pair at the end of a stereo file that was cut off.
        samples.removeLast(samples.count % channels)
    }

    /// What a `fmt ` chunk says.
    private struct Format {
        var encoding: AudioEncoding
        var channels: Int
        var rate: SampleRate

        init(_ bytes: [UInt8], _ content: Range<Int>, _ name: String) throws(Failure) {
            guard content.count >= 16 else { throw Failure(description: "\(name): its format chunk is cut short") }
            let start = content.lowerBound
            var tag = number(bytes, start, 2)
            // An extensible format names the encoding in the first bytes of its subformat.
            if tag == 0xFFFE, content.count >= 26 { tag = number(bytes, start + 24, 2) }
            let bits = number(bytes, start + 14, 2)
            switch (tag, bits) {
            case (1, 16): encoding = .linear16
            case (6, 8): encoding = .pcma
            case (7, 8): encoding = .pcmu
            default: throw Failure(description: "\(name): encoding \(tag) with \(bits) bits is not 16-bit PCM, µ-law or A-law")
            }
            channels = number(bytes, start + 2, 2)
            guard (1...2).contains(channels) else { throw Failure(description: "\(name): \(channels) channels, not 1 or 2") }
            let hertz = number(bytes, start + 4, 4)
            guard let rate = SampleRate(hertz: hertz) else { throw Failure(description: "\(name): \(hertz) Hz is not from 8 to 48 kHz") }
            self.rate = rate
        }
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
        // A folder opens but can't be read.
        guard ferror(file) == 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        return bytes
    }
}
