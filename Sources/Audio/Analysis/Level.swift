import Glibc

/// Loudness of samples relative to full scale.
public enum Level {
    /// Root mean square in dBov; −100 for digital silence.
    public static func decibels(_ samples: Span<Int16>) -> Double {
        guard !samples.isEmpty else { return -100 }
        let power = Double(energy(samples)) / Double(samples.count)
        return power < 0.11 ? -100 : 10 * log10(power / (32_768 * 32_768))
    }

    /// Sum of squares.
    static func energy(_ samples: Span<Int16>) -> Int64 {
        var sum: Int64 = 0
        for index in samples.indices { sum += Int64(samples[index]) * Int64(samples[index]) }
        return sum
    }

    /// Sum of squares of `count` samples at this RMS level.
    static func energy(decibels: Double, count: Int) -> Int64 { Int64(pow(10, decibels / 10) * 32_768 * 32_768 * Double(count)) }
}
