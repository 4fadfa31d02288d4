/// What a call comes to, beside its latency.
public enum CallFigure: String, CaseIterable, Codable, Sendable {
    case turns
    case duration
    case cost

    /// The name in a table.
    public var title: String {
        switch self {
        case .turns: "turns per call"
        case .duration: "seconds per call"
        case .cost: "cost per minute"
        }
    }

    /// What one call adds above and below the line; `nil`: it is not known of this call.
    func parts(of call: MeasuredCall, currency: String?) -> (Double, Double)? {
        switch self {
        case .turns: return (Double(call.turns.count), 1)
        case .duration: return (call.duration, 1)
        case .cost:
            guard let cost = call.cost, cost.currency == currency else { return nil }
            return (cost.amount, call.duration / 60)
        }
    }
}

/// How much higher a figure of the calls is in another arm than in the base.
///
/// Each arm's figure is a ratio of sums over its units (calls, or callers who stay in their arm), and its variance that of the units' residuals
/// (the linearised ratio estimator of survey sampling: Cochran 1977, section 6.4).
public struct FigureDifference: Codable, Equatable, Sendable {
    public var figure: CallFigure
    /// Of costs.
    public var currency: String?
    public var base: Double
    public var other: Double
    /// Other less base.
    public var estimate: Double
    public var interval: Interval
    /// Calls, or callers who stay in their arm, of each arm.
    public var units: [Int]
    /// The interval excludes 0, and there are enough units for it to mean something.
    public private(set) var isClaimed: Bool

    public var isEnough: Bool { Difference.isEnough(units) }

    /// Places that tell the arms apart.
    var decimals: Int { figure == .cost ? 4 : 1 }

    enum CodingKeys: String, CodingKey {
        case figure, currency, base, other, estimate, interval, units
        case isClaimed = "shown"
    }

    /// - Returns: `nil` if an arm has fewer than two units of which it is known, or if the arms' costs are of more than one currency.
    init?(_ figure: CallFigure, base: [MeasuredCall], other: [MeasuredCall]) {
        let currencies = figure == .cost ? Set((base + other).compactMap { $0.cost?.currency }) : []
        guard currencies.count <= 1 else { return nil }
        currency = currencies.first
        guard let left = Self.ratio(figure, base, currency), let right = Self.ratio(figure, other, currency) else { return nil }
        self.figure = figure
        self.base = left.value
        self.other = right.value
        estimate = right.value - left.value
        let reach = Normal.twoSided95 * (left.variance + right.variance).squareRoot()
        interval = Interval(lower: estimate - reach, upper: estimate + reach)
        units = [left.units, right.units]
        isClaimed = interval.excludesZero && Difference.isEnough(units)
    }

    private static func ratio(_ figure: CallFigure, _ calls: [MeasuredCall], _ currency: String?) -> (value: Double, variance: Double, units: Int)? {
        var sums = [(above: Double, below: Double)?](repeating: nil, count: calls.unitCount)
        for (call, unit) in zip(calls, calls.units) {
            guard let (above, below) = figure.parts(of: call, currency: currency) else { continue }
            let known = sums[unit] ?? (0, 0)
            sums[unit] = (known.above + above, known.below + below)
        }
        let known = sums.compactMap(\.self)
        let (above, below) = known.reduce((0.0, 0.0)) { ($0.0 + $1.above, $0.1 + $1.below) }
        guard known.count > 1, below > 0 else { return nil }
        let value = above / below
        let residuals = known.reduce(0) { sum, unit in
            let residual = unit.above - value * unit.below
            return sum + residual * residual
        }
        let count = Double(known.count)
        return (value, residuals * count / (count - 1) / (below * below), known.count)
    }
}
