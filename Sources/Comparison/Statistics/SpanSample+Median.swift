extension SpanSample {
    /// The median with its interval by bootstrap over calls; `nil` with fewer than two calls.
    func median(resamples: Int, using generator: inout some RandomNumberGenerator) -> (estimate: Double, interval: Interval)? {
        var draws = CallDraws(count: callCount)
        guard let estimate = percentile(0.5, draws.draws) else { return nil }
        var replicates = Replicates(estimate: estimate)
        for _ in 0..<resamples {
            draws.draw(using: &generator)
            replicates.append(percentile(0.5, draws.draws))
        }
        return replicates.interval(calls: contributingCalls).map { (estimate, $0) }
    }
}
