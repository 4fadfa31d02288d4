import Bench
import CallControl
import Simulation
import Testing

@Suite struct BenchEstimateTests {
    private static let plan = BenchPlan(arms: ["a", "b"], scenarios: ["x"], callsPerArm: 10, seed: 1)
    // Three turns and their pauses: 31.7 s.
    private static let scenarios = [BenchScenario(name: "x", call: .plain(["pt-saldo", "pt-numeros", "pt-tchau"]))]
    private static let tokens = PriceList(
        currency: "USD", asOf: "2026-11-01", perMillion: [.inputText: 4, .inputAudio: 32, .outputText: 24, .outputAudio: 64])
    private static let minutes = PriceList(currency: "USD", asOf: "2026-11-01", perMinute: 0.09)

    @Test func whatIsPricedIsSummed() throws {
        let estimate = BenchEstimate(Self.plan, of: Self.scenarios, ["a": Self.tokens, "b": Self.minutes])
        // 0.09 a minute; some cents by tokens.
        let total = try #require(estimate.total)
        #expect(abs((estimate.costOfOne["b"] ?? 0) - 0.09 * 31.7 / 60) < 1e-9)
        #expect((0.47 + 0.1...0.47 + 2).contains(total), "\(total)")
    }

    /// A limit that rests on a part of the prices would be overrun.
    @Test func tokensWithoutAPriceMakeItUnknown() {
        var list = Self.tokens
        list.perMillion[.inputAudio] = nil
        let estimate = BenchEstimate(Self.plan, of: Self.scenarios, ["a": list, "b": Self.minutes])
        #expect(estimate.total == nil && estimate.costOfOne["a"] == nil)
        #expect("\(estimate)".contains("a: 10 calls, unknown"))
        #expect(BenchEstimate(Self.plan, of: Self.scenarios, ["b": Self.minutes]).total == nil)
    }

    @Test func localArmsCostNothing() {
        let estimate = BenchEstimate(Self.plan, of: Self.scenarios, ["b": Self.minutes], free: ["a"])
        #expect(estimate.arms.map(\.name) == ["b"] && estimate.total.map { abs($0 - 0.09 * 317 / 60) < 1e-9 } == true)
    }

    /// Twice the turns cost twice as much by the minute, and more by tokens that are billed again with each answer.
    @Test func aLongScenarioCostsMore() throws {
        let long = [BenchScenario(name: "x", call: .plain(Array(repeating: "pt-saldo", count: 12)))]
        func cost(_ scenarios: [BenchScenario], _ list: PriceList) throws -> Double {
            try #require(BenchEstimate(Self.plan, of: scenarios, ["a": list], free: ["b"]).total)
        }
        #expect(try cost(long, Self.minutes) > 3 * cost(Self.scenarios, Self.minutes))
        #expect(try cost(long, Self.tokens) > 6 * cost(Self.scenarios, Self.tokens))
    }
}
