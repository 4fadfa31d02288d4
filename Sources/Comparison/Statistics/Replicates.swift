/// A figure and what it became in each resample.
struct Replicates {
    var estimate: Double
    private var values: [Double] = []

    init(estimate: Double) { self.estimate = estimate }

    /// A resample that drew no value has no figure.
    mutating func append(_ value: Double?) { if let value { values.append(value) } }

    /// The percentile interval, a little widened: the resamples of `calls` calls vary by (calls − 1)/calls less than the figure does, and a normal
    /// quantile is too small for a spread that is itself estimated (Hesterberg 2015, "expanded percentile interval"). At 100 calls that takes the
    /// 2.3rd and the 97.7th percentile instead of the 2.5th and the 97.5th.
    func interval(calls: Int) -> Interval? {
        guard !values.isEmpty, calls > 1 else { return nil }
        let sorted = values.sorted()
        let count = Double(calls)
        let tail = Normal.cumulative(-Normal.studentTwoSided95(degrees: calls - 1) * (count / (count - 1)).squareRoot())
        guard let lower = Percentile.of(sorted, tail), let upper = Percentile.of(sorted, 1 - tail) else { return nil }
        return Interval(lower: lower, upper: upper)
    }
}
