extension SpanSample {
    /// The mean of the values, each counted as often as its call was drawn; `nil` if no value was.
    func mean(_ draws: [Int32]) -> Double? {
        var (sum, count) = (0.0, 0)
        for value in values {
            let weight = draws[Int(value.call)]
            sum += value.value * Double(weight)
            count += Int(weight)
        }
        return count == 0 ? nil : sum / Double(count)
    }

    /// The percentile of the values, each counted as often as its call was drawn.
    func percentile(_ fraction: Double, _ draws: [Int32]) -> Double? {
        let count = values.reduce(0) { $0 + Int(draws[Int($1.call)]) }
        guard count > 0 else { return nil }
        let rank = Percentile.rank(fraction, of: count)
        var passed = 0
        for value in values {
            passed += Int(draws[Int(value.call)])
            if passed >= rank { return value.value }
        }
        return nil
    }
}
