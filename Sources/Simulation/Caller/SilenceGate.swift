import Audio

/// Says in running audio when sound begins after silence, and for how long there has been none. Independent of the gateway's own detectors:
/// plain energy over 10 ms, since what comes back is clean.
struct SilenceGate {
    private let blockSamples: Int
    private let threshold: Double
    private var block: [Int16] = []
    /// Samples since the beginning, whole blocks.
    private(set) var position = 0
    private var quietSamples: Int
    private let gap: Int

    /// - Parameter gap: silence after which sound counts as new.
    init(rate: SampleRate, gap: Duration = .milliseconds(300)) {
        blockSamples = rate.samples(milliseconds: 10)
        threshold = 32_768.0 * 32_768.0 * Double(blockSamples) * 1e-5
        self.gap = Int(gap.components.attoseconds / 1_000_000_000_000_000) * rate.hertz / 1_000 + Int(gap.components.seconds) * rate.hertz
        quietSamples = self.gap
    }

    var silentFor: Int { quietSamples }

    /// - Returns: position of the first audible sample of a new sound, if one begins in `samples`.
    mutating func process(_ samples: Span<Int16>) -> Int? {
        var onset: Int?
        for index in samples.indices {
            block.append(samples[index])
            guard block.count == blockSamples else { continue }
            var energy = 0.0
            for sample in block { energy += Double(sample) * Double(sample) }
            if energy > threshold {
                if quietSamples >= gap, onset == nil { onset = position + (block.firstIndex { abs(Int($0)) >= 52 } ?? 0) }
                quietSamples = 0
            } else {
                quietSamples += blockSamples
            }
            position += blockSamples
            block.removeAll(keepingCapacity: true)
        }
        return onset
    }

    /// A flush: what comes next is new sound even without a gap.
    mutating func expectOnset() { quietSamples = max(quietSamples, gap) }
}
