import Bench
import Testing

@Suite struct BenchPlanTests {
    private static func plan(_ seed: UInt64 = 1, calls: Int = 30) -> BenchPlan {
        BenchPlan(arms: ["a", "b"], scenarios: ["x", "y", "z"], callsPerArm: calls, seed: seed)
    }

    @Test func everyArmHasAsManyCallsOfEachScenario() {
        let calls = Self.plan().calls
        #expect(calls.count == 60 && calls.map(\.number) == Array(0..<60))
        for arm in ["a", "b"] { for scenario in ["x", "y", "z"] { #expect(calls.count { $0.arm == arm && $0.scenario == scenario } == 10) } }
        let odd = Self.plan(calls: 7).calls
        #expect(odd.count { $0.arm == "a" } == 7 && odd.count { $0.arm == "b" } == 7)
    }

    /// Whatever changes with time changes for both.
    @Test func theArmsAreNeverFarApart() {
        var (a, b) = (0, 0)
        for call in Self.plan(calls: 300).calls {
            if call.arm == "a" { a += 1 } else { b += 1 }
            #expect(abs(a - b) <= 3)
        }
    }

    @Test func theSeedDecidesTheOrder() {
        #expect(Self.plan(1) == Self.plan(1) && Self.plan(1) != Self.plan(2))
        let firsts = Set((0..<40).map { Self.plan($0).calls[0].arm })
        #expect(firsts.count == 2)
    }
}
