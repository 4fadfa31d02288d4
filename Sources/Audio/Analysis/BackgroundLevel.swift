/// The loudness of what lies behind speech: the quietest that the line has been during the last 1.6 s (minimum statistics).
///
/// Speech pauses between its syllables, noise doesn't; so the least tells the noise while somebody speaks, too.
struct BackgroundLevel {
    /// Least smoothed energy of each stretch of 200 ms; the oldest is overwritten.
    private var stretches = [Double](repeating: .infinity, count: 8)
    private var current = Double.infinity
    private var next = 0
    private var blocks = 0
    private var smoothed: Double?
    private static let blocksPerStretch = 20

    mutating func reset() {
        for index in stretches.indices { stretches[index] = .infinity }
        current = .infinity
        next = 0
        blocks = 0
        smoothed = nil
    }

    /// Takes in one block of 10 ms and returns the background's energy.
    mutating func follow(_ energy: Double) -> Double {
        // Two blocks' mean: the minimum of noise lies less far below its mean.
        let smoothed = self.smoothed.map { ($0 + energy) / 2 } ?? energy
        self.smoothed = smoothed
        current = min(current, smoothed)
        var least = current
        for stretch in stretches { least = min(least, stretch) }
        blocks += 1
        if blocks == Self.blocksPerStretch {
            stretches[next] = current
            next = (next + 1) % stretches.count
            current = .infinity
            blocks = 0
        }
        return least
    }
}
