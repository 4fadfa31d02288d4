/// The nearest-rank percentile: the smallest value that at least the wanted fraction of all values does not exceed (the inverse of the ECDF;
/// Hyndman, Fan 1996, type 1). It is always a value that was measured, it is what the call records report, and weights come naturally to it.
enum Percentile {
    /// - Parameter sorted: ascending.
    /// - Returns: `nil` without values.
    static func of(_ sorted: [Double], _ fraction: Double) -> Double? {
        sorted.isEmpty ? nil : sorted[rank(fraction, of: sorted.count) - 1]
    }

    /// From 1. Without the allowance 0.95 of 20 would be the 20th, for 0.95 × 20 is a little more than 19 in binary.
    static func rank(_ fraction: Double, of count: Int) -> Int {
        let rank = (fraction * Double(count) - 1e-9).rounded(.up)
        return min(count, max(1, Int(rank)))
    }
}
