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

    @Test(arguments: [([], []), ([10], [1]), ([0, 0], [1, 1]), ([5, 5], [0, 0]), ([5, 5], [1, 0]), ([5, 5], [1, .infinity])] as [([Int], [Double])])
    func whereNothingCanBeTestedThereIsNone(calls: [Int], weights: [Double]) { #expect(SampleRatio(calls: calls, weights: weights) == nil) }
}
