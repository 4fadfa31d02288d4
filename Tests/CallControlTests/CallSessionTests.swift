import Audio
import CallControl
import Testing
import TestSupport

@Suite struct CallSessionTests {
    @Test func comesUpInOrder() {
        var call = ScriptedCall(.scripted().with { $0.greeting = "Good day" })
        #expect(call.put(.started) == [.dialAgent])
        #expect(call.put(.agentConnected) == [.command(.start)])
        call.pass(milliseconds: 100)
        let ready = AgentSession(formatToAgent: .pcmu, formatFromAgent: .pcmu)
        #expect(call.event(.ready(ready)) == [.report(.agentReady(after: .milliseconds(100))), .command(.say("Good day")), .releaseHeldAudio])
        #expect(call.dispositions == [.hold, .hold, .hold, .hold, .hold])
        call.pass(milliseconds: 20)
        #expect(call.dispositions.last == .forward)
    }

    @Test func aProviderThatGreetsByItselfIsNotAsked() {
        let call = ScriptedCall.talking(.scripted().with { $0.greeting = "Good day" }, .taciturn)
        #expect(call.commands == [.start])
    }

    @Test func answersAPingAtOnce() {
        var call = ScriptedCall.talking()
        let effects = call.event(.ping(id: 7, roundTrip: .milliseconds(40)))
        #expect(effects == [.command(.pong(id: 7)), .report(.pinged(roundTrip: .milliseconds(40)))])
    }

    @Test func isDeafOnceItHasEnded() {
        var call = ScriptedCall.talking()
        call.put(.stream(.hangup))
        #expect(call.session.end == .callerHungUp)
        #expect(call.put(.end(.drained)).isEmpty && call.event(.responseStarted(ResponseID(1))).isEmpty)
        call.agentSays(1, milliseconds: 100)
        call.pass(.seconds(1))
        #expect(call.frameTimes.isEmpty && call.dispositions.last == .drop)
    }

    @Test func drainingEndsAFarewellToo() {
        var call = ScriptedCall.talking(.scripted().with { $0.farewell = "Bye" })
        call.put(.end(.maxDuration))
        #expect(call.session.end == nil)
        call.put(.end(.drained))
        #expect(call.session.end == .drained)
    }

    @Test func countsWhatItDoesNotKnow() {
        var call = ScriptedCall.talking()
        #expect(call.event(.unrecognised(type: "new")) == [.report(.unrecognised("new"))])
        call.event(.failure(AgentFailure(.ourFault, code: "invalid_value", message: "")))
        #expect(call.session.tally.unrecognised == 1 && call.session.tally.failures == 1 && call.session.end == nil)
    }

    @Test func reportsAGap() {
        var call = ScriptedCall.talking()
        call.agentSays(1, milliseconds: 100)
        call.pass(milliseconds: 300)
        #expect(call.agentSays(1, milliseconds: 100) == [.report(.underflow)])
        #expect(call.session.tally.underflows == 1)
    }

    @Test func unknownTokenCountsStayUnknown() {
        var call = ScriptedCall.talking()
        var usage = AgentUsage()
        usage.inputTextTokens = 3
        call.event(.usage(usage))
        call.event(.usage(usage))
        #expect(call.session.tally.usage.inputTextTokens == 6 && call.session.tally.usage.outputAudioTokens == nil)
    }
}
