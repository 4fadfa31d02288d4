/// Finds where a stretch of audio first becomes audible: the first 10 ms block louder than −50 dBov, and in it the first sample
/// that stands out. Models begin their answers with up to 341 ms of silence, which no caller counts as an answer.
public struct AudibleOnset: Sendable {
    /// A block's RMS beyond this, in dBov, can be heard on a telephone.
    public static let threshold = -50.0
    /// A sample this far from zero (−56 dBov) is where an audible block begins to be heard.
    private static let leastSample: UInt16 = 52

    private let blockSamples: Int
    private let audibleEnergy: Int64
    /// Sum of squares of the block being heard, and how much of it has been.
    private var energy: Int64 = 0
    private var blockCount = 0
    private var blockStart = 0
    /// The first sample in the block that stands out.
    private var candidate: Int?
    private var isFound = false

    public init(rate: SampleRate) {
        blockSamples = rate.samples(milliseconds: 10)
        audibleEnergy = Level.energy(decibels: Self.threshold, count: blockSamples)
    }

    /// Another stretch begins.
    public mutating func reset() {
        energy = 0
        blockCount = 0
        blockStart = 0
        candidate = nil
        isFound = false
    }

    /// Listens to the next part of the stretch; costs nothing once the onset has been found.
    /// - Returns: the offset, from the beginning of the stretch, of the first audible sample, once, when it has been found. It may
    ///   lie up to 10 ms before `samples`.
    public mutating func process(_ samples: Span<Int16>) -> Int? {
        guard !isFound else { return nil }
        var index = 0
        while index < samples.count {
            let taken = min(blockSamples - blockCount, samples.count - index)
            if let onset = listen(to: samples.extracting(index..<index + taken)) { return onset }
            index += taken
        }
        return nil
    }

    /// - Parameter piece: a block, or a part of one.
    private mutating func listen(to piece: Span<Int16>) -> Int? {
        energy += Level.energy(piece)
        if candidate == nil, let offset = piece.indices.first(where: { piece[$0].magnitude >= Self.leastSample }) {
            candidate = blockStart + blockCount + offset
        }
        blockCount += piece.count
        // A block that is loud enough already won't become quieter.
        if energy > audibleEnergy {
            isFound = true
            return candidate ?? blockStart
        }
        if blockCount == blockSamples {
            blockStart += blockSamples
            energy = 0
            blockCount = 0
            candidate = nil
        }
        return nil
    }
}
