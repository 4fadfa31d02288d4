import Audio
import CallControl
import TestSupport

/// A caller's uplink in virtual time: who speaks when is known, what arrives when is not what it should be.
struct SyntheticCaller {
    /// What the way from the caller to the gateway does to the frames.
    struct Path: Sendable, CustomStringConvertible {
        var name: String
        /// Each frame is up to this late.
        var jitter = 0.0
        /// The sender's clock against ours.
        var partsPerMillion = 0.0
        /// Every so many frames the uplink pauses for up to this long; nothing is sent meanwhile.
        var pauses: (every: Int, upTo: Double)?
        /// Every so many frames the network holds everything back this long, and then delivers it at once.
        var stalls: (every: Int, lasting: Double)?
        /// By how much a frame may be recorded out of its place, in seconds.
        var allowed = 0.02
        var description: String { name }
    }

    /// A frame's number, when its first sample was spoken and when it arrived, both in seconds.
    struct Frame {
        var number: Int
        var spoken: Double
        var arrived: Double
    }

    let path: Path
    private var random: SeededGenerator
    private var spoken = 0.1
    private var lastArrival = 0.0
    private var heldUntil = 0.0
    private var number = 0

    init(_ path: Path, seed: UInt64 = 1) {
        self.path = path
        random = SeededGenerator(seed: seed)
    }

    mutating func next() -> Frame {
        if let pauses = path.pauses, number > 0, number.isMultiple(of: pauses.every) { spoken += random.unit() * pauses.upTo }
        let begin = spoken
        spoken += 0.02 * (1 + path.partsPerMillion / 1e6)
        if let stalls = path.stalls, number > 0, number.isMultiple(of: stalls.every) { heldUntil = spoken + stalls.lasting }
        // A stream keeps its order.
        lastArrival = max(lastArrival, heldUntil, spoken + random.unit() * path.jitter)
        number += 1
        return Frame(number: number - 1, spoken: begin, arrived: lastArrival)
    }
}
