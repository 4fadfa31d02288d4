import Audio
import CallControl
import Testing

@Suite struct PlayoutPolicyTests {
    @Test func leadIsNeverLessThanTheWarmup() {
        let policy = PlayoutPolicy(rate: .hz8000, lead: .milliseconds(60), warmup: .milliseconds(400), canFlush: true)
        #expect(policy.lead == .milliseconds(400))
    }

    @Test func heardStaysAtLeastOneFrameBehind() {
        #expect(PlayoutPolicy(rate: .hz8000, lead: .zero, startDelay: .zero, canFlush: true).startDelay == .milliseconds(20))
    }
}
