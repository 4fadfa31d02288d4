import CallControl
import Testing

@Suite struct ExperimentTests {
    private static func experiment(_ weights: [Int], _ stickiness: Experiment.Stickiness = .call, secret: String = "s") -> Experiment {
        let arms = weights.enumerated().map { Experiment.Arm("arm\($0.offset)", weight: $0.element) }
        return Experiment(name: "voices", arms: arms, stickiness: stickiness, secret: secret)
    }

    private static func arms(_ experiment: Experiment, _ count: Int, without stopped: Set<String> = []) -> [String?] {
        (0..<count).map { experiment.assignment(of: CallID("call-\($0)"), callerID: nil, without: stopped)?.arm }
    }

    /// χ² with two degrees of freedom exceeds 13.8 once in a thousand; the calls are always these, so this never flickers.
    @Test func aHundredThousandCallsAreDividedAsTheWeightsSay() {
        let weights = [5, 3, 2]
        let arms = Self.arms(Self.experiment(weights), 100_000)
        var chiSquare = 0.0
        for (index, weight) in weights.enumerated() {
            let expected = 100_000 * Double(weight) / 10
            let observed = Double(arms.count { $0 == "arm\(index)" })
            chiSquare += (observed - expected) * (observed - expected) / expected
        }
        #expect(chiSquare < 13.8, "\(chiSquare)")
    }

    @Test func aWeightThatGrowsMovesOnlyThoseWhoComeToIt() {
        let before = Self.arms(Self.experiment([5, 3, 2]), 20_000)
        let after = Self.arms(Self.experiment([5, 3, 4]), 20_000)
        let moved = zip(before, after).filter { $0 != $1 }
        #expect(moved.allSatisfy { $0.1 == "arm2" })
        // From 2/10 to 4/12 of all.
        #expect((0.12...0.147).contains(Double(moved.count) / 20_000), "\(moved.count)")
    }

    @Test func anArmThatIsStoppedLosesItsCallsAndNobodyElsesMove() {
        let before = Self.arms(Self.experiment([1, 1, 1]), 3_000)
        let after = Self.arms(Self.experiment([1, 1, 1]), 3_000, without: ["arm1"])
        for (old, new) in zip(before, after) { #expect(old == "arm1" ? new != "arm1" : new == old) }
        #expect(Self.arms(Self.experiment([1, 0]), 100).allSatisfy { $0 == "arm0" })
        #expect(Self.arms(Self.experiment([0, 0]), 10).allSatisfy { $0 == nil })
    }

    @Test func aCallerStaysInHisArmHoweverHisNumberIsSpelled() {
        let experiment = Self.experiment([1, 1], .caller)
        for number in 0..<50 {
            let digits = "55119\(10_000_000 + number * 7_919)"
            let first = experiment.assignment(of: CallID("a\(number)"), callerID: "+\(digits)")
            let second = experiment.assignment(of: CallID("b\(number)"), callerID: "\(digits.prefix(4)) \(digits.dropFirst(4))@host")
            #expect(first == second && first?.unit?.count == 16)
            #expect(first?.unit.map { !digits.contains($0) } == true)
        }
    }

    @Test func whoHidesHisNumberIsDividedByCall() {
        let experiment = Self.experiment([1, 1], .caller)
        let arms = Set((0..<50).compactMap { experiment.assignment(of: CallID("\($0)"), callerID: "anonymous")?.arm })
        #expect(arms.count == 2)
        #expect(experiment.assignment(of: CallID("x"), callerID: nil)?.unit == nil)
    }

    @Test func anotherSecretOrNameDividesAnew() {
        let first = Self.arms(Self.experiment([1, 1]), 1_000)
        let second = Self.arms(Self.experiment([1, 1], secret: "other"), 1_000)
        let differing = zip(first, second).count { $0 != $1 }
        #expect((400...600).contains(differing))
    }
}
