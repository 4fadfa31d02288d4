import Glibc

/// Maps values to places on an axis, and knows round places to mark.
struct LinearScale {
    let domain: ClosedRange<Double>
    let range: (from: Double, to: Double)
    let ticks: [Double]
    /// Decimals that tell the ticks apart.
    let decimals: Int

    /// - Parameter ticks: about so many.
    init(_ values: ClosedRange<Double>, to range: (from: Double, to: Double), ticks wanted: Int) {
        let values = values.lowerBound < values.upperBound ? values : (values.lowerBound - 1)...(values.upperBound + 1)
        let step = Self.step(values.upperBound - values.lowerBound, wanted)
        let (first, last) = ((values.lowerBound / step).rounded(.down), (values.upperBound / step).rounded(.up))
        domain = (first * step)...(last * step)
        self.range = range
        // Not by repeated addition, whose errors would show in the labels.
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
        decimals = max(0, Int(-log10(step).rounded(.down)))
    }

    /// 1, 2 or 5 times a power of ten.
    private static func step(_ span: Double, _ wanted: Int) -> Double {
        let rough = span / Double(wanted)
        let power = pow(10, log10(rough).rounded(.down))
        return ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10) * power
    }

    func callAsFunction(_ value: Double) -> Double {
        let clamped = min(domain.upperBound, max(domain.lowerBound, value))
        return range.from + (clamped - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (range.to - range.from)
    }

    func label(_ tick: Double) -> String { Text.number(tick, decimals: decimals) }
}
