import Testing

@testable import Comparison

@Suite struct ChiSquareTests {
    /// scipy.stats.chi2.sf of SciPy 1.17.1.
    @Test(arguments: [
        (3.841458820694124, 1, 0.05), (0.5, 1, 0.47950012218695337), (10, 2, 0.006737946999085468), (1e-6, 3, 0.9999999997340385),
        (18.307, 10, 0.05000058909139812), (150, 100, 0.0009039320423540184), (0.0039, 1, 0.9502044943287289), (700, 50, 1.9616058465942822e-115),
        (40, 3, 1.065509033425585e-08),
    ])
    func theTailIsSciPys(statistic: Double, degrees: Int, expected: Double) {
        #expect(abs(ChiSquare.upperTail(statistic, degrees: degrees) / expected - 1) < 1e-11)
    }

    @Test func edgesAreThemselves() {
        #expect(ChiSquare.upperTail(0, degrees: 3) == 1)
        #expect(ChiSquare.upperTail(.infinity, degrees: 3) == 0)
        #expect(ChiSquare.upperTail(-1, degrees: 3).isNaN)
        #expect(ChiSquare.upperTail(.nan, degrees: 3).isNaN)
        #expect(ChiSquare.upperTail(1, degrees: 0).isNaN)
    }

    @Test func seriesAndFractionMeet() {
        for degrees in [1, 2, 5, 20, 200] {
            let edge = Double(degrees) + 2
            let (below, above) = (ChiSquare.upperTail(edge * (1 - 1e-12), degrees: degrees), ChiSquare.upperTail(edge * (1 + 1e-12), degrees: degrees))
            #expect(abs(below / above - 1) < 1e-9)
        }
    }

    /// scipy.special.gammaln.
    @Test(arguments: [(0.5, 0.5723649429247), (1, 0), (2.5, 0.2846828704729192), (10, 12.801827480081469), (100, 359.1342053695754)])
    func theLogarithmOfGammaIsSciPys(a: Double, expected: Double) { #expect(abs(ChiSquare.logGamma(a) - expected) < 1e-12 * max(1, expected)) }

    /// scipy.stats.t.ppf(0.975, n).
    @Test(arguments: [(4, 2.7764451051977934, 0.01), (9, 2.262157162798205, 1e-4), (29, 2.045229642132703, 1e-6), (99, 1.9842169515864174, 1e-8)])
    func studentsPointIsSciPys(degrees: Int, expected: Double, tolerance: Double) {
        #expect(abs(Normal.studentTwoSided95(degrees: degrees) - expected) < tolerance)
    }

    @Test func theNormalCurveIsKnown() { #expect(abs(Normal.cumulative(-Normal.twoSided95) - 0.025) < 1e-15) }
}
