/// One arm against the first.
public struct ArmComparison: Codable, Equatable, Sendable {
    public var base: String
    public var other: String
    public var differences: [Difference]
    public var rates: [RateDifference]
    public var figures: [FigureDifference]

    init(
        base: (name: String, calls: [MeasuredCall]), other: (name: String, calls: [MeasuredCall]), resamples: Int,
        using generator: inout some RandomNumberGenerator
    ) {
        self.base = base.name
        self.other = other.name
        differences = SpanName.allCases.flatMap { span in
            SpanComparison(base: base.calls, other: other.calls, span: span, using: &generator).differences(resamples: resamples, using: &generator)
        }
        rates = Rate.allCases.compactMap { RateDifference($0, base: base.calls, other: other.calls) }
        figures = CallFigure.allCases.compactMap { FigureDifference($0, base: base.calls, other: other.calls) }
    }

    public func difference(_ measure: Measure, of span: SpanName = .voiceToVoice) -> Difference? {
        differences.first { $0.span == span && $0.measure == measure }
    }

    public func difference(of rate: Rate) -> RateDifference? { rates.first { $0.rate == rate } }
}
