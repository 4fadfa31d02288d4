import Testing

@testable import Comparison

/// The short form of `comparison-proof`: 40 seeded runs each. An interval that covers 95 % misses in more than 7 of 40 once in 1,400 times.
@Suite struct CoverageTests {
    private static let runs = 40
    private static let least = 33

    private func intervals(_ population: Population, seed: UInt64) -> [[Difference]] {
        (0..<Self.runs).map { run in
            let (base, other) = population.draw(seed: seed + UInt64(run))
            var generator = Xoshiro256(seed: UInt64(run))
            return SpanComparison(base: base, other: other, span: .voiceToVoice, using: &generator).differences(resamples: 400, using: &generator)
        }
    }

    @Test(arguments: [1.29, 2.0]) func theTrueDifferenceLiesInTheInterval(spread: Double) {
        let runs = intervals(Population(spread: spread, shift: 30), seed: 100)
        for (index, measure) in Measure.allCases.enumerated() { #expect(runs.count { $0[index].interval.contains(30) } >= Self.least, "\(measure)") }
    }

    @Test(arguments: [1.29, 2.0]) func noDifferenceIsClaimedBetweenAAndA(spread: Double) {
        let runs = intervals(Population(spread: spread, shift: 0), seed: 200)
        for (index, measure) in Measure.allCases.enumerated() { #expect(runs.count { !$0[index].isClaimed } >= Self.least, "\(measure)") }
    }

    /// With 9 of 10 found on average, fewer than 30 of 40 are once in 500 times.
    @Test func thirtyMillisecondsOfSixHundredAreFound() {
        let runs = intervals(Population(spread: 1.29, shift: 30), seed: 300)
        #expect(runs.count { $0[0].isClaimed && $0[0].estimate > 0 } >= 30)
    }

    @Test func framesDoNotBreakIt() {
        let runs = intervals(Population(spread: 1.41, shift: 30, frame: 20), seed: 400)
        for (index, measure) in Measure.allCases.enumerated() { #expect(runs.count { $0[index].interval.contains(30) } >= Self.least, "\(measure)") }
    }
}
