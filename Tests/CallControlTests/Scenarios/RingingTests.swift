import Audio
import CallControl
import TestSupport
import Testing

/// What the caller hears while attendants' telephones ring.
@Suite struct RingingTests {
    /// The transfer has been announced, and goes on from there.
    private static func transferring(_ change: (inout HandoffPlan) -> Void = { _ in }) -> ScriptedCall {
        var call = ScriptedCall.talking(HandoffScript.plan(change))
        call.put(.stream(.dtmf("0")))
        call.put(.handoff(.hours(isOpen: true)))
        call.put(.handoff(.attendants(.available(AttendantsOnline(target: .transferExtension("200"))))))
        call.agentAnswers(1, milliseconds: 500)
        call.pass(.seconds(1))
        return call
    }

    private static func ringing(_ change: (inout HandoffPlan) -> Void = { _ in }) -> ScriptedCall {
        var call = transferring(change)
        call.put(.handoff(.transferring(.ringing)))
        return call
    }

    private static func tones(_ call: ScriptedCall) -> Int { call.effects.count { if case .playRinging = $0 { true } else { false } } }

    @Test func aToneEveryFiveSecondsUntilSomebodyAnswers() {
        var call = Self.transferring()
        call.put(.handoff(.transferring(.presence)))
        call.pass(.seconds(2))
        #expect(Self.tones(call) == 0)
        call.put(.handoff(.transferring(.ringing)))
        call.pass(.milliseconds(20))
        #expect(Self.tones(call) == 1)
        call.pass(.milliseconds(4_980))
        #expect(Self.tones(call) == 1)
        call.pass(.milliseconds(20))
        #expect(Self.tones(call) == 2)
        call.put(.handoff(.transferring(.stoppingStream)))
        call.pass(.seconds(10))
        #expect(Self.tones(call) == 2)
    }

    @Test func nothingRingsWhereItIsSwitchedOff() {
        var call = Self.ringing { $0.ringsBack = false }
        call.pass(.seconds(10))
        #expect(Self.tones(call) == 0)
    }

    @Test func nothingRingsOverSomebodysWords() {
        var call = Self.ringing()
        call.pass(.milliseconds(20))
        call.event(.responseStarted(ResponseID(2)))
        call.agentSays(2, milliseconds: 8_000)
        call.event(.responseEnded(ResponseID(2), .completed))
        call.pass(.seconds(7))
        #expect(Self.tones(call) == 1)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        call.callerSpeaks(for: .seconds(3))
        #expect(Self.tones(call) == 1)
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: nil))
        // He waits for an answer, which would come after the tone.
        call.pass(.milliseconds(4_980))
        #expect(Self.tones(call) == 1)
        call.pass(.milliseconds(40))
        #expect(Self.tones(call) == 2)
    }

    /// The tone is for those whom nobody talks to.
    @Test func anAnswerThatHangsSilencesNothing() {
        var call = Self.ringing()
        call.pass(.milliseconds(20))
        call.event(.responseStarted(ResponseID(2)))
        call.pass(.milliseconds(2_980))
        #expect(Self.tones(call) == 1)
        call.pass(.seconds(3))
        #expect(Self.tones(call) == 2)
    }

    /// Of a provider that doesn't tell when he speaks, the gateway's own ear does.
    @Test func nothingRingsOverACallerWhomOnlyWeHear() {
        var call = Self.transferring()
        call.callerSpeaks(for: .milliseconds(600))
        call.put(.handoff(.transferring(.ringing)))
        call.pass(.milliseconds(900))
        #expect(Self.tones(call) == 0)
        call.pass(.milliseconds(140))
        #expect(Self.tones(call) == 1)
    }

    @Test func aToneThatIsTalkedOverStopsAndIsNoInterruptedAnswer() throws {
        var call = Self.ringing()
        call.pass(.milliseconds(20))
        let tone = try #require(call.effects.compactMap { if case .playRinging(let response) = $0 { response } else { nil } }.first)
        call.recordingSounds(tone, milliseconds: 1_000)
        call.pass(.milliseconds(300))
        let flushes = call.effects.count { $0 == .flushStream }
        call.event(.callerStartedSpeaking(audioPosition: nil, item: nil))
        #expect(call.effects.count { $0 == .flushStream } == flushes + 1)
        #expect(call.session.tally.interruptions == 0)
        #expect(!call.session.isPlaying(at: call.now))
    }
}
