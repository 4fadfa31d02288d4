import Glibc

/// Loudness of samples relative to full scale.
public enum Level {
    /// Root mean square in dBov; −100 for digital silence and for no samples at all.
    public static func decibels(_ samples: Span<Int16>) -> Double { decibels(energy: Double(energy(samples)), count: samples.count) }

    static func decibels(energy: Double, count: Int) -> Double {
        let power = energy / Double(max(count, 1))
        return power < 0.11 ? -100 : 10 * log10(power / (32_768 * 32_768))
    }

    /// Sum of squares.
    static func energy(_ samples: Span<Int16>) -> Int64 {
        var sum: Int64 = 0
        for index in samples.indices {
            let sample = Int32(samples[unchecked: index])
            sum &+= Int64(sample &* sample)
        }
        return sum
    }

    /// Sum of squares of `count` samples at this RMS level.
    static func energy(decibels: Double, count: Int) -> Int64 { Int64(pow(10, decibels / 10) * 32_768 * 32_768 * Double(count)) }
}
