import Bench
import CallControl
import Testing

@Suite struct BenchEstimateTests {
    private static let plan = BenchPlan(arms: ["a", "b"], scenarios: ["x"], callsPerArm: 10, seed: 1)
    private static let tokens = PriceList(
        currency: "USD", asOf: "2026-11-01", perMillion: [.inputText: 4, .inputAudio: 32, .outputText: 24, .outputAudio: 64])
    private static let minutes = PriceList(currency: "USD", asOf: "2026-11-01", perMinute: 0.09)

    @Test func whatIsPricedIsSummed() throws {
        let estimate = BenchEstimate(Self.plan, ["a": Self.tokens, "b": Self.minutes])
        // A call of 40 s: 0.06 by the minute; some cents by tokens.
        let total = try #require(estimate.total)
        #expect(abs((estimate.costOfOne["b"] ?? 0) - 0.06) < 1e-9)
        #expect((0.6 + 0.1...0.6 + 2).contains(total), "\(total)")
    }

    /// A limit that rests on a part of the prices would be overrun.
    @Test func tokensWithoutAPriceMakeItUnknown() {
        var list = Self.tokens
        list.perMillion[.inputAudio] = nil
        let estimate = BenchEstimate(Self.plan, ["a": list, "b": Self.minutes])
        #expect(estimate.total == nil && estimate.costOfOne["a"] == nil)
        #expect("\(estimate)".contains("a: 10 calls, unknown"))
        #expect(BenchEstimate(Self.plan, ["b": Self.minutes]).total == nil)
    }

    @Test func localArmsCostNothing() {
        let estimate = BenchEstimate(Self.plan, ["b": Self.minutes], free: ["a"])
        #expect(estimate.arms.map(\.name) == ["b"] && estimate.total.map { abs($0 - 0.6) < 1e-9 } == true)
    }
}
