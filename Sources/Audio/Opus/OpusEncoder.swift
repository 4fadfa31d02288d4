import COpus

/// Encodes 20 ms frames of one or two channels to Opus packets (RFC 6716), tuned for speech (libopus' VOIP application).
public final class OpusEncoder {
    private let encoder: OpaquePointer
    public let rate: SampleRate
    public let channels: Int
    /// Samples of the 20 ms that make one packet, of each channel.
    public let frameSamples: Int
    /// Samples at `rate` by which the decoded sound lags behind the original.
    public let lookahead: Int
    /// The largest frame RFC 6716 allows (section 3.2.1); two channels share it.
    private static let largestPacket = 1_275

    /// - Parameters:
    ///   - rate: 8, 12, 16, 24 or 48 kHz.
    ///   - channels: 1, or 2 for interleaved samples, which share the bitrate and stay apart: an encoder left to itself makes mono
    ///     of them below 19 kbit/s.
    /// - Throws: `OpusFailure` naming the setting that is out of range.
    public init(rate: SampleRate, channels: Int = 1, settings: OpusSettings = OpusSettings()) throws(OpusFailure) {
        encoder = try Self.make(rate, channels, settings)
        self.rate = rate
        self.channels = channels
        frameSamples = rate.samples(milliseconds: 20)
        var samples: Int32 = 0
        _ = vg_opus_encoder_get(encoder, OPUS_GET_LOOKAHEAD_REQUEST, &samples)
        lookahead = Int(samples)
    }

    deinit { opus_encoder_destroy(encoder) }

    /// Which libopus encodes, e.g. `libopus 1.3.1`.
    static var libraryVersion: String { String(cString: opus_get_version_string()) }

    /// Made apart from `init`: an initialiser that throws once all properties are set runs `deinit` too, and would free twice.
    private static func make(_ rate: SampleRate, _ channels: Int, _ settings: OpusSettings) throws(OpusFailure) -> OpaquePointer {
        precondition(channels == 1 || channels == 2, "Opus streams have one or two channels.")
        try rate.validateForOpus()
        try settings.validate()
        var code: Int32 = 0
        guard let encoder = opus_encoder_create(Int32(rate.hertz), Int32(channels), OPUS_APPLICATION_VOIP, &code), code == OPUS_OK else {
            throw OpusFailure(cannot: "encode at \(rate)", code: code)
        }
        let controls: [(name: String, request: Int32, value: Int)] = [
            ("bitrate", OPUS_SET_BITRATE_REQUEST, settings.bitrate),
            ("complexity", OPUS_SET_COMPLEXITY_REQUEST, settings.complexity),
            ("forward error correction", OPUS_SET_INBAND_FEC_REQUEST, settings.forwardErrorCorrection ? 1 : 0),
            ("expected loss", OPUS_SET_PACKET_LOSS_PERC_REQUEST, settings.expectedLossPercent),
            ("discontinuous transmission", OPUS_SET_DTX_REQUEST, settings.discontinuous ? 1 : 0),
            ("signal type", OPUS_SET_SIGNAL_REQUEST, Int(OPUS_SIGNAL_VOICE)), ("channels", OPUS_SET_FORCE_CHANNELS_REQUEST, channels),
        ]
        for control in controls {
            let code = vg_opus_encoder_set(encoder, control.request, Int32(control.value))
            guard code != OPUS_OK else { continue }
            opus_encoder_destroy(encoder)
            throw OpusFailure(cannot: "set \(control.name) to \(control.value)", code: code)
        }
        return encoder
    }

    /// Appends the packet of one frame.
    /// - Parameter frame: exactly `frameSamples` samples of each channel.
    /// - Returns: the packet's size in bytes; 1 or 2 when transmission is discontinuous and nobody speaks.
    @discardableResult
    public func encode(_ frame: Span<Int16>, appendingTo packets: inout [UInt8]) throws(OpusFailure) -> Int {
        precondition(frame.count == frameSamples * channels, "Opus frames are 20 ms long.")
        let start = packets.count
        packets.append(contentsOf: repeatElement(0, count: Self.largestPacket))
        let size = frame.withUnsafeBufferPointer { samples in
            packets.withUnsafeMutableBufferPointer { packets in
                opus_encode(encoder, samples.baseAddress!, Int32(frameSamples), packets.baseAddress! + start, Int32(Self.largestPacket))
            }
        }
        packets.removeLast(Self.largestPacket - max(0, Int(size)))
        guard size >= 0 else { throw OpusFailure(cannot: "encode a frame", code: size) }
        return Int(size)
    }
}
