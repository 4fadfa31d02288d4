import CallControl
import Glibc

/// How long the emulated agent takes from its decision that the caller has finished to the first byte of its answer.
public enum ThinkingTime: Equatable, Sendable, CustomStringConvertible {
    case fixed(Duration)
    case uniform(from: Duration, to: Duration)
    case normal(mean: Duration, deviation: Duration)
    /// Half the answers are quicker than `median`, nine of ten quicker than `p90`.
    case logNormal(median: Duration, p90: Duration)

    /// Where the standard normal distribution has its 90th percentile.
    private static let z90 = 1.281_551_565_5

    /// Draws one; never negative.
    public func sample(using generator: inout SeededGenerator) -> Duration {
        let milliseconds: Double
        switch self {
        case .fixed(let time): return time
        case .uniform(let from, let to):
            milliseconds = Self.milliseconds(from) + generator.unit() * (Self.milliseconds(to) - Self.milliseconds(from))
        case .normal(let mean, let deviation):
            milliseconds = Self.milliseconds(mean) + Self.standardNormal(&generator) * Self.milliseconds(deviation)
        case .logNormal(let median, let p90):
            let sigma = log(Self.milliseconds(p90) / Self.milliseconds(median)) / Self.z90
            milliseconds = Self.milliseconds(median) * exp(sigma * Self.standardNormal(&generator))
        }
        return .microseconds(Int64(max(0, milliseconds) * 1_000))
    }

    /// Reads `300`, `uniform:200,400`, `normal:300,50` or `lognormal:300,700`, all in milliseconds.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        let numbers = (parts.last ?? "").split(separator: ",").compactMap { Double($0) }.filter { $0 >= 0 && $0 < 1e7 }
        switch (parts.count == 1 ? "fixed" : parts.first.map(String.init), numbers.count) {
        case ("fixed", 1): self = .fixed(Self.time(numbers[0]))
        case ("uniform", 2) where numbers[0] <= numbers[1]: self = .uniform(from: Self.time(numbers[0]), to: Self.time(numbers[1]))
        case ("normal", 2): self = .normal(mean: Self.time(numbers[0]), deviation: Self.time(numbers[1]))
        case ("lognormal", 2) where 0 < numbers[0] && numbers[0] <= numbers[1]:
            self = .logNormal(median: Self.time(numbers[0]), p90: Self.time(numbers[1]))
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .fixed(let time): "\(Self.milliseconds(time))"
        case .uniform(let from, let to): "uniform:\(Self.milliseconds(from)),\(Self.milliseconds(to))"
        case .normal(let mean, let deviation): "normal:\(Self.milliseconds(mean)),\(Self.milliseconds(deviation))"
        case .logNormal(let median, let p90): "lognormal:\(Self.milliseconds(median)),\(Self.milliseconds(p90))"
        }
    }

    private static func time(_ milliseconds: Double) -> Duration { .microseconds(Int64(milliseconds * 1_000)) }
    private static func milliseconds(_ time: Duration) -> Double { time / .milliseconds(1) }

    /// Box and Muller's transform; one of its two numbers is thrown away, so that each draw takes the same two from the generator.
    private static func standardNormal(_ generator: inout SeededGenerator) -> Double {
        let radius = (-2 * log(1 - generator.unit())).squareRoot()
        return radius * cos(2 * .pi * generator.unit())
    }
}
