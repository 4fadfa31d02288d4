/// The level behind speech: the quietest 10 ms of the last second, since even a fast talker breathes in between.
struct Background {
    /// Minima of the last 200 ms stretches, the current one last.
    private var minima: InlineArray<5, Int64> = InlineArray(repeating: .max)
    private var current = 0
    private var blocks = 0
    private let least: Int64
    private let most: Int64
    /// Energy of a block of background.
    private(set) var floor: Int64

    init(blockSamples: Int) {
        least = Level.energy(decibels: -65, count: blockSamples)
        // A vowel held for a second must not become the background.
        most = Level.energy(decibels: -34, count: blockSamples)
        floor = least
    }

    mutating func follow(_ energy: Int64) {
        minima[current] = min(minima[current], energy)
        blocks += 1
        if blocks.isMultiple(of: 20) {
            current = (current + 1) % 5
            minima[current] = energy
        }
        var quietest = Int64.max
        for index in 0..<5 { quietest = min(quietest, minima[index]) }
        floor = min(max(quietest, least), most)
    }
}
