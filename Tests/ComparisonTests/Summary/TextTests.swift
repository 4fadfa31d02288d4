import Testing

@testable import Comparison

@Suite struct TextTests {
    @Test(arguments: [
        (0.0, 0, "0"), (999, 0, "999"), (1_000, 0, "1,000"), (1_234_567.891, 2, "1,234,567.89"), (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-12.5, 1, "-12.5"),
        (0.005, 3, "0.005"), (99.96, 1, "100.0"), (1e300, 0, "1e+300"), (-.infinity, 1, "-inf"), (.nan, 0, "nan"),
    ])
    func aNumberHasItsDecimals(value: Double, decimals: Int, expected: String) { #expect(Text.number(value, decimals: decimals) == expected) }

    @Test(arguments: [(31.0, 0, "+31"), (-4, 0, "-4"), (0, 0, "0"), (0.2, 0, "0"), (0.2, 1, "+0.2")])
    func aDifferenceHasItsSign(value: Double, decimals: Int, expected: String) { #expect(Text.signed(value, decimals: decimals) == expected) }

    @Test func anIntervalBelowZeroIsTurnedRound() {
        #expect(Text.interval(Interval(lower: -50.4, upper: -12.3), sign: -1) == "12 to 50")
        #expect(Text.interval(Interval(lower: -1.24, upper: 3)) == "-1.2 to 3.0")
    }

    @Test func chancesAreNeverZero() {
        #expect(Text.probability(0) == "below 0.0001")
        #expect(Text.probability(0.25) == "0.2500")
        #expect(Text.percent(0.0123) == "1.2 %")
        #expect(Text.milliseconds(4.25) == "4.3 ms")
    }
}
