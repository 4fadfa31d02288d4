import Testing

@testable import Comparison

@Suite struct PercentileTests {
    @Test(arguments: [(0.0, 1.0), (0.05, 1), (0.051, 2), (0.5, 10), (0.9, 18), (0.95, 19), (0.99, 20), (1, 20)])
    func itIsTheNearestRank(fraction: Double, expected: Double) {
        #expect(Percentile.of((1...20).map(Double.init), fraction) == expected)
    }

    @Test func nothingHasNone() { #expect(Percentile.of([], 0.5) == nil) }
    @Test func oneValueIsAll() { #expect(Percentile.of([7], 0.99) == 7) }

    @Test func itInvertsTheDistribution() {
        let distribution = EmpiricalDistribution([3, 1, 2, 2, 9, .nan, .infinity])
        #expect(distribution.sorted == [1, 2, 2, 3, 9])
        for (value, share) in [(0.0, 0.0), (1, 0.2), (2, 0.6), (2.5, 0.6), (9, 1), (10, 1)] { #expect(distribution.share(atMost: value) == share) }
        for fraction in [0.1, 0.2, 0.5, 0.6, 0.8, 1] {
            #expect(distribution.percentile(fraction).map(distribution.share(atMost:)) ?? 0 >= fraction - 1e-12)
        }
    }

    @Test func theMeanOfHugeValuesDoesNotOverflow() {
        #expect(EmpiricalDistribution([.greatestFiniteMagnitude, .greatestFiniteMagnitude]).mean == .greatestFiniteMagnitude)
    }
}
