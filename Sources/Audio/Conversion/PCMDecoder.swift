/// Turns an encoded stream into samples at a given rate, however its bytes are cut: half a sample at the end of one chunk is
/// completed by the next.
public struct PCMDecoder {
    public let format: AudioFormat
    public let rate: SampleRate
    private var resampler: Resampler?
    private let opus: OpusDecoder?
    private var carried: UInt8?
    private var decoded: [Int16] = []
    private var joined: [UInt8] = []
    /// Opus packets that could not be decoded and were concealed.
    public private(set) var concealed = 0

    public init(from format: AudioFormat, to rate: SampleRate) throws(OpusFailure) {
        self.format = format
        self.rate = rate
        // Opus decodes to any of its rates by itself.
        opus = format.encoding == .opus ? try OpusDecoder(rate: rate) : nil
        resampler = opus == nil && format.rate != rate ? Resampler(from: format.rate, to: rate) : nil
    }

    /// By how much the resampler delays.
    public var delay: Duration { resampler?.delay ?? .zero }

    /// A new response begins: nothing of the last one belongs to it.
    public mutating func reset() {
        carried = nil
        resampler?.reset()
    }

    /// Appends the samples of `bytes`; for Opus, `bytes` is one packet.
    public mutating func decode(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        guard resampler != nil else { return decodeLinear(bytes, appendingTo: &samples) }
        // Taken out of `self` while it is lent to the resampler; no copy.
        var linear: [Int16] = []
        swap(&linear, &decoded)
        linear.removeAll(keepingCapacity: true)
        decodeLinear(bytes, appendingTo: &linear)
        resampler?.process(linear.span, appendingTo: &samples)
        swap(&linear, &decoded)
    }

    private mutating func decodeLinear(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        switch format.encoding {
        case .linear16: decodePCM(bytes, appendingTo: &samples)
        case .pcmu: G711.decodeMuLaw(bytes, appendingTo: &samples)
        case .pcma: G711.decodeALaw(bytes, appendingTo: &samples)
        case .opus:
            guard let opus else { return }
            do {
                try opus.decode(bytes, appendingTo: &samples)
            } catch {
                concealed += 1
                try? opus.conceal(appendingTo: &samples)
            }
        }
    }

    private mutating func decodePCM(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        guard let first = carried else {
            PCM16.decode(bytes, appendingTo: &samples)
            if !bytes.count.isMultiple(of: 2) { carried = bytes[bytes.count - 1] }
            return
        }
        guard !bytes.isEmpty else { return }
        joined.removeAll(keepingCapacity: true)
        joined.append(first)
        bytes.withUnsafeBufferPointer { joined.append(contentsOf: $0) }
        carried = joined.count.isMultiple(of: 2) ? nil : joined[joined.count - 1]
        PCM16.decode(joined.span, appendingTo: &samples)
    }
}
