/// One arm's values of a span in ascending order, each knowing its call, so that whole calls can be drawn again without sorting again.
struct SpanSample {
    /// A measured value and where it came from.
    struct Value {
        var value: Double
        /// Index of the call among the arm's calls; of the caller among its callers, where these stay in their arm.
        var call: Int32
        /// What was asked: turns of the same cell of two arms answer the same thing.
        var cell: Cell
        /// In the run, in seconds.
        var offset: Double
    }
    struct Cell: Hashable {
        var scenario: String
        var turn: Int
        var phase: Int?
    }

    private(set) var values: [Value]
    /// Calls without a value count too: that they have none is part of what chance may do again.
    let callCount: Int

    /// Plainly answered turns only.
    init(_ calls: [MeasuredCall], _ span: SpanName) {
        let units = calls.units
        callCount = calls.unitCount
        values = zip(calls, units).flatMap { call, unit in
            call.turns.compactMap { turn in
                guard turn.outcome == .answered, let value = turn.spans[span], value.isFinite else { return nil }
                let cell = Cell(scenario: call.scenario, turn: turn.number, phase: call.phase)
                return Value(value: value, call: Int32(unit), cell: cell, offset: turn.offset)
            }
        }
        sort()
    }

    private mutating func sort() { values.sort { ($0.value, $0.call) < ($1.value, $1.call) } }

    var contributingCalls: Int { Set(values.map(\.call)).count }

    /// Spreads ties over the gap to their neighbours. Spans end and begin in 20 ms frames: with most values tied, a median could only move by whole
    /// frames, and so could its interval. Rounding hid where in the frame each value was; any place in it is as good as another.
    mutating func spreadTies(using generator: inout some RandomNumberGenerator, gap: Double) {
        guard gap > 0 else { return }
        for index in values.indices { values[index].value += (generator.unit() - 0.5) * gap }
        sort()
    }

    /// The longest step that is rounding. Values further apart are a scripted provider's, and mean what they say.
    private static let frame = 20.0

    /// The grid that the values lie on: the median distance of neighbouring distinct values, if most values are tied and it is within a frame; else 0.
    static func tieGap(_ samples: SpanSample...) -> Double {
        let sorted = samples.flatMap { $0.values.map(\.value) }.sorted()
        let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.filter { $0 > 0 }.sorted()
        guard gaps.count * 2 < sorted.count, gaps.count > 1, let gap = Percentile.of(gaps, 0.5) else { return 0 }
        return gap < frame + 1e-6 ? gap : 0
    }
}
