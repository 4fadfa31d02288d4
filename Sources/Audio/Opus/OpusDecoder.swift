import COpus

/// Decodes Opus packets (RFC 6716) to one channel, whatever rate and channels they were made with; lost ones are concealed.
public final class OpusDecoder {
    private let decoder: OpaquePointer
    public let rate: SampleRate
    /// Samples of the last packet: as long as a lost one is taken to be.
    private var lastPacketSamples: Int

    /// - Parameter rate: 8, 12, 16, 24 or 48 kHz.
    public init(rate: SampleRate) throws(OpusFailure) {
        decoder = try Self.make(rate)
        self.rate = rate
        lastPacketSamples = rate.samples(milliseconds: 20)
    }

    deinit { opus_decoder_destroy(decoder) }

    /// Made apart from `init`, which would run `deinit` for a decoder that could not be made.
    private static func make(_ rate: SampleRate) throws(OpusFailure) -> OpaquePointer {
        try rate.validateForOpus()
        var code: Int32 = 0
        guard let decoder = opus_decoder_create(Int32(rate.hertz), 1, &code), code == OPUS_OK else {
            throw OpusFailure(cannot: "decode at \(rate)", code: code)
        }
        return decoder
    }

    /// Appends the samples of one packet (up to 120 ms).
    /// - Throws: `OpusFailure` if `packet` is empty or isn't Opus; nothing is appended then, see `conceal`.
    public func decode(_ packet: Span<UInt8>, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        guard !packet.isEmpty else { throw OpusFailure(cannot: "decode a packet", because: "it is empty") }
        let bytes = packet.count
        lastPacketSamples = try run(packet, samples: rate.samples(milliseconds: 120), .whole, "decode a packet of \(bytes) bytes", appendingTo: &samples)
    }

    /// Appends what a lost packet may have held.
    /// - Parameter count: samples to make up, a multiple of 2.5 ms up to 120 ms; as many as the last packet had if not given.
    public func conceal(samples count: Int? = nil, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        let nothing: [UInt8] = []
        let wanted = count ?? lastPacketSamples
        _ = try run(nothing.span, samples: wanted, .whole, "conceal \(wanted) samples", appendingTo: &samples)
    }

    /// Appends the packet lost before `next`, from the copy `next` carries where its encoder sent one, concealed otherwise.
    /// `next` itself is still to be decoded afterwards.
    /// - Parameter count: samples of the lost packet; as many as the last packet had if not given.
    public func recover(before next: Span<UInt8>, samples count: Int? = nil, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        let bytes = next.count
        _ = try run(next, samples: count ?? lastPacketSamples, .previousCopy, "recover a frame from a packet of \(bytes) bytes", appendingTo: &samples)
    }

    private enum Part: Int32 { case whole = 0, previousCopy = 1 }

    private func run(
        _ packet: Span<UInt8>, samples room: Int, _ part: Part, _ action: @autoclosure () -> String, appendingTo samples: inout [Int16]
    ) throws(OpusFailure) -> Int {
        guard (1...rate.samples(milliseconds: 120)).contains(room) else {
            throw OpusFailure(cannot: action(), because: "a packet holds at most 120 ms")
        }
        let start = samples.count
        samples.append(contentsOf: repeatElement(0, count: room))
        let count = packet.withUnsafeBufferPointer { packet in
            samples.withUnsafeMutableBufferPointer { samples in
                opus_decode(
                    decoder, packet.isEmpty ? nil : packet.baseAddress, Int32(packet.count), samples.baseAddress! + start, Int32(room), part.rawValue)
            }
        }
        samples.removeLast(room - max(0, Int(count)))
        guard count >= 0 else { throw OpusFailure(cannot: action(), code: count) }
        return Int(count)
    }
}
