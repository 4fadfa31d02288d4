import Testing

@testable import Comparison

/// Callers who stay in their arm bring all their calls with them.
@Suite struct UnitsTests {
    private static func call(_ id: Int, _ arm: String, caller: String?, failure: String? = nil, value: Double = 600) -> MeasuredCall {
        var call = Samples.call("\(arm)-\(id)", arm, failure: failure, [value, value])
        call.caller = caller
        return call
    }

    @Test func callsWithoutACallerAreTheirOwn() {
        let calls = [nil, "x", "y", "x", nil].enumerated().map { Self.call($0.offset, "a", caller: $0.element) }
        #expect(calls.units == [0, 1, 2, 1, 3] && calls.unitCount == 4)
        #expect([MeasuredCall]().unitCount == 0)
    }

    @Test func oneCallerWithManyCallsDoesNotPutTheSplitOff() throws {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 100)
        run.calls += (0..<200).map { Self.call(1_000 + $0, "a", caller: "lab") }
        #expect(Summary(run, resamples: 20).sampleRatio?.isOff == false)
        for index in run.calls.indices { run.calls[index].caller = nil }
        #expect(Summary(run, resamples: 20).sampleRatio?.isOff == true)
    }

    @Test func oneCallersFailuresAreNoArms() throws {
        let base = (0..<100).map { Self.call($0, "a", caller: "a\($0)") }
        let failing = (0..<80).map { Self.call($0, "b", caller: "b\($0)") } + (80..<100).map { Self.call($0, "b", caller: "lab", failure: "refused") }
        #expect(try !#require(RateDifference(.failure, base: base, other: failing)).isClaimed)
        let apart = failing.enumerated().map { index, call in
            var call = call
            call.caller = "c\(index)"
            return call
        }
        #expect(try #require(RateDifference(.failure, base: base, other: apart)).isClaimed)
    }

    /// 40 calls of one slow caller are not 40 witnesses.
    @Test func oneSlowCallerWidensTheInterval() throws {
        let base = (0..<60).map { Self.call($0, "a", caller: "a\($0)", value: 600 + Double($0 % 20)) }
        func other(_ caller: (Int) -> String) -> [MeasuredCall] {
            (0..<60).map { Self.call($0, "b", caller: caller($0), value: $0 < 40 ? 900 : 600 + Double($0 % 20)) }
        }
        func width(_ other: [MeasuredCall]) throws -> Double {
            var generator = Xoshiro256(seed: 1)
            let comparison = SpanComparison(base: base, other: other, span: .voiceToVoice, using: &generator)
            let interval = try #require(comparison.differences([.mean], resamples: 400, using: &generator).first).interval
            return interval.upper - interval.lower
        }
        #expect(try width(other { $0 < 40 ? "lab" : "b\($0)" }) > 2 * width(other { "b\($0)" }))
    }

    /// Half of one arm's time the other took no calls, and the provider was slower then.
    @Test func turnsAreComparedWithinADivision() throws {
        func calls(_ arm: String, _ count: Int, phase: Int, value: Double) -> [MeasuredCall] {
            (0..<count).map { index in
                var call = Self.call(index + phase * 1_000, arm, caller: nil, value: value + Double(index % 10))
                call.phase = phase
                return call
            }
        }
        let base = calls("a", 40, phase: 0, value: 600) + calls("a", 40, phase: 1, value: 900)
        let other = calls("b", 40, phase: 0, value: 600)
        var generator = Xoshiro256(seed: 1)
        let comparison = SpanComparison(base: base, other: other, span: .voiceToVoice, using: &generator)
        let shift = try #require(comparison.differences([.shift], resamples: 100, using: &generator).first)
        #expect(abs(shift.estimate) < 5 && !shift.isClaimed, "\(shift)")
    }
}
