import Testing

@testable import Comparison

@Suite struct SampleRatioTests {
    @Test func anEvenSplitRaisesNoAlarm() throws {
        let ratio = try #require(SampleRatio(calls: [103, 97], weights: [1, 1]))
        #expect(ratio.expected == [100, 100])
        #expect(abs(ratio.statistic - 0.18) < 1e-12)
        #expect(abs(ratio.probability - 0.6713732405) < 1e-9)
        #expect(!ratio.isOff)
    }

    @Test func callsThatWentMissingDo() throws {
        let ratio = try #require(SampleRatio(calls: [900, 60], weights: [9, 1]))
        #expect(ratio.isOff)
        #expect(ratio.expected == [864, 96])
    }

    @Test func anArmWithoutWeightIsLeftOut() throws {
        let ratio = try #require(SampleRatio(calls: [50, 7, 50], weights: [1, 0, 1]))
        #expect(ratio.observed == [50, 50])
        #expect(ratio.probability == 1)
    }

    /// What weights divide well in each phase may look far off in all: many calls came while one arm had most of them.
    @Test func aChangeOfWeightsIsNoLoss() throws {
        let phases = [SampleRatio.Phase(calls: [905, 95], weights: [0.9, 0.1]), SampleRatio.Phase(calls: [49, 51], weights: [0.5, 0.5])]
        let ratio = try #require(SampleRatio(phases))
        #expect(ratio.observed == [954, 146] && ratio.expected == [950, 150] && !ratio.isOff)
        let lost = try #require(SampleRatio([phases[0], SampleRatio.Phase(calls: [90, 10], weights: [0.5, 0.5])]))
        #expect(lost.isOff)
    }

    /// χ² of hardly any calls means nothing: such phases are taken together.
    @Test func phasesOfFewCallsAreTakenTogether() throws {
        let phases = (0..<100).map { SampleRatio.Phase(calls: $0 % 2 == 0 ? [1, 0] : [0, 1], weights: [0.5, 0.5]) }
        let ratio = try #require(SampleRatio(phases))
        #expect(ratio.observed == [50, 50] && ratio.probability == 1)
        #expect(SampleRatio([SampleRatio.Phase(calls: [9, 0], weights: [1, 0]), SampleRatio.Phase(calls: [3, 4], weights: [0, 0])]) == nil)
    }

    /// Who stays in his arm while its weight changes is one caller, and where chance put him.
    @Test func callersCountOnceByTheDivisionOfTheirFirstCall() throws {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 0)
        run.facts.divisions = [["a": 0.9, "b": 0.1], ["a": 0.5, "b": 0.5]]
        for index in 0..<1_000 {
            for phase in 0..<2 {
                let isMoved = index < 900 && index >= 500
                var call = Samples.call("\(index)-\(phase)", index < 900 && (phase == 0 || !isMoved) ? "a" : "b", started: Double(phase * 1_000 + index), [600])
                (call.caller, call.phase) = ("c\(index)", phase)
                run.calls.append(call)
            }
        }
        let ratio = try #require(Summary(run, resamples: 10).sampleRatio)
        #expect(ratio.observed == [900, 100] && !ratio.isOff)
    }

    @Test(arguments: [([], []), ([10], [1]), ([0, 0], [1, 1]), ([5, 5], [0, 0]), ([5, 5], [1, 0]), ([5, 5], [1, .infinity])] as [([Int], [Double])])
    func whereNothingCanBeTestedThereIsNone(calls: [Int], weights: [Double]) { #expect(SampleRatio(calls: calls, weights: weights) == nil) }
}
