import COpus

/// How Opus is to be encoded; the ranges are libopus' own.
public struct OpusSettings: Equatable, Sendable {
    /// Bits per second, 6,000 to 510,000.
    public var bitrate = 24_000
    /// 0 (cheapest) to 10.
    public var complexity = 5
    /// Send a low-rate copy of each frame with the next one (in-band forward error correction).
    public var forwardErrorCorrection = false
    /// What the encoder prepares for, 0 to 100.
    public var expectedLossPercent = 0
    /// Send next to nothing in silence.
    public var discontinuous = false

    public init() {}
}

/// libopus refused.
public struct OpusFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String

    init(_ action: String, _ code: Int32) { description = "Opus can't \(action): \(String(cString: opus_strerror(code)))" }
}

/// Encodes 20 ms frames of one channel to Opus packets (RFC 6716).
public final class OpusEncoder {
    private let encoder: OpaquePointer
    public let frameSamples: Int
    /// Largest packet RFC 6716 allows for one frame.
    private static let largest = 1_275

    /// - Parameter rate: 8, 12, 16, 24 or 48 kHz.
    public init(rate: SampleRate, settings: OpusSettings) throws(OpusFailure) {
        var code: Int32 = 0
        guard let encoder = opus_encoder_create(Int32(rate.hertz), 1, OPUS_APPLICATION_VOIP, &code), code == OPUS_OK else {
            throw OpusFailure("encode at \(rate)", code)
        }
        self.encoder = encoder
        frameSamples = rate.samples(milliseconds: 20)
        let controls: [(Int32, Int)] = [
            (OPUS_SET_BITRATE_REQUEST, settings.bitrate), (OPUS_SET_COMPLEXITY_REQUEST, settings.complexity),
            (OPUS_SET_INBAND_FEC_REQUEST, settings.forwardErrorCorrection ? 1 : 0), (OPUS_SET_PACKET_LOSS_PERC_REQUEST, settings.expectedLossPercent),
            (OPUS_SET_DTX_REQUEST, settings.discontinuous ? 1 : 0), (OPUS_SET_SIGNAL_REQUEST, Int(OPUS_SIGNAL_VOICE)),
        ]
        for (request, value) in controls {
            let code = vg_opus_encoder_set(encoder, request, Int32(value))
            // All is initialised here: throwing runs `deinit`, which gives the encoder back.
            if code != OPUS_OK { throw OpusFailure("take the setting \(request) = \(value)", code) }
        }
    }

    deinit { opus_encoder_destroy(encoder) }

    /// Samples by which the decoded sound lags.
    public var lookahead: Int {
        var value: Int32 = 0
        _ = vg_opus_encoder_get(encoder, OPUS_GET_LOOKAHEAD_REQUEST, &value)
        return Int(value)
    }

    /// Appends the packet of exactly one frame.
    public func encode(_ frame: Span<Int16>, appendingTo packet: inout [UInt8]) throws(OpusFailure) {
        precondition(frame.count == frameSamples, "Opus frames are 20 ms long.")
        let start = packet.count
        packet.append(contentsOf: repeatElement(0, count: Self.largest))
        let size = frame.withUnsafeBufferPointer { samples in
            packet.withUnsafeMutableBufferPointer { packet in
                opus_encode(encoder, samples.baseAddress!, Int32(samples.count), packet.baseAddress! + start, Int32(Self.largest))
            }
        }
        packet.removeLast(Self.largest - max(0, Int(size)))
        if size < 0 { throw OpusFailure("encode", size) }
    }
}

/// Decodes Opus packets to one channel; lost ones are concealed.
public final class OpusDecoder {
    private let decoder: OpaquePointer
    private let rate: SampleRate
    private var lastFrame: Int

    /// - Parameter rate: 8, 12, 16, 24 or 48 kHz, whatever the packets were made at.
    public init(rate: SampleRate) throws(OpusFailure) {
        var code: Int32 = 0
        guard let decoder = opus_decoder_create(Int32(rate.hertz), 1, &code), code == OPUS_OK else { throw OpusFailure("decode at \(rate)", code) }
        self.decoder = decoder
        self.rate = rate
        lastFrame = rate.samples(milliseconds: 20)
    }

    deinit { opus_decoder_destroy(decoder) }

    /// Appends the samples of one packet (up to 120 ms).
    public func decode(_ packet: Span<UInt8>, appendingTo samples: inout [Int16]) throws(OpusFailure) {
        lastFrame = try run(packet, room: rate.samples(milliseconds: 120), appendingTo: &samples)
    }

    /// Appends what a lost packet may have held.
    public func conceal(appendingTo samples: inout [Int16]) throws(OpusFailure) {
        let nothing: [UInt8] = []
        _ = try run(nothing.span, room: lastFrame, appendingTo: &samples)
    }

    private func run(_ packet: Span<UInt8>, room: Int, appendingTo samples: inout [Int16]) throws(OpusFailure) -> Int {
        let start = samples.count
        samples.append(contentsOf: repeatElement(0, count: room))
        let count = packet.withUnsafeBufferPointer { packet in
            samples.withUnsafeMutableBufferPointer { samples in
                opus_decode(decoder, packet.isEmpty ? nil : packet.baseAddress, Int32(packet.count), samples.baseAddress! + start, Int32(room), 0)
            }
        }
        samples.removeLast(room - max(0, Int(count)))
        if count < 0 { throw OpusFailure("decode a packet of \(packet.count) bytes", count) }
        return Int(count)
    }
}
