import Glibc

/// The tail of the χ² distribution, by the regularised incomplete gamma function.
enum ChiSquare {
    /// The chance of a statistic at least this large. `NaN` for what is no statistic.
    static func upperTail(_ statistic: Double, degrees: Int) -> Double {
        guard statistic >= 0, degrees > 0 else { return .nan }
        guard statistic > 0 else { return 1 }
        guard statistic.isFinite else { return 0 }
        return upperGamma(Double(degrees) / 2, statistic / 2)
    }

    /// Q(a, x): by the series of its complement below a + 1, by the continued fraction above, each where it converges fast (DLMF 8.7.1, 8.9.2).
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        let scale = exp(a * log(x) - x - logGamma(a))
        return x < a + 1 ? max(0, 1 - scale * series(a, x)) : scale * fraction(a, x)
    }

    private static let precision = 1e-15
    /// Both need about √a terms where they are used; degrees of freedom are arms.
    private static let terms = 10_000

    /// Σ xⁿ / (a (a+1) … (a+n)).
    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum) = (1 / a, 1 / a)
        for n in 1...terms {
            term *= x / (a + Double(n))
            sum += term
            if term < sum * precision { break }
        }
        return sum
    }

    /// 1 / (x+1−a − 1(1−a) / (x+3−a − 2(2−a) / …)), from the front by Lentz' method.
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let smallest = 1e-300
        var denominator = x + 1 - a
        var ratio = 1 / smallest
        var inverse = 1 / denominator
        var value = inverse
        for n in 1...terms {
            let numerator = -Double(n) * (Double(n) - a)
            denominator += 2
            inverse = numerator * inverse + denominator
            inverse = 1 / (abs(inverse) < smallest ? smallest : inverse)
            ratio = denominator + numerator / ratio
            if abs(ratio) < smallest { ratio = smallest }
            let change = inverse * ratio
            value *= change
            if abs(change - 1) < precision { break }
        }
        return value
    }

    /// ln Γ(a) for a > 0: Stirling's series, where a is large enough for five terms of it.
    static func logGamma(_ a: Double) -> Double {
        var (shifted, product) = (a, 1.0)
        while shifted < 10 {
            product *= shifted
            shifted += 1
        }
        let inverse = 1 / (shifted * shifted)
        let tail = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) / shifted
        return (shifted - 0.5) * log(shifted) - shifted + log(2 * Double.pi) / 2 + tail - log(product)
    }
}
