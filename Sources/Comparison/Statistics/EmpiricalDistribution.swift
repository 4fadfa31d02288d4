/// Which share of the values is at most so large.
struct EmpiricalDistribution {
    let sorted: [Double]

    /// What is not finite is no measurement and left out.
    init(_ values: some Sequence<Double>) { sorted = values.filter(\.isFinite).sorted() }

    var count: Int { sorted.count }
    var mean: Double? { sorted.isEmpty ? nil : sorted.reduce(0) { $0 + $1 / Double(sorted.count) } }

    func percentile(_ fraction: Double) -> Double? { Percentile.of(sorted, fraction) }

    /// The share of values at most `value`.
    func share(atMost value: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return Double(low) / Double(sorted.count)
    }
}
