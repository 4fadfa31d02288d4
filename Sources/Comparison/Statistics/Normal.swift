import Glibc

/// The normal distribution, and Student's by way of it.
enum Normal {
    /// The two-sided 95 % point.
    static let twoSided95 = 1.959963984540054

    static func cumulative(_ z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }

    /// The two-sided 95 % point of Student's t, from the normal's (Abramowitz, Stegun 26.7.5); within 0.01 from 4 degrees on.
    static func studentTwoSided95(degrees: Int) -> Double {
        let (z, n) = (twoSided95, Double(max(1, degrees)))
        let (z3, z5, z7, z9) = (pow(z, 3), pow(z, 5), pow(z, 7), pow(z, 9))
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
            + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * n * n * n * n)
    }
}
