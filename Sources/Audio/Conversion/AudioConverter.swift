/// Turns audio of one format into another, message by message: the identity where the formats agree, a table for G.711, a
/// filter for rates, a codec for Opus. State is kept over a call.
public struct AudioConverter {
    private enum Path {
        case identity
        case muLawToALaw, aLawToMuLaw
        /// Decode to samples at the target's rate, then encode.
        case samples
    }

    public let from: AudioFormat
    public let to: AudioFormat
    private let path: Path
    private var decoder: PCMDecoder?
    private let encoder: OpusEncoder?
    /// Samples that don't make up a whole Opus frame yet.
    private var pending: [Int16] = []
    private var output: [UInt8] = []

    /// - Parameter from: any format but Opus at the rates that libopus doesn't know.
    public init(from: AudioFormat, to: AudioFormat, opus: OpusSettings = OpusSettings()) throws(OpusFailure) {
        self.from = from
        self.to = to
        switch (from.encoding, to.encoding) {
        case _ where from == to: path = .identity
        case (.pcmu, .pcma): path = .muLawToALaw
        case (.pcma, .pcmu): path = .aLawToMuLaw
        default: path = .samples
        }
        if case .samples = path { decoder = try PCMDecoder(from: from, to: to.rate) } else { decoder = nil }
        encoder = to.encoding == .opus && from != to ? try OpusEncoder(rate: to.rate, settings: opus) : nil
    }

    public var isPassthrough: Bool { if case .identity = path { true } else { false } }

    /// How much later a sound leaves than it came.
    public var delay: Duration {
        let codec = encoder.map { to.rate.duration(samples: $0.lookahead) } ?? .zero
        return (decoder?.delay ?? .zero) + codec
    }

    /// Converts one stretch of audio and hands out what it makes: at most one message, except for Opus, which is one packet a message.
    public mutating func convert(_ input: Span<UInt8>, _ emit: (Span<UInt8>) -> Void) {
        if case .identity = path { return emit(input) }
        output.removeAll(keepingCapacity: true)
        switch path {
        case .identity: break
        case .muLawToALaw: G711.aLaw(fromMuLaw: input, appendingTo: &output)
        case .aLawToMuLaw: G711.muLaw(fromALaw: input, appendingTo: &output)
        case .samples:
            // Taken out of `self` while it is lent; no copy.
            var samples: [Int16] = []
            swap(&samples, &pending)
            decoder?.decode(input, appendingTo: &samples)
            encode(&samples, emit)
            swap(&samples, &pending)
            return
        }
        if !output.isEmpty { emit(output.span) }
    }

    /// Encodes what is whole and leaves the rest in `samples`.
    private mutating func encode(_ samples: inout [Int16], _ emit: (Span<UInt8>) -> Void) {
        switch to.encoding {
        case .linear16: PCM16.encode(samples.span, appendingTo: &output)
        case .pcmu: G711.encodeMuLaw(samples.span, appendingTo: &output)
        case .pcma: G711.encodeALaw(samples.span, appendingTo: &output)
        case .opus: return emitPackets(of: &samples, emit)
        }
        samples.removeAll(keepingCapacity: true)
        if !output.isEmpty { emit(output.span) }
    }

    private mutating func emitPackets(of samples: inout [Int16], _ emit: (Span<UInt8>) -> Void) {
        guard let encoder else { return }
        var start = 0
        while samples.count - start >= encoder.frameSamples {
            output.removeAll(keepingCapacity: true)
            // The frame has the encoder's own size, the only thing it could refuse.
            _ = try? encoder.encode(samples.span.extracting(start..<start + encoder.frameSamples), appendingTo: &output)
            start += encoder.frameSamples
            if !output.isEmpty { emit(output.span) }
        }
        if start > 0 { samples.removeFirst(start) }
    }
}
