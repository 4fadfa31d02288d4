import Testing

@testable import Comparison

@Suite struct RateDifferenceTests {
    private func calls(_ failed: Int, of total: Int) -> [MeasuredCall] {
        (0..<total).map { Samples.call("\($0)", "a", failure: $0 < failed ? "refused" : nil, []) }
    }

    /// Newcombe 1998, table II, method 10.
    @Test(arguments: [
        (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775), (10, 10, 0, 20, 0.6791, 1),
    ])
    func theIntervalIsNewcombes(one: Int, of first: Int, another: Int, of second: Int, lower: Double, upper: Double) throws {
        let difference = try #require(RateDifference(.failure, base: calls(another, of: second), other: calls(one, of: first)))
        #expect(abs(difference.interval.lower - lower) < 0.00006)
        #expect(abs(difference.interval.upper - upper) < 0.00006)
    }

    /// scipy.stats.binomtest(k, n).proportion_ci(method='wilson').
    @Test(arguments: [
        (0, 20, 0, 0.16112515805281935), (1, 100, 0.001767432064140647, 0.054486196178705315), (50, 100, 0.4038315303659956, 0.5961684696340044),
        (100, 100, 0.9630065017930143, 1),
    ])
    func aShareHasWilsonsInterval(count: Int, total: Int, lower: Double, upper: Double) {
        let interval = Proportion(count: count, total: total).interval()
        #expect(abs(interval.lower - lower) < 1e-12)
        #expect(abs(interval.upper - upper) < 1e-12)
    }

    @Test func nothingAgainstLittleIsNotClaimed() throws {
        let difference = try #require(RateDifference(.failure, base: calls(0, of: 100), other: calls(3, of: 100)))
        #expect(!difference.isClaimed)
        #expect(difference.estimate == 0.03)
    }

    @Test func muchIsClaimed() throws {
        let difference = try #require(RateDifference(.failure, base: calls(2, of: 100), other: calls(15, of: 100)))
        #expect(difference.isClaimed)
    }

    @Test func manyOfFewAreClaimed() throws {
        #expect(try #require(RateDifference(.failure, base: calls(0, of: 20), other: calls(12, of: 20))).isClaimed)
        #expect(try !#require(RateDifference(.failure, base: calls(0, of: 20), other: calls(1, of: 20))).isClaimed)
        let four = try #require(RateDifference(.failure, base: calls(0, of: 4), other: calls(4, of: 4)))
        #expect(four.interval.excludesZero && !four.isClaimed)
    }

    /// How turns cluster is a guess with so few calls.
    @Test func turnsOfFewCallsClaimNothing() throws {
        func arm(_ outcome: TurnOutcome) -> [MeasuredCall] { (0..<20).map { Samples.call("\($0)", "a", outcomes: [outcome, outcome], [600, 600]) } }
        let difference = try #require(RateDifference(.unanswered, base: arm(.answered), other: arm(.timedOut)))
        #expect(difference.interval.excludesZero && !difference.isClaimed)
    }

    /// Each arm has few callers who stay in it; what happens to one happens to all his calls.
    @Test(arguments: [1, 2, 7]) func fewCallersClaimNothing(_ callers: Int) throws {
        func arm(_ name: String, failed: Int) -> [MeasuredCall] {
            calls(failed, of: 50).enumerated().map { index, call in
                var call = call
                call.caller = "\(name)\(index % callers)"
                return call
            }
        }
        let difference = try #require(RateDifference(.failure, base: arm("a", failed: 0), other: arm("b", failed: 25)))
        #expect(difference.units == [callers, callers] && !difference.isEnough && !difference.isClaimed)
    }

    @Test func anArmWithoutCallsHasNone() {
        #expect(RateDifference(.failure, base: [], other: calls(1, of: 2)) == nil)
        #expect(RateDifference(.unanswered, base: calls(0, of: 3), other: calls(1, of: 2)) == nil)
    }

    /// The same share of interrupted turns tells less if they all come in few calls.
    @Test func turnsThatClusterInCallsWidenTheInterval() throws {
        func arm(_ interrupted: (Int) -> [Bool]) -> [MeasuredCall] {
            (0..<60).map { index in
                Samples.call("\(index)", "a", outcomes: interrupted(index).map { $0 ? .interrupted : .answered }, [600, 600, 600, 600])
            }
        }
        let spread = arm { [$0 % 2 == 0, false, false, false] }
        let clustered = arm { Array(repeating: $0 % 8 == 0, count: 4) }
        let loose = try #require(RateDifference(.interruption, base: spread, other: spread))
        let tight = try #require(RateDifference(.interruption, base: clustered, other: clustered))
        #expect(loose.base.count == 30)
        #expect(tight.base.count == 32)
        #expect(tight.interval.halfWidth > 1.7 * loose.interval.halfWidth)
    }

    @Test func eachRateCountsItsOwn() {
        let outcomes: [TurnOutcome] = [.answered, .interrupted, .timedOut, .empty, .failed, .answeredAfterTool]
        let call = Samples.call("1", "a", failure: "x", outcomes: outcomes, [1, 2, 3, 4, 5, 6], handoff: "busy")
        #expect(Rate.failure.count(call) == Proportion(count: 1, total: 1))
        #expect(Rate.handoff.count(call) == Proportion(count: 1, total: 1))
        #expect(Rate.unanswered.count(call) == Proportion(count: 3, total: 6))
        #expect(Rate.interruption.count(call) == Proportion(count: 1, total: 6))
    }
}
