/// An Ogg Opus file of two channels (RFC 7845, channel mapping family 0) in the making: samples go in, the file's bytes come out.
/// What has come out so far is a valid file at any time, only without its mark of the end.
public final class OggOpusStream {
    public let rate: SampleRate
    private let encoder: OpusEncoder
    private let pages: OggStream
    private let comments: [(name: String, value: String)]
    /// Interleaved samples that don't fill a frame yet.
    private var rest: [Int16] = []
    private var packet: [UInt8] = []
    /// Samples of each channel taken so far, and packets made of them.
    private var taken = 0
    private var packets = 0
    /// Granule positions count samples at 48 kHz, whatever the rate (section 4).
    private let granulesPerSample: Int
    /// What a player leaves out at the start: the encoder's delay.
    private let preSkip: Int

    private static let granulesPerPacket = 960
    private static let largestComment = 256

    /// - Parameters:
    ///   - rate: 8, 12, 16, 24 or 48 kHz.
    ///   - serial: of the Ogg stream; any number.
    ///   - comments: `NAME=value` pairs for the comment header; long values are cut.
    public init(rate: SampleRate, settings: OpusSettings, serial: UInt32, comments: [(name: String, value: String)] = []) throws(OpusFailure) {
        self.rate = rate
        encoder = try OpusEncoder(rate: rate, channels: 2, settings: settings)
        pages = OggStream(serial: serial)
        granulesPerSample = 48_000 / rate.hertz
        preSkip = encoder.lookahead * granulesPerSample
        self.comments = comments
    }

    /// Appends the file's head: identification and comments, each a page of its own (section 3).
    public func begin(appendingTo bytes: inout [UInt8]) {
        var head = Array("OpusHead".utf8) + [1, 2]
        head += Self.number(preSkip, 2) + Self.number(rate.hertz, 4) + [0, 0, 0]
        pages.append(head.span, granule: 0)
        pages.flush(appendingTo: &bytes)
        var tags = Array("OpusTags".utf8) + Self.text(OpusEncoder.libraryVersion) + Self.number(comments.count, 4)
        for (name, value) in comments { tags += Self.text("\(name)=\(value)") }
        pages.append(tags.span, granule: 0)
        pages.flush(appendingTo: &bytes)
    }

    /// Takes interleaved samples; whole frames are encoded, and wait in the page under way.
    public func append(_ samples: Span<Int16>) throws(OpusFailure) {
        taken += samples.count / 2
        // Taken out of `self` while it is lent; no copy.
        var waiting: [Int16] = []
        swap(&waiting, &rest)
        defer { swap(&waiting, &rest) }
        samples.withUnsafeBufferPointer { waiting.append(contentsOf: $0) }
        let frame = encoder.frameSamples * 2
        var start = 0
        while waiting.count - start >= frame {
            try encode(waiting.span.extracting(start..<start + frame))
            start += frame
        }
        waiting.removeFirst(start)
    }

    /// Appends a page of all that is encoded.
    public func flush(appendingTo bytes: inout [UInt8]) { pages.flush(appendingTo: &bytes) }

    /// Encodes what is left, with silence behind it to bring out what the encoder still holds, and appends the last page. Its position
    /// is where the sound ends, so that a player leaves the padding out (section 4.4).
    public func finish(appendingTo bytes: inout [UInt8]) throws(OpusFailure) {
        let end = preSkip + taken * granulesPerSample
        while packets * Self.granulesPerPacket < end {
            let isLast = (packets + 1) * Self.granulesPerPacket >= end
            rest.append(contentsOf: repeatElement(0, count: encoder.frameSamples * 2 - rest.count))
            let frame = rest
            try encode(frame.span, last: isLast ? end : nil)
            rest.removeAll()
        }
        pages.flush(appendingTo: &bytes)
    }

    private func encode(_ frame: Span<Int16>, last end: Int? = nil) throws(OpusFailure) {
        var packet: [UInt8] = []
        swap(&packet, &self.packet)
        defer { swap(&packet, &self.packet) }
        packet.removeAll(keepingCapacity: true)
        try encoder.encode(frame, appendingTo: &packet)
        packets += 1
        pages.append(packet.span, granule: Int64(end ?? packets * Self.granulesPerPacket), end == nil ? .within : .last)
    }

    private static func text(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8.prefix(largestComment))
        // Never half a character.
        while String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        return number(bytes.count, 4) + bytes
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
