/// Finds where a stretch of audio first becomes audible: the first 10 ms block louder than −50 dBov, and in it the first sample
/// that stands out. Models begin their answers with up to 341 ms of silence, which no caller counts as an answer.
public struct AudibleOnset: Sendable {
    /// A block's RMS beyond this can be heard on a telephone.
    public static let threshold = -50.0
    /// A sample this far from zero (−56 dBov) is where an audible block begins to be heard.
    private static let sample: Int16 = 52

    private let blockSamples: Int
    private let audibleEnergy: Int64
    private var block: [Int16] = []
    private var blockStart = 0
    private var found: Int?

    public init(rate: SampleRate) {
        blockSamples = rate.samples(milliseconds: 10)
        audibleEnergy = Level.energy(decibels: Self.threshold, count: blockSamples)
        block.reserveCapacity(blockSamples)
    }

    public mutating func reset() {
        block.removeAll(keepingCapacity: true)
        blockStart = 0
        found = nil
    }

    /// - Returns: the offset, from the beginning of the stretch, of the first audible sample, once, when it has been found.
    public mutating func process(_ samples: Span<Int16>) -> Int? {
        guard found == nil else { return nil }
        for index in samples.indices {
            block.append(samples[index])
            guard block.count == blockSamples else { continue }
            if Level.energy(block.span) > audibleEnergy {
                found = blockStart + (block.firstIndex { $0.magnitude >= Self.sample.magnitude } ?? 0)
                return found
            }
            blockStart += blockSamples
            block.removeAll(keepingCapacity: true)
        }
        return nil
    }
}
