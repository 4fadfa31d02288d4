import CallControl
import Testing

@Suite struct GuardrailsTests {
    private static func tally(calls: Int, failures: Int = 0, handoffs: Int = 0, latency: Int = 600) -> ArmTally {
        var tally = ArmTally()
        for call in 0..<calls {
            tally.add(isFailure: call < failures, isHandoff: call < handoffs, latencies: [.milliseconds(latency), .milliseconds(latency + 200)])
        }
        return tally
    }

    @Test func failuresBeyondTheLimitStopAnArm() {
        let rails = Guardrails(minimumCalls: 50, failureIncrease: 0.05)
        #expect(rails.verdict(on: Self.tally(calls: 100, failures: 12), against: Self.tally(calls: 100, failures: 2)) == .failures(arm: 0.12, control: 0.02))
        #expect(rails.verdict(on: Self.tally(calls: 100, failures: 6), against: Self.tally(calls: 100, failures: 2)) == nil, "within the limit")
        #expect(rails.verdict(on: Self.tally(calls: 49, failures: 49), against: Self.tally(calls: 100)) == nil, "too few calls")
        #expect(rails.verdict(on: Self.tally(calls: 100, failures: 40), against: Self.tally(calls: 49)) == nil, "too few of the control's")
        #expect(rails.verdict(on: Self.tally(calls: 50, failures: 30), against: Self.tally(calls: 0)) == .failures(arm: 0.6, control: 0), "beyond any control")
    }

    /// 4 of 50 against 1 of 50 is more than 5 % higher, and may well be chance.
    @Test func chanceStopsNobody() {
        let rails = Guardrails(minimumCalls: 50, failureIncrease: 0.05)
        #expect(rails.verdict(on: Self.tally(calls: 50, failures: 4), against: Self.tally(calls: 50, failures: 1)) == nil)
        #expect(rails.verdict(on: Self.tally(calls: 400, failures: 40), against: Self.tally(calls: 400, failures: 8)) != nil)
    }

    /// Arms that are alike are looked at as calls come in; seeded.
    @Test func armsThatAreAlikeMostlyStay() {
        var stopped = 0
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var (arm, control) = (ArmTally(), ArmTally())
            let rails = Guardrails(minimumCalls: 50, failureIncrease: 0, latencyIncrease: .milliseconds(1))
            for _ in 0..<1_600 {
                let latency = { () -> [Duration] in (0..<4).map { _ in .milliseconds(Int(400 + generator.unit() * 800)) } }
                arm.add(isFailure: generator.unit() < 0.1, isHandoff: false, latencies: latency())
                control.add(isFailure: generator.unit() < 0.1, isHandoff: false, latencies: latency())
                guard rails.isDue(arm, against: control) else { continue }
                if rails.verdict(on: arm, against: control) != nil {
                    stopped += 1
                    break
                }
                arm.wasJudged()
            }
        }
        #expect(stopped < 20, "\(stopped) of 100")
    }

    /// An outage of the provider that both have.
    @Test func anArmIsNotTakenOutForWhatTheControlFailsInAsWell() {
        let rails = Guardrails(minimumCalls: 10)
        #expect(rails.verdict(on: Self.tally(calls: 10, failures: 10), against: Self.tally(calls: 9, failures: 9)) == nil)
        #expect(rails.verdict(on: Self.tally(calls: 10, failures: 10), against: Self.tally(calls: 9, failures: 1)) != nil)
    }

    /// Both arms' callers differ from each other, and a call's turns are alike; seeded.
    @Test func latencyThatDiffersByCallStopsFewArms() {
        var stopped = 0
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var (arm, control) = (ArmTally(), ArmTally())
            let rails = Guardrails(minimumCalls: 50, failureIncrease: nil, latencyIncrease: .milliseconds(50))
            for _ in 0..<1_600 {
                let latencies = { () -> [Duration] in
                    let own = 300 + generator.unit() * 600
                    return (0..<4).map { _ in .milliseconds(Int(own + generator.unit() * 200)) }
                }
                arm.add(isFailure: false, isHandoff: false, latencies: latencies())
                control.add(isFailure: false, isHandoff: false, latencies: latencies())
                guard rails.isDue(arm, against: control) else { continue }
                if rails.verdict(on: arm, against: control) != nil {
                    stopped += 1
                    break
                }
                arm.wasJudged()
            }
        }
        #expect(stopped < 5, "\(stopped) of 100")
    }

    /// A look that the control is not ready for is made as soon as it is.
    @Test func theArmIsJudgedAsSoonAsBothHaveTheirCalls() {
        let rails = Guardrails(minimumCalls: 50, failureIncrease: 0.05)
        var arm = Self.tally(calls: 77, failures: 30)
        #expect(!rails.isDue(arm, against: Self.tally(calls: 49)))
        #expect(rails.isDue(arm, against: Self.tally(calls: 50)))
        #expect(rails.verdict(on: arm, against: Self.tally(calls: 50)) != nil)
        arm.wasJudged()
        #expect(!rails.isDue(arm, against: Self.tally(calls: 500)))
        for _ in 0..<77 { arm.add(isFailure: false, isHandoff: false, latencies: []) }
        #expect(rails.isDue(arm, against: Self.tally(calls: 500)))
    }

    @Test func handoffsAndLatencyAreWatchedWhereTheyShallBe() {
        let (often, slow) = (Self.tally(calls: 200, handoffs: 80), Self.tally(calls: 200, latency: 1_200))
        let control = Self.tally(calls: 200, handoffs: 20)
        #expect(Guardrails().verdict(on: often, against: control) == nil && Guardrails().verdict(on: slow, against: control) == nil)
        #expect(Guardrails(handoffIncrease: 0.1).verdict(on: often, against: control) == .handoffs(arm: 0.4, control: 0.1))
        #expect(
            Guardrails(latencyIncrease: .milliseconds(500)).verdict(on: slow, against: control)
                == .latency(arm: .milliseconds(1_410), control: .milliseconds(810)))
        #expect(Guardrails(latencyIncrease: .milliseconds(600)).verdict(on: slow, against: control) == nil)
    }

    @Test func whatIsWrongIsSaidInWords() {
        let text = Guardrails(failureIncrease: 0.05).verdict(on: Self.tally(calls: 100, failures: 12), against: Self.tally(calls: 100))?.description
        #expect(text == "12.0 % of its calls fail, 0.0 % of the control's")
    }

    @Test func answersThatNeverEndAreCountedToo() {
        var tally = ArmTally()
        tally.add(isFailure: false, isHandoff: false, latencies: [.seconds(60), .milliseconds(-5)])
        #expect(tally.latency(1) == .milliseconds(10_010) && tally.latency(0.5) == .milliseconds(10))
        #expect(ArmTally().latency(0.5) == nil)
    }
}
