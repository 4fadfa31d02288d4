/// How alike two stretches of sound are.
public enum Correlation {
    /// The normalised correlation, −1 to 1, at the lag (samples by which `second` is late) that makes it greatest; at least half of
    /// `first` must have its counterpart.
    public static func best(_ first: ArraySlice<Int16>, _ second: ArraySlice<Int16>, within range: Int) -> (value: Double, lag: Int) {
        let (first, second) = (first.map(Double.init), second.map(Double.init))
        var best = (value: -1.0, lag: 0)
        for lag in -range...range {
            var (product, firstEnergy, secondEnergy) = (0.0, 0.0, 0.0)
            let overlap = max(0, -lag)..<max(max(0, -lag), min(first.count, second.count - lag))
            // A few samples are alike by chance.
            guard overlap.count >= first.count / 2 else { continue }
            for index in overlap {
                product += first[index] * second[index + lag]
                firstEnergy += first[index] * first[index]
                secondEnergy += second[index + lag] * second[index + lag]
            }
            let value = product / max(1, (firstEnergy * secondEnergy).squareRoot())
            if value > best.value { best = (value, lag) }
        }
        return best
    }
}
