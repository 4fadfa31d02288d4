import Comparison

/// Counts over many seeded runs how often intervals hold the truth, and how often differences are claimed.
struct Proof {
    /// Of one measure.
    struct Count {
        var covered = 0
        var falselyClaimed = 0
        var found = 0
        var halfWidth = 0.0
    }

    let runs: Int

    /// Seeds 1 to `runs` with the shift, and again without it.
    func count(_ population: Population) -> [Count] {
        var counts = Array(repeating: Count(), count: Measure.allCases.count)
        var unchanged = population
        unchanged.shift = 0
        for seed in 1...UInt64(runs) {
            for (index, difference) in compare(population.draw(seed: seed), seed).enumerated() {
                if difference.interval.contains(population.shift) { counts[index].covered += 1 }
                if difference.isClaimed, difference.estimate > 0 { counts[index].found += 1 }
                counts[index].halfWidth += difference.interval.halfWidth / Double(runs)
            }
            for (index, difference) in compare(unchanged.draw(seed: seed + 1_000_000), seed).enumerated() where difference.isClaimed {
                counts[index].falselyClaimed += 1
            }
        }
        return counts
    }

    private func compare(_ calls: (base: [MeasuredCall], other: [MeasuredCall]), _ seed: UInt64) -> [Difference] {
        var generator = Xoshiro256(seed: seed)
        return SpanComparison(base: calls.base, other: calls.other, span: .voiceToVoice, using: &generator).differences(using: &generator)
    }

    /// Failed calls with these chances.
    func count(failures base: Double, _ other: Double, calls: Int) -> Count {
        var count = Count()
        for seed in 1...UInt64(runs) {
            var generator = Xoshiro256(seed: seed)
            func draw(_ chance: Double) -> [MeasuredCall] {
                (0..<calls).map { index in
                    let failed = Double.random(in: 0..<1, using: &generator) < chance
                    return MeasuredCall(id: "\(index)", arm: "", scenario: "", started: 0, duration: 1, failure: failed ? "failed" : nil)
                }
            }
            guard let changed = RateDifference(.failure, base: draw(base), other: draw(other)),
                let unchanged = RateDifference(.failure, base: draw(base), other: draw(base))
            else { continue }
            if changed.interval.contains(other - base) { count.covered += 1 }
            if changed.isClaimed { count.found += 1 }
            if unchanged.isClaimed { count.falselyClaimed += 1 }
            count.halfWidth += changed.interval.halfWidth / Double(runs)
        }
        return count
    }
}
